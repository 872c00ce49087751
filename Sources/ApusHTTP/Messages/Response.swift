/// What a request is answered with.
public struct Response: Sendable {
    /// The status line's code.
    public var status: Status
    /// The fields, without those the serialiser adds (Date, Content-Length, Connection).
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
