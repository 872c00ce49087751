/// What a request is answered with.
public struct Response: Sendable {
    /// The status line's code.
    public var status: Status
    /// The fields, without those the server adds (Date, Content-Length, Connection).
    public var headers: Headers
    /// The body.
    public var body: ResponseBody

    /// A response from its parts.
    public init(
        status: Status = .ok, headers: Headers = Headers(), body: ResponseBody = .bytes([])
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}

/// The body of a response.
public enum ResponseBody: Sendable {
    /// All of it, sent with Content-Length.
    case bytes([UInt8])
    /// Written while it is sent, chunked in HTTP/1.1.
    case stream(@Sendable (any ResponseWriter) async throws -> Void)
}

/// Where a streamed body is written to.
public protocol ResponseWriter: Sendable {
    /// Sends `bytes` as one piece; suspends while the client doesn't keep up. Throws when the
    /// client has left.
    func write(_ bytes: [UInt8]) async throws
}
