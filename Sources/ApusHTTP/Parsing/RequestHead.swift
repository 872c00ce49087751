/// A request's head: request line and fields, and what follows from them for the connection.
public struct RequestHead: Sendable {
    /// The method of the request line.
    public var method: Method
    /// The request target as it came.
    public var target: String
    /// The version of the request line.
    public var version: Version
    /// The fields as they came.
    public var headers: Headers
    /// How the body is delimited.
    public var framing: BodyFraming
    /// Whether the client leaves the connection open for a next request (RFC 9112, section 9.3).
    public var keepAlive: Bool
    /// Whether the client waits for ``ResponseSerializer/continueResponse`` before it sends the
    /// body (RFC 9110, section 10.1.1).
    public var expectsContinue: Bool

    /// How the end of a body is found (RFC 9112, section 6).
    public enum BodyFraming: Hashable, Sendable {
        /// There is no body.
        case none
        /// The body has as many bytes.
        case length(Int)
        /// The body comes in chunks.
        case chunked
    }
}

extension Headers {
    /// Where the target is a whole URL, its host counts and Host is ignored (RFC 9112, section
    /// 3.2.2): the field is made to say the same, so that nothing that looks at it is misled.
    mutating func takeHost(from target: UnsafeBufferPointer<UInt8>) {
        guard let authority = AbsoluteTarget(target)?.authority else { return }
        let host = target.slice(authority)
        if withValue("Host", { $0.isEqualIgnoringCase(to: host) }) != true {
            self["Host"] = String(decoding: host, as: UTF8.self)
        }
    }
}
