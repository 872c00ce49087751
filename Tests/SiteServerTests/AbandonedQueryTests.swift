import Glibc
import Testing

@Suite struct `A query whose client has left` {
    @Test(arguments: [
        ("/slow", "1"), ("/slow", "2"), ("/async-slow", "1"), ("/async-slow", "2"),
    ])
    func `ends, and is logged as 499 and as no error`(path: String, threads: String) throws {
        let server = try ServerProcess(
            ["--threads", threads, "--access-log", "-", "--access-log-format", "%(r)s %(s)s"],
            product: "SiteUnderTest")
        let client = try Client(port: server.port)
        try client.send("GET \(path) HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(200_000)
        shutdown(client.socket, Int32(SHUT_RDWR))
        try waitUntil("it ends") {
            try server.get("/ended").body == "interrupted: the client has left"
        }
        try waitUntil("its line in the log") {
            server.log.contains("GET \(path) HTTP/1.1 499\n")
        }
        #expect(server.count("Error") == 0)
    }

    @Test func `does not begin where the view's task is cancelled`() throws {
        let server = try ServerProcess(product: "SiteUnderTest")
        do {
            let client = try Client(port: server.port)
            try client.send("GET /async-late HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(100_000)
        }
        try waitUntil("it ends") {
            try server.get("/ended").body == "interrupted: its task was cancelled"
        }
        #expect(server.count("Error") == 0)
    }

    @Test(arguments: ["1", "2"])
    func `ends when the request's time is over`(threads: String) throws {
        let server = try ServerProcess(
            ["--threads", threads, "--request-timeout", "0.3"], product: "SiteUnderTest")
        let client = try Client(port: server.port)
        #expect(try client.get("/slow").status == 503)
        try waitUntil("it ends") {
            try server.get("/ended").body == "interrupted: the request took longer than it may"
        }
        #expect(server.count("GET /slow took longer than 0.3 s: 503") == 1)
        #expect(server.count("Error") == 0)
    }

    @Test func `frees its thread for others`() throws {
        let server = try ServerProcess(["--threads", "2"], product: "SiteUnderTest")
        for _ in 0..<5 {
            let client = try Client(port: server.port)
            try client.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(60_000)
        }
        try waitUntil("all have ended") {
            try server.get("/ended").body.split(separator: "\n").count == 5
        }
    }

    @Test(arguments: ["1", "2"])
    func `is not taken for one of a client that only closed its sending side`(
        threads: String
    ) throws {
        let server = try ServerProcess(["--threads", threads], product: "SiteUnderTest")
        for _ in 0..<100 {
            let client = try Client(port: server.port)
            try client.send("GET /quick HTTP/1.1\r\nHost: t\r\n\r\n")
            shutdown(client.socket, Int32(SHUT_WR))
            #expect(try client.answer().body == "counted")
        }
    }
}
