/// A request method (RFC 9110, section 9): case-sensitive, one of the well-known or any token.
public struct Method: Hashable, Sendable, ExpressibleByStringLiteral, CustomStringConvertible {
    /// The method as it stands in the request line.
    public let name: String

    /// A method by name.
    @inlinable
    public init(_ name: String) { self.name = name }

    /// A method by name.
    @inlinable
    public init(stringLiteral name: String) { self.name = name }

    /// The method's name.
    public var description: String { name }

    /// Whether the method asks for nothing to change: GET, HEAD, OPTIONS, TRACE (RFC 9110,
    /// section 9.2.1).
    public var isSafe: Bool {
        self == .get || self == .head || self == .options || self == .trace
    }
}

extension Method {
    /// Transfer a representation of the resource.
    public static let get: Method = "GET"
    /// As GET, without the content.
    public static let head: Method = "HEAD"
    /// Process the content as the resource sees fit.
    public static let post: Method = "POST"
    /// Replace the resource by the content.
    public static let put: Method = "PUT"
    /// Change the resource as the content says (RFC 5789).
    public static let patch: Method = "PATCH"
    /// Remove the resource.
    public static let delete: Method = "DELETE"
    /// Say how the resource can be talked to.
    public static let options: Method = "OPTIONS"
    /// Send the request back.
    public static let trace: Method = "TRACE"
    /// Become a tunnel.
    public static let connect: Method = "CONNECT"

    /// The method whose name is `bytes` if it is a common one: no string is made.
    init?(common bytes: UnsafeBufferPointer<UInt8>) {
        switch bytes.count {
        case 3 where bytes.isEqual(to: "GET"): self = .get
        case 3 where bytes.isEqual(to: "PUT"): self = .put
        case 4 where bytes.isEqual(to: "POST"): self = .post
        case 4 where bytes.isEqual(to: "HEAD"): self = .head
        case 5 where bytes.isEqual(to: "PATCH"): self = .patch
        case 6 where bytes.isEqual(to: "DELETE"): self = .delete
        case 7 where bytes.isEqual(to: "OPTIONS"): self = .options
        default: return nil
        }
    }
}
