internal import ApusHTTP
internal import Glibc
internal import Synchronization

/// Writes a streamed body with blocking calls.
final class BlockingWriter: ResponseWriter {
    private let descriptor: Int32
    private let framing: ResponseSerializer.Framing
    private let timeout: Duration
    private let count = Mutex(0)

    init(_ descriptor: Int32, _ framing: ResponseSerializer.Framing, _ timeout: Duration) {
        self.descriptor = descriptor
        self.framing = framing
        self.timeout = timeout
    }

    /// Bytes of the body so far.
    var written: Int { count.withLock { $0 } }

    func write(_ bytes: [UInt8]) async throws {
        try count.withLock { count throws(ClientLeft) in
            var piece: [UInt8] = []
            var body = bytes[...]
            if case .length(let length) = framing { body = body.prefix(length - count) }
            if framing == .chunked {
                ChunkedEncoding.append(bytes, to: &piece)
            } else {
                piece = Array(body)
            }
            try writeAll(piece, to: descriptor, timeout: timeout)
            count += body.count
        }
    }

    /// Runs the body's closure; whether the body is whole.
    func run(_ write: @Sendable (any ResponseWriter) async throws -> Void) async -> Bool {
        do {
            try await write(self)
            switch framing {
            case .chunked: try writeAll(ChunkedEncoding.end, to: descriptor, timeout: timeout)
            case .length(let length): return written == length
            case .none, .untilClose: break
            }
            return true
        } catch {
            return false
        }
    }
}

/// Sends all of `contents`, waiting up to `timeout` whenever the client takes nothing.
func writeAll(
    _ contents: [Content], to descriptor: Int32, timeout: Duration
) throws(ClientLeft) {
    let outgoing = OutgoingContents(contents)
    while outgoing.remaining > 0 {
        guard case .sent(let count) = outgoing.send(to: descriptor, most: .max) else {
            throw ClientLeft()
        }
        if count == 0 { try waitUntilWritable(descriptor, timeout) }
    }
}
