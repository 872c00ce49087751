/// What a request is answered with.
public struct Response: Sendable {
    /// The status line's code.
    public var status: Status
    /// The fields, without those the serialiser adds (Date, Content-Length, Connection).
    public var headers: Headers
    /// The body.
    public var body: ResponseBody

    /// What kept a view from making the response; the framework answers it as an error.
    package var failure: (any Error)?

    /// A response from its parts.
    public init(
        status: Status = .ok, headers: Headers = Headers(), body: ResponseBody = .bytes([])
    ) {
        self.status = status
        self.headers = headers
        self.body = body
    }
}
