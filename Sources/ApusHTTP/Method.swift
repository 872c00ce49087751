/// A request method (RFC 9110, section 9): case-sensitive, one of the well-known or any token.
public struct Method: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The method as it stands in the request line.
    public let name: String

    /// A method by name.
    public init(_ name: String) { self.name = name }

    public init(stringLiteral name: String) { self.name = name }

    public static let get: Method = "GET"
    public static let head: Method = "HEAD"
    public static let post: Method = "POST"
    public static let put: Method = "PUT"
    public static let patch: Method = "PATCH"
    public static let delete: Method = "DELETE"
    public static let options: Method = "OPTIONS"
    public static let trace: Method = "TRACE"
    public static let connect: Method = "CONNECT"
}
