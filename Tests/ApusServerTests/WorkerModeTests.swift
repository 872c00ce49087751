import CLinux
import Glibc
import Testing

@Suite struct `A worker` {
    @Test func `lets a thousand async views sleep at once`() throws {
        let server = try ServerProcess(["--worker-connections", "1100", "--header-timeout", "600"])
        let port = server.port
        let start = now()
        let clients = try (0..<1000).map { _ in try Client(port: port) }
        for client in clients {
            try client.send("GET /asleep?s=1 HTTP/1.1\r\nHost: t\r\n\r\n")
        }
        for client in clients { #expect(try client.answer().body == "slept") }
        // One after the other they would take a quarter of an hour.
        #expect(now() - start < 300)
        let worker = try #require(server.workers.first)
        let threads = readFile("/proc/\(worker)/status").split(separator: "\n")
            .first { $0.hasPrefix("Threads:") }?.split(separator: "\t").last
        #expect((Int(threads ?? "") ?? .max) < 30)
    }

    @Test func `runs what a view asks of the main actor`() throws {
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        for _ in 0..<3 { #expect(try client.get("/main").body == "on the main actor") }
    }

    @Test func `answers on its threads while one of them is blocked`() throws {
        let server = try ServerProcess(["--threads", "3"] + ServerProcess.watched)
        let gate = server.folder + "/gate"
        let blocked = try (0..<2).map { _ in try Client(port: server.port) }
        for client in blocked { try client.ask("/wait?\(gate)") }
        try server.waitUntilInFlight("/wait?\(gate)", 2)
        #expect(try server.get("/").body == "Hello, World!")
        for client in blocked { #expect(client.isSilent) }
        close(clinux_open(gate, O_WRONLY | O_CREAT, 0o600))
        for client in blocked { #expect(try client.answer().body == "waited") }
    }

    @Test func `answers every kind of view on threads`() throws {
        let server = try ServerProcess(["--threads", "2"])
        let client = try Client(port: server.port)
        try client.send(
            "GET / HTTP/1.1\r\nHost: t\r\n\r\nGET /asleep?s=0.01 HTTP/1.1\r\nHost: t\r\n\r\n"
                + "GET /stream?n=1 HTTP/1.1\r\nHost: t\r\n\r\nGET /big?n=70000 HTTP/1.1\r\nHost: t\r\n\r\n"
        )
        #expect(try client.answer().body == "Hello, World!")
        #expect(try client.answer().body == "slept")
        #expect(try client.answer().body == "chunk 0\n")
        #expect(try client.answer().body.utf8.count == 70000)
    }

    @Test func `names every request in flight on its threads when it dies`() throws {
        let server = try ServerProcess(["--threads", "3"] + ServerProcess.watched)
        let clients = try (0..<2).map { _ in try Client(port: server.port) }
        try clients[0].ask("/sleep?s=600")
        try server.waitUntilInFlight("/sleep?s=600")
        try clients[1].send("GET /crash?n=1 HTTP/1.1\r\nHost: t\r\n\r\n")
        try waitUntil("the death is logged") { server.log.contains("died of SIGILL") }
        #expect(
            server.log.contains("died of SIGILL while serving GET /sleep?s=600, GET /crash?n=1\n"))
    }

    @Test func `takes no more connections than it may, and goes on when one ends`() throws {
        let server = try ServerProcess(["--worker-connections", "2", "--keep-alive", "600"])
        var kept = try (0..<2).map { _ in try Client(port: server.port) }
        for client in kept { #expect(try client.get("/").status == 200) }
        let waiting = try Client(port: server.port)
        try waiting.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(100_000)
        kept = []
        #expect(try waiting.answer().status == 200)
    }

    @Test func `serves a unix socket and leaves no file behind`() throws {
        let path = "/tmp/apus-test-\(getpid()).sock"
        let server = try ServerProcess(bind: "unix:" + path)
        #expect(server.log.contains("Listening at: unix:\(path)"))
        #expect(try Client(path: path).get("/").body == "Hello, World!")
        #expect(try Client(path: path).get("/address").body == "http ")
        server.signal(SIGTERM)
        #expect(server.wait() == 0)
        #expect(access(path, F_OK) != 0)
    }

    @Test func `listens on several addresses`() throws {
        let path = "/tmp/apus-both-\(getpid()).sock"
        let server = try ServerProcess(["--bind", "unix:" + path])
        #expect(try Client(path: path).get("/").status == 200)
        let port = UInt16(
            server.log.split(separator: "http://127.0.0.1:").last?.prefix { $0 != " " } ?? "")
        #expect(try Client(port: port ?? 0).get("/").status == 200)
    }

    @Test func `writes an access log line that no client can forge`() throws {
        let path = "/tmp/apus-access-\(getpid())"
        unlink(path)
        let server = try ServerProcess([
            "--access-log", path, "--access-log-format", "%(h)s \"%(r)s\" %(s)s %(b)s \"%(a)s\"",
        ])
        let client = try Client(port: server.port)
        _ = try client.get("/?a=%22", fields: "User-Agent: \"x\\\"\r\n")
        _ = try client.get("/nothing")
        try waitUntil("both lines") { readFile(path).split(separator: "\n").count == 2 }
        #expect(
            readFile(path) == """
                127.0.0.1 "GET /?a=%22 HTTP/1.1" 200 13 "\\"x\\\\\\""
                127.0.0.1 "GET /nothing HTTP/1.1" 404 8 "-"

                """)
        rename(path, path + ".1")
        server.signal(SIGUSR1)
        try waitUntil("the log is opened anew") { access(path, F_OK) == 0 }
        _ = try client.get("/")
        try waitUntil("the new line") { readFile(path).contains("\"GET / HTTP/1.1\" 200") }
        unlink(path)
        unlink(path + ".1")
    }

    @Test func `loses no request to a full disk`() throws {
        let server = try ServerProcess(["--access-log", "/dev/full"])
        let client = try Client(port: server.port)
        for _ in 0..<3 { #expect(try client.get("/").status == 200) }
    }
}
