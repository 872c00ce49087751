internal import ApusHTTP
internal import CLinux
internal import Logging

/// The client of a streamed response is gone: nobody reads what is written.
struct ClientLeft: Error, CustomStringConvertible {
    var description: String { "the client has left" }
}

extension EventLoop {
    /// Unsent bytes from which on a writer waits for its client.
    private static let highWater = 64 << 10

    /// Runs the writer of a streamed body as a task on this loop.
    func stream(
        _ write: @escaping @Sendable (any ResponseWriter) async throws -> Void,
        to connection: Connection
    ) {
        guard connection.state != .closed else { return finish(connection) }
        connection.state = .streaming
        connection.watch.liftLimit()
        if connection.unsent == 0 { clearDeadline(connection) }
        let writer = StreamWriter(loop: self, connection: ConnectionReference(connection))
        connection.task = Task(executorPreference: executor) { [self] in
            var failure: (any Error)?
            do { try await write(writer) } catch { failure = error }
            let problem = failure
            executor.perform { self.endStream(writer.connection.connection, problem) }
        }
    }

    /// Appends a piece of a streamed body; whether the writer must wait for the client.
    func append(_ bytes: [UInt8], toStreamOf connection: Connection) throws(ClientLeft) -> Bool {
        guard connection.state == .streaming, !connection.peerIsDone,
            var exchange = connection.exchange
        else { throw ClientLeft() }
        var count = bytes.count
        switch exchange.framing {
        case .chunked: ChunkedEncoding.append(bytes, to: &output)
        case .length(let length):
            // More than was promised would be read as the next response.
            count = min(count, length - exchange.bodyBytes)
            output.append(contentsOf: bytes.prefix(count))
        case .untilClose, .none: output.append(contentsOf: bytes)
        }
        exchange.bodyBytes += count
        connection.exchange = exchange
        flush(connection)
        guard connection.state == .streaming else { throw ClientLeft() }
        return connection.unsent > Self.highWater
    }

    /// The writer has returned, or failed: then the client must see that the body is cut off.
    private func endStream(_ connection: Connection, _ failure: (any Error)?) {
        connection.task = nil
        guard connection.state == .streaming, let exchange = connection.exchange else { return }
        var isWhole = failure == nil
        if case .length(let length) = exchange.framing, exchange.bodyBytes < length {
            isWhole = false
        }
        guard isWhole else {
            if let failure, !(failure is ClientLeft) && !(failure is CancellationError) {
                log.error("A streamed response broke off: \(failure)")
            }
            return close(connection)
        }
        if exchange.framing == .chunked { output.append(contentsOf: ChunkedEncoding.end) }
        finish(connection)
        connection.state = .idle
        connection.closesAfterOutput = !exchange.keepAlive || drain != nil
        if connection.unsent == 0 { setDeadline(connection, after: times.keepAlive) }
        if connection.closesAfterOutput || connection.unsent > 0 {
            settle(connection)
        } else {
            goOn(connection)
        }
    }

    /// Takes a connection's request off the books.
    func finish(_ connection: Connection) {
        guard let exchange = connection.exchange else { return }
        connection.exchange = nil
        leave(exchange)
    }
}

/// The writer that a streamed body is given.
struct StreamWriter: ResponseWriter {
    let loop: EventLoop
    let connection: ConnectionReference

    func write(_ bytes: [UInt8]) async throws {
        guard !bytes.isEmpty else { return }
        try Task.checkCancellation()
        if loop.executor.isCurrent,
            try !loop.append(bytes, toStreamOf: connection.connection)
        {
            return
        }
        try await waitOrWrite(bytes, isWritten: loop.executor.isCurrent)
    }

    /// From the loop's thread the bytes are written already and the client must catch up; from
    /// another the loop has to do both.
    private func waitOrWrite(_ bytes: [UInt8], isWritten: Bool) async throws {
        try await withUnsafeThrowingContinuation {
            (continuation: UnsafeContinuation<Void, any Error>) in
            loop.executor.perform {
                do throws(ClientLeft) {
                    let connection = connection.connection
                    let mustWait =
                        isWritten
                        ? connection.state == .streaming && connection.unsent > 0
                        : try loop.append(bytes, toStreamOf: connection)
                    if mustWait {
                        connection.writers.append(continuation)
                    } else {
                        continuation.resume()
                    }
                } catch {
                    continuation.resume(throwing: error)
                }
            }
        }
    }
}
