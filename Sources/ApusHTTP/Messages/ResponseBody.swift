/// The body of a response.
public enum ResponseBody: Sendable {
    /// All of it, sent with Content-Length.
    case bytes([UInt8])
    /// All of it as text, sent in UTF-8 with Content-Length.
    case text(String)
    /// Contents, one behind the other, sent with Content-Length from where they are: of a file the
    /// server's memory sees nothing.
    case contents([Content])
    /// Written while it is sent: chunked in HTTP/1.1, or as long as the response's own
    /// Content-Length says where it has one.
    case stream(@Sendable (any ResponseWriter) async throws -> Void)
}

extension ResponseBody {
    /// A content, such as the body of a request.
    public static func content(_ content: Content) -> ResponseBody { .contents([content]) }

    /// The bytes, where they are in memory in one piece.
    public var bytes: [UInt8]? {
        switch self {
        case .bytes(let bytes): bytes
        case .text(let text): Array(text.utf8)
        case .contents, .stream: nil
        }
    }

    /// Appends the body to `buffer`, where it is in memory in one piece.
    @usableFromInline
    package func append(to buffer: inout [UInt8]) {
        switch self {
        case .bytes(let bytes): buffer.append(contentsOf: bytes)
        case .text(let text): buffer.append(contentsOf: text.utf8)
        case .contents, .stream: break
        }
    }

    /// How many bytes there are; nil of a streamed body.
    public var count: Int? {
        switch self {
        case .bytes(let bytes): bytes.count
        case .text(let text): text.utf8.count
        case .contents(let contents): contents.byteCount
        case .stream: nil
        }
    }
}

/// Where a streamed body is written to.
public protocol ResponseWriter: Sendable {
    /// Sends `bytes` as one piece; suspends while the client doesn't keep up. Throws when the
    /// client has left.
    func write(_ bytes: [UInt8]) async throws
}
