import Glibc
import Testing

/// Answers that are made in one turn of the loop. A view that holds the loop has the requests of
/// the others arrive in one turn.
@Suite struct `Answers of one turn` {
    private func hold(_ server: ServerProcess) throws -> Client {
        let holder = try Client(port: server.port)
        try holder.send("GET /sleep?s=0.3 HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(100_000)
        return holder
    }

    @Test func `do not wait for a view that comes after them`() throws {
        let server = try ServerProcess()
        let clients = try (0..<5).map { _ in try Client(port: server.port) }
        let sleeper = try Client(port: server.port)
        for client in clients + [sleeper] { _ = try client.get("/") }
        let holder = try hold(server)
        for client in clients { try client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n") }
        try sleeper.send("GET /sleep?s=3 HTTP/1.1\r\nHost: t\r\n\r\n")
        #expect(try holder.answer().body == "slept")
        for client in clients { #expect(try client.answer().body == "Hello, World!") }
        var event = pollfd(fd: sleeper.socket, events: Int16(POLLIN), revents: 0)
        #expect(poll(&event, 1, 0) == 0, "the view that holds the loop was waited for")
        #expect(try sleeper.answer().body == "slept")
    }

    @Test func `keep the order of each connection`() throws {
        let server = try ServerProcess()
        let clients = try (0..<40).map { _ in try Client(port: server.port) }
        for client in clients { _ = try client.get("/") }
        let holder = try hold(server)
        for (number, client) in clients.enumerated() {
            for part in 0..<3 {
                let body = "\(number)-\(part)"
                try client.send(
                    "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: \(body.utf8.count)\r\n\r\n"
                        + body)
            }
        }
        #expect(try holder.answer().body == "slept")
        for (number, client) in clients.enumerated() {
            for part in 0..<3 { #expect(try client.answer().body == "\(number)-\(part)") }
        }
        for client in clients { #expect(try client.get("/").status == 200) }
    }

    @Test func `reach clients that read slowly, leave or end their side`() throws {
        let server = try ServerProcess()
        let slow = try Client(port: server.port)
        let leaving = try Client(port: server.port)
        let ending = try Client(port: server.port)
        let others = try (0..<5).map { _ in try Client(port: server.port) }
        for client in [slow, leaving, ending] + others { _ = try client.get("/") }
        for _ in 0..<30 {
            for _ in 0..<20 { try slow.send("GET /big?n=15000 HTTP/1.1\r\nHost: t\r\n\r\n") }
            for client in others { try client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n") }
            for client in others { #expect(try client.answer().body == "Hello, World!") }
        }
        let holder = try hold(server)
        for client in [leaving, ending] + others {
            try client.send("GET / HTTP/1.1\r\nHost: t\r\n\r\n")
        }
        shutdown(leaving.socket, Int32(SHUT_RDWR))
        try ending.send("GET / HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n")
        #expect(try holder.answer().body == "slept")
        for client in others { #expect(try client.answer().body == "Hello, World!") }
        #expect(try ending.answer().body == "Hello, World!")
        #expect(try ending.answer().body == "Hello, World!")
        #expect(try ending.rest() == "")
        for _ in 0..<600 { #expect(try slow.answer().body.utf8.count == 15000) }
    }
}
