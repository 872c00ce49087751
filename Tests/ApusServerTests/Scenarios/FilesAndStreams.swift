import CLinux
import Glibc
import Testing

extension Scenarios {
    @Suite struct `A file` {
        private func make(_ count: Int) throws -> String {
            let path = "/tmp/apus-sent-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            let file = clinux_open(path, O_WRONLY | O_CREAT, 0o600)
            defer { close(file) }
            let line = Array("0123456789abcdef".utf8)
            let bytes = (0..<count / 16).flatMap { _ in line }
            try #require(write(file, bytes, bytes.count) == bytes.count)
            return path
        }

        @Test(arguments: [16, 16_000, 16_000_000])
        func `is sent whole, and the next answer follows`(count: Int) throws {
            let server = try ServerProcess()
            let path = try make(count)
            defer { unlink(path) }
            let client = try Client(port: server.port)
            try client.send(
                "GET /file?\(path) HTTP/1.1\r\nHost: t\r\n\r\n"
                    + "GET / HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(
                try client.answer().body == String(repeating: "0123456789abcdef", count: count / 16)
            )
            #expect(try client.answer().body == "Hello, World!")
        }

        @Test func `is not sent for HEAD`() throws {
            let server = try ServerProcess()
            let path = try make(160_000)
            defer { unlink(path) }
            let client = try Client(port: server.port)
            try client.send("HEAD /file?\(path) HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try client.answer(isHead: true).head.contains("Content-Length: 160000"))
            #expect(try client.get("/").body == "Hello, World!")
        }

        @Test func `that shrinks while it is sent ends its connection and nothing else`() throws {
            let server = try ServerProcess()
            let path = try make(32_000_000)
            defer { unlink(path) }
            let pid = try server.get("/pid").body
            let client = try Client(port: server.port)
            try client.send("GET /file?\(path) HTTP/1.1\r\nHost: t\r\n\r\n")
            try waitUntil("it begins") { !client.isSilent }
            truncate(path, 1000)
            #expect(throws: Client.Failure.self) { try client.answer() }
            #expect(server.log.contains("A response broke off"))
            #expect(try server.get("/pid").body == pid)
        }
    }

    @Suite struct `A stream` {
        @Test func `waits for a reader that is slow`() throws {
            let server = try ServerProcess()
            let worker = try #require(server.workers.first)
            let client = try Client(port: server.port)
            #expect(try client.get("/").status == 200)
            let before = ProcessFigures(worker).bytes
            try client.send("GET /flood?n=1000000 HTTP/1.1\r\nHost: t\r\n\r\n")
            usleep(300_000)
            #expect(try server.get("/").status == 200)
            #expect(ProcessFigures(worker).bytes - before < 16 << 20)
        }

        @Test
        func `of events beats while nothing happens, and is cancelled when its reader leaves`()
            throws
        {
            let server = try ServerProcess()
            var client: Client? = try Client(port: server.port)
            try client?.send("GET /events HTTP/1.1\r\nHost: t\r\nLast-Event-ID: 41\r\n\r\n")
            let text = try client?.read(until: "data: after 41\n\n") ?? ""
            #expect(text.contains("Content-Type: text/event-stream\r\n"))
            #expect(text.contains("id: 1\ndata: after 41\n\n"))
            for _ in 0..<3 { _ = try client?.read(until: "3\r\n:\n\n\r\n") }
            #expect(try server.get("/cancelled").body == "0")
            client = nil
            try waitUntil("the task is cancelled") { try server.get("/cancelled").body == "1" }
        }
    }

    @Suite struct `Views that wait` {
        @Test func `wait together, without threads of their own`() throws {
            let count = Scenarios.times(10_000, bounded: 1000)
            let server = try ServerProcess([
                "--worker-connections", "\(count + 10)", "--header-timeout", "600",
                "--keep-alive", "600", "--timeout", "600",
            ])
            let worker = try #require(server.workers.first)
            let clients = try (0..<count).map { _ in try Client(port: server.port) }
            for client in clients { try client.send("GET /asleep?s=1 HTTP/1.1\r\nHost: t\r\n\r\n") }
            let threads = ProcessFigures(worker).threads
            #expect(threads < 12)
            for client in clients { #expect(try client.answer().body == "slept") }
        }
    }
}

extension Client {
    /// What comes up to and with `mark`.
    fileprivate func read(until mark: String) throws -> String {
        var text = ""
        var byte: UInt8 = 0
        while !text.hasSuffix(mark) {
            guard recv(socket, &byte, 1, 0) == 1 else {
                throw Failure(description: "closed after \(text)")
            }
            text.unicodeScalars.append(Unicode.Scalar(byte))
        }
        return text
    }
}
