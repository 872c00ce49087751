/// The protocol version of a message (RFC 9110, section 2.5). Only HTTP/1 is spoken; a higher minor
/// version is treated as 1.1.
public enum Version: Sendable {
    /// HTTP/1.0: one request a connection unless both sides ask for more, no chunked coding.
    case http10
    /// HTTP/1.1.
    case http11
}

extension Version: CustomStringConvertible {
    /// `HTTP/1.0` or `HTTP/1.1`.
    public var description: String {
        switch self {
        case .http10: "HTTP/1.0"
        case .http11: "HTTP/1.1"
        }
    }
}
