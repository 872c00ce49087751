/// One request, complete with its body.
public struct Request: Sendable {
    /// The method of the request line.
    public var method: Method
    /// The request target as it came: percent-encoded, with its query.
    public var target: String
    /// The fields as they came.
    public var headers: Headers
    /// The body, after the transfer coding is undone.
    public var body: [UInt8]

    /// A request from its parts.
    public init(
        method: Method = .get, target: String = "/", headers: Headers = Headers(),
        body: [UInt8] = []
    ) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}
