import Glibc
import Testing

@Suite struct `The request timeout` {
    @Test(arguments: [
        ("/sleep?s=6", ["--threads", "1"]), ("/sleep?s=6", ["--threads", "2"]),
        ("/asleep?s=60", ["--threads", "1"]), ("/asleep?s=60", ["--threads", "2"]),
    ])
    func `answers with 503, names the request and goes on`(path: String, mode: [String]) throws {
        let server = try ServerProcess(["--request-timeout", "1"] + mode)
        let client = try Client(port: server.port)
        let answer = try client.get(path)
        #expect(answer.status == 503)
        #expect(answer.head.contains("Connection: close"))
        #expect(answer.body.contains("The request took longer than 1 s."))
        #expect(try client.rest() == "")
        #expect(server.log.contains(": GET \(path) took longer than 1 s: 503 request_id="))
        #expect(try server.get("/").status == 200)
    }

    @Test func `keeps what was answered before it on the connection`() throws {
        let server = try ServerProcess(["--request-timeout", "2"])
        let client = try Client(port: server.port)
        try client.send(
            "GET / HTTP/1.1\r\nHost: t\r\n\r\nGET /sleep?s=6 HTTP/1.1\r\nHost: t\r\n\r\n"
                + "GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try client.answer().body == "Hello, World!")
        #expect(try client.answer().status == 503)
        #expect(try client.rest() == "")
    }

    @Test func `brings a successor for a worker whose loop is held`() throws {
        let server = try ServerProcess(["--request-timeout", "1", "--graceful-timeout", "1"])
        let client = try Client(port: server.port)
        #expect(try client.get("/spin").status == 503)
        try waitUntil("a successor") { server.count("is ready after") == 2 }
        #expect(try server.get("/").status == 200)
        try waitUntil("the old one is killed") {
            server.log.contains("did not leave in time, busy with GET /spin: killed")
        }
    }

    @Test func `leaves quick requests alone`() throws {
        let server = try ServerProcess(["--request-timeout", "5"])
        let client = try Client(port: server.port)
        for _ in 0..<300 { #expect(try client.get("/sleep?s=0.003").status == 200) }
        #expect(server.count("took longer") == 0)
    }
}

@Suite struct `A view that works on` {
    @Test(arguments: [["--threads", "1"], ["--threads", "2"]])
    func `learns that its client has left`(mode: [String]) throws {
        let server = try ServerProcess(mode)
        do {
            let client = try Client(port: server.port)
            try client.send("GET /until-abandoned HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
            #expect(client.isSilent)
        }
        try waitUntil("it returns") { try server.get("/cancelled").body == "1" }
    }

    @Test(arguments: [["--threads", "1"], ["--threads", "2"]])
    func `learns that its time is over`(mode: [String]) throws {
        let server = try ServerProcess(["--request-timeout", "0.3"] + mode)
        #expect(try server.get("/until-abandoned").status == 503)
        try waitUntil("it returns") { try server.get("/cancelled").body == "1" }
        #expect(server.count("GET /until-abandoned took longer than 0.3 s: 503") == 1)
    }
}

@Suite struct `A view that blocks` {
    @Test func `is named once when it holds its worker's loop`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        #expect(try client.get("/sleep?s=4").body == "slept")
        #expect(
            server.count("is held for more than 1 s by GET /sleep?s=4: consider --threads") == 1)
    }

    @Test func `is not confused with one that only waits`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        #expect(try client.get("/asleep?s=2.5").body == "slept")
        #expect(server.count("is held") == 0)
    }
}
