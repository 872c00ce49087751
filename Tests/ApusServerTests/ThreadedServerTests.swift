import ApusHTTP
import Glibc
import Synchronization
import Testing

@testable import ApusServer

private let cancelled = Atomic(0)

private struct Views: Application {
    func respond(to request: Request) -> Answer {
        switch request.target {
        case "/asleep":
            return .task {
                try? await Task.sleep(for: .milliseconds(50))
                return Response(body: .text("slept"))
            }
        case "/stream":
            return .response(
                Response(
                    body: .stream { writer in
                        for number in 0..<3 { try await writer.write(Array("\(number)".utf8)) }
                    }))
        case "/slow":
            usleep(300_000)
            return .response(Response(body: .text("slow")))
        case "/back": return .response(Response(body: .content(request.content)))
        case "/events":
            return .response(
                request.events { events in
                    try await events.send("here")
                    do { try await Task.sleep(for: .seconds(3600)) } catch {
                        cancelled.wrappingAdd(1, ordering: .relaxed)
                    }
                })
        default: return .response(Response(body: .bytes(request.body)))
        }
    }
}

@Suite struct `The threaded server` {
    private final class Fixture {
        let listener: Listener
        let lines = Lines()
        let server: ThreadedServer
        let thread: Background<Void>

        init(_ settings: ServerSettings = .init()) throws {
            let listener = try Listener(.tcp(host: "127.0.0.1", port: 0), backlog: 64)
            let lines = lines
            let server = ThreadedServer(
                listener: listener.descriptor, application: Views(), settings: settings
            ) { lines.add($0) }
            self.listener = listener
            self.server = server
            thread = Background { try server.run() }
        }

        var port: UInt16 {
            guard case .tcp(_, let port) = listener.address else { return 0 }
            return port
        }

        func stop() throws {
            server.stop()
            try thread.value()
            listener.close()
        }
    }

    private final class Lines: Sendable {
        let all = Mutex<[FinishedRequest]>([])

        func add(_ line: FinishedRequest) { all.withLock { $0.append(line) } }
    }

    @Test func `keeps a large body in a file and sends it back from there`() throws {
        let fixture = try Fixture()
        let client = try Client(port: fixture.port)
        let body = String(repeating: "0123456789", count: 200_000)
        try client.send("POST /back HTTP/1.1\r\nHost: t\r\nContent-Length: 2000000\r\n\r\n\(body)")
        #expect(try client.answer().body == body)
        #expect(try client.get("/asleep").body == "slept")
        try fixture.stop()
    }

    @Test func `cancels the task of a client that leaves`() throws {
        let fixture = try Fixture()
        var client: Client? = try Client(port: fixture.port)
        try client?.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(100_000)
        client = nil
        try waitUntil("the task is cancelled") { cancelled.load(ordering: .relaxed) == 1 }
        try fixture.stop()
    }

    @Test func `answers every kind of view and reports each`() throws {
        let fixture = try Fixture()
        let client = try Client(port: fixture.port)
        try client.send("POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 2\r\n\r\nhi")
        #expect(try client.answer().body == "hi")
        #expect(try client.get("/asleep").body == "slept")
        #expect(try client.get("/stream", fields: "Connection: close\r\n").body == "012")
        #expect(try client.rest() == "")
        try fixture.stop()
        let lines = fixture.lines.all.withLock { $0 }
        #expect(
            lines.map { "\($0.requestLine) \($0.status.code) \($0.bodyBytes)" } == [
                "POST /echo HTTP/1.1 200 2", "GET /asleep HTTP/1.1 200 5",
                "GET /stream HTTP/1.1 200 3",
            ])
        #expect(lines.allSatisfy { $0.remoteAddress == "127.0.0.1" && $0.problem == nil })
    }

    @Test func `serves connections beside each other`() throws {
        let fixture = try Fixture()
        let slow = try Client(port: fixture.port)
        try slow.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n")
        usleep(50_000)
        #expect(try Client(port: fixture.port).get("/").status == 200)
        try waitUntil("one line") { fixture.lines.all.withLock { $0.count } == 1 }
        #expect(try slow.answer().body == "slow")
        try fixture.stop()
    }

    @Test func `finishes what is in flight when it is stopped`() throws {
        let fixture = try Fixture()
        let idle = try Client(port: fixture.port)
        #expect(try idle.get("/").status == 200)
        let slow = try Client(port: fixture.port)
        try slow.send("GET /slow HTTP/1.1\r\nHost: t\r\n\r\n")
        // Accepted after the slow one.
        #expect(try Client(port: fixture.port).get("/").status == 200)
        fixture.server.stop()
        #expect(try slow.answer().body == "slow")
        #expect(try idle.rest() == "")
        try fixture.stop()
    }

    @Test func `waits for the first request of a connection it has accepted when it is stopped`()
        throws
    {
        let fixture = try Fixture()
        let client = try Client(port: fixture.port)
        // Accepted after the one that says nothing yet.
        #expect(try Client(port: fixture.port).get("/").status == 200)
        fixture.server.stop()
        usleep(100_000)
        #expect(try client.get("/").status == 200)
        #expect(try client.rest() == "")
        try fixture.stop()
    }

    @Test func `refuses what is no request, and what is too slow`() throws {
        var settings = ServerSettings()
        settings.headerTimeout = .milliseconds(100)
        let fixture = try Fixture(settings)
        let bad = try Client(port: fixture.port)
        try bad.send("nonsense\r\n\r\n")
        #expect(try bad.answer().status == 400)
        #expect(try bad.rest() == "")
        let slow = try Client(port: fixture.port)
        try slow.send("GET / HT")
        #expect(try slow.answer().status == 408)
        try fixture.stop()
        #expect(fixture.lines.all.withLock { $0.map(\.status.code) } == [400, 408])
    }
}
