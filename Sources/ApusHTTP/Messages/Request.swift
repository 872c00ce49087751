/// One request, complete with its body.
public struct Request: Sendable {
    /// The method of the request line.
    public var method: Method
    /// The request target as it came: percent-encoded, with its query.
    public var target: String
    /// The version of the request line.
    public var version: Version
    /// The fields as they came.
    public var headers: Headers
    /// The body, after the transfer coding is undone: in memory, or in the file where the server
    /// has put it while it came, as it does with large ones.
    public var content: Content
    /// The address of the peer, without its port; empty for a unix socket. Set by the server.
    public var remoteAddress: String
    /// `http` or `https`. Set by the server, from the listener or a trusted proxy's fields.
    public var scheme: String
    /// What tells the request from all others. Set by the server.
    public var identity = RequestID.none
    /// Knows whether somebody waits for the answer. Set by the server.
    package var watch: (any RequestWatch)?
    /// Where the framework hangs what it knows of the request (site, route, session).
    package var context: (any AnyObject & Sendable)?

    /// A request from its parts.
    public init(
        method: Method = .get, target: String = "/", version: Version = .http11,
        headers: Headers = Headers(), body: [UInt8] = [], remoteAddress: String = "",
        scheme: String = "http"
    ) {
        self.init(
            method: method, target: target, version: version, headers: headers,
            content: Content(body), remoteAddress: remoteAddress, scheme: scheme)
    }

    @usableFromInline
    init(
        method: Method, target: String, version: Version, headers: Headers, content: Content,
        remoteAddress: String, scheme: String
    ) {
        self.method = method
        self.target = target
        self.version = version
        self.headers = headers
        self.content = content
        self.remoteAddress = remoteAddress
        self.scheme = scheme
    }

    /// The body's bytes. A body that the server has put into a file is read into memory each time:
    /// `content` has it in pieces.
    @inlinable
    public var body: [UInt8] {
        get { content.bytes }
        set { content = Content(newValue) }
    }

    /// The request whose head was parsed, with its body.
    @inlinable
    public init(
        _ head: consuming RequestHead, content: consuming Content = Content(),
        remoteAddress: String = "", scheme: String = "http"
    ) {
        self.init(
            method: head.method, target: head.target, version: head.version, headers: head.headers,
            content: content, remoteAddress: remoteAddress, scheme: scheme)
    }
}
