/// The body of a response.
public enum ResponseBody: Sendable {
    /// All of it, sent with Content-Length.
    case bytes([UInt8])
    /// Written while it is sent: chunked in HTTP/1.1, or as long as the response's own
    /// Content-Length says where it has one.
    case stream(@Sendable (any ResponseWriter) async throws -> Void)
}

extension ResponseBody {
    /// The UTF-8 bytes of `text`.
    public static func text(_ text: String) -> ResponseBody { .bytes(Array(text.utf8)) }

    /// The bytes, unless the body is streamed.
    public var bytes: [UInt8]? {
        if case .bytes(let bytes) = self { bytes } else { nil }
    }
}

/// Where a streamed body is written to.
public protocol ResponseWriter: Sendable {
    /// Sends `bytes` as one piece; suspends while the client doesn't keep up. Throws when the
    /// client has left.
    func write(_ bytes: [UInt8]) async throws
}
