public import ApusHTTP
internal import Synchronization

/// Sends events to a browser that listens with `EventSource`.
///
/// `send` suspends while the browser doesn't keep up and throws once it has left. When it leaves,
/// the task that sends is cancelled, so that what it waits for ends too.
public struct EventStream: Sendable {
    /// The id of the last event that the browser has seen, where it connects again.
    public let lastEventID: String?
    let writer: HeartbeatWriter

    /// Sends an event. Throws when the browser has left.
    public func send(
        _ data: String, event: String? = nil, id: String? = nil, retry: Duration? = nil
    ) async throws {
        let milliseconds = retry.map {
            Int(
                clamping: $0.components.seconds * 1000 + $0.components.attoseconds
                    / 1_000_000_000_000_000)
        }
        try await writer.write(
            ServerSentEvent(data, event: event, id: id, retry: milliseconds).bytes)
    }

    /// Sends a comment, which browsers ignore. Throws when the browser has left.
    public func comment(_ text: String) async throws {
        try await writer.write(ServerSentEvent.comment(text))
    }
}

extension Request {
    /// A stream of events (`text/event-stream`). After `heartbeat` without an event a comment is
    /// sent, so that proxies keep the connection and a browser that has left is noticed. The stream
    /// ends when `send` returns; the browser then connects again, unless it got 204.
    ///
    ///     request.events { events in
    ///         for await price in prices(after: events.lastEventID) {
    ///             try await events.send(price.json, event: "price", id: price.id)
    ///         }
    ///     }
    public func events(
        heartbeat: Duration = .seconds(15),
        _ send: @escaping @Sendable (EventStream) async throws -> Void
    ) -> Response {
        let last = headers["Last-Event-ID"]
        return Response(
            headers: [
                "Content-Type": "text/event-stream", "Cache-Control": "no-cache",
                "X-Accel-Buffering": "no",
            ],
            body: .stream { writer in
                let writer = HeartbeatWriter(writer)
                let stream = EventStream(lastEventID: last, writer: writer)
                // What has begun shows at once that it has: some browsers wait for the first byte.
                try await writer.write(ServerSentEvent.comment())
                try await withThrowingTaskGroup(of: Bool.self) { group in
                    group.addTask {
                        try await send(stream)
                        return true
                    }
                    group.addTask {
                        try await writer.beat(every: heartbeat)
                        return false
                    }
                    defer { group.cancelAll() }
                    while let isEnd = try await group.next(), !isEnd {}
                }
            })
    }
}

/// Writes a stream, and a comment whenever nothing was written for a while.
final class HeartbeatWriter: Sendable {
    private let writer: any ResponseWriter
    private let hasWritten = Atomic(false)

    init(_ writer: any ResponseWriter) { self.writer = writer }

    func write(_ bytes: [UInt8]) async throws {
        hasWritten.store(true, ordering: .relaxed)
        try await writer.write(bytes)
    }

    /// Until it is cancelled or the client has left.
    func beat(every pause: Duration) async throws {
        guard pause > .zero else { return }
        while true {
            hasWritten.store(false, ordering: .relaxed)
            try await Task.sleep(for: pause)
            if !hasWritten.load(ordering: .relaxed) {
                try await writer.write(ServerSentEvent.comment())
            }
        }
    }
}
