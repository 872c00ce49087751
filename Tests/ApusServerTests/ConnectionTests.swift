import Glibc
import Testing

@Suite struct `A connection` {
    @Test func `stays open for the next request`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        for _ in 0..<3 {
            #expect(try client.get("/").body == "Hello, World!")
        }
        let last = try client.get("/", fields: "Connection: close\r\n")
        #expect(last.head.contains("Connection: close"))
        #expect(try client.rest() == "")
    }

    @Test func `has pipelined requests answered in order`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send(
            "GET / HTTP/1.1\r\nHost: t\r\n\r\n"
                + "GET /asleep?s=0.05 HTTP/1.1\r\nHost: t\r\n\r\n"
                + "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 3\r\n\r\nabc"
                + "GET /stream?n=2 HTTP/1.1\r\nHost: t\r\n\r\n"
                + "GET /nothing HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try client.answer().body == "Hello, World!")
        #expect(try client.answer().body == "slept")
        #expect(try client.answer().body == "abc")
        #expect(try client.answer().body == "chunk 0\nchunk 1\n")
        #expect(try client.answer().status == 404)
    }

    @Test func `takes a request byte by byte`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        for byte in "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 5\r\n\r\nhello" {
            try client.send(String(byte))
            usleep(500)
        }
        #expect(try client.answer().body == "hello")
    }

    @Test func `takes a chunked body`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send(
            "POST /echo HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n")
        #expect(try client.answer().body == "hello!")
    }

    @Test func `is told to continue before it sends a body`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send(
            "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n")
        #expect(try client.answer().head == "HTTP/1.1 100 Continue")
        try client.send("ok")
        #expect(try client.answer().body == "ok")
    }

    @Test func `has HEAD answered without a body`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send("HEAD / HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try client.answer(isHead: true).head.contains("Content-Length: 13"))
        #expect(try client.get("/").body == "Hello, World!")
    }

    @Test func `gets a large body whole`() throws {
        let server = try ServerProcess()
        let answer = try Client(port: server.port).get("/big?n=5000000")
        #expect(answer.body.utf8.count == 5_000_000)
    }

    @Test func `sends a large body whole`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        let body = String(repeating: "y", count: 3_000_000)
        try client.send("POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 3000000\r\n\r\n\(body)")
        #expect(try client.answer().body == "3000000")
    }

    @Test func `gets a stream with back-pressure`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send("GET /flood?n=200 HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(200_000)
        // While this client reads nothing, the worker holds little and serves others.
        let worker = try #require(server.workers.first)
        let pages = readFile("/proc/\(worker)/statm").split(separator: " ")
        #expect((Int(pages[1]) ?? .max) * 4096 < 100 << 20)
        #expect(try server.get("/").status == 200)
        #expect(try client.answer().body.utf8.count == 200 * 65536)
    }

    @Test func `sees that a stream broke off`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        #expect(throws: Client.Failure.self) { try client.get("/broken") }
        #expect(server.log.contains("A streamed response broke off: the database is not there"))
    }

    @Test func `gets 500 in place of an injected field`() throws {
        let server = try ServerProcess()
        let answer = try server.get("/inject")
        #expect(answer.status == 500)
        #expect(!answer.head.contains("stolen"))
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\n\r\n", 400),
        ("GET / HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n", 400),
        ("GET / HTTP/2.0\r\nHost: t\r\n\r\n", 505),
        ("GET /" + String(repeating: "a", count: 5000) + " HTTP/1.1\r\nHost: t\r\n\r\n", 414),
        (
            "GET / HTTP/1.1\r\nHost: t\r\nX: " + String(repeating: "a", count: 9000) + "\r\n\r\n",
            431
        ),
        ("POST / HTTP/1.1\r\nHost: t\r\nContent-Length: 11000000\r\n\r\n", 413),
    ])
    func `is refused and closed over a bad request`(request: String, status: Int) throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        try client.send(request)
        let answer = try client.answer()
        #expect(answer.status == status)
        #expect(answer.head.contains("Connection: close"))
        #expect(try client.rest() == "")
    }

    @Test func `learns its own address`() throws {
        let server = try ServerProcess()
        #expect(try server.get("/address").body == "http 127.0.0.1")
    }
}

@Suite struct `Time limits` {
    @Test func `end headers that trickle with 408`() throws {
        let server = try ServerProcess(["--header-timeout", "0.3"])
        let client = try Client(port: server.port)
        let trickle = Background {
            for byte in "GET / HTTP/1.1\r\nHost: tttttttttttttttttttttttttttttttttttt" {
                try client.send(String(byte))
                usleep(50_000)
            }
        }
        let answer = try client.answer()
        #expect(answer.status == 408)
        #expect(answer.body.contains("The headers did not end within 0.3 s."))
        _ = try? trickle.value()
    }

    @Test func `count for each request anew`() throws {
        let server = try ServerProcess(["--header-timeout", "3"])
        let client = try Client(port: server.port)
        try client.send("GET / HTTP/1.1\r\n")
        usleep(2_000_000)
        try client.send("Host: t\r\n\r\nGET /pid HTTP/1.1\r\n")
        #expect(try client.answer().status == 200)
        usleep(2_000_000)
        try client.send("Host: t\r\n\r\n")
        #expect(try client.answer().status == 200)
    }

    @Test func `end a silent body with 408, not a slow one`() throws {
        let server = try ServerProcess(["--body-timeout", "2"])
        let slow = try Client(port: server.port)
        try slow.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 6\r\n\r\n")
        for byte in "abcdef" {
            usleep(500_000)
            try slow.send(String(byte))
        }
        #expect(try slow.answer().body == "abcdef")
        let silent = try Client(port: server.port)
        try silent.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 6\r\n\r\nabc")
        #expect(try silent.answer().status == 408)
        #expect(try silent.rest() == "")
    }

    @Test func `close an idle connection without a word`() throws {
        let server = try ServerProcess(["--keep-alive", "1", "--header-timeout", "1"])
        let used = try Client(port: server.port)
        let unused = try Client(port: server.port)
        #expect(try used.get("/").status == 200)
        #expect(try used.rest() == "")
        #expect(try unused.rest() == "")
    }

    @Test func `close a connection whose client does not read`() throws {
        let server = try ServerProcess(["--write-timeout", "0.3"])
        let client = try Client(port: server.port)
        try client.send("GET /big?n=30000000 HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(900_000)
        #expect(throws: Client.Failure.self) { try client.answer() }
    }
}

@Suite struct `A client that leaves` {
    @Test func `has its async view cancelled and is logged as 499`() throws {
        let path = "/tmp/apus-499-\(getpid())"
        let server = try ServerProcess([
            "--access-log", path, "--access-log-format", "%(r)s %(s)s",
        ])
        do {
            let client = try Client(port: server.port)
            try client.send("GET /asleep?s=30 HTTP/1.1\r\nHost: t\r\n\r\nGET / HT")
            usleep(100_000)
        }
        try waitUntil("the line") { readFile(path) == "GET /asleep?s=30 HTTP/1.1 499\n" }
        unlink(path)
    }

    @Test func `has its stream ended`() throws {
        let path = "/tmp/apus-stream-\(getpid())"
        let server = try ServerProcess([
            "--access-log", path, "--access-log-format", "%(r)s %(s)s",
        ])
        do {
            let client = try Client(port: server.port)
            try client.send("GET /flood?n=1000000 HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
        }
        try waitUntil("the line") { readFile(path).hasPrefix("GET /flood?n=1000000 HTTP/1.1 ") }
        unlink(path)
    }
}
