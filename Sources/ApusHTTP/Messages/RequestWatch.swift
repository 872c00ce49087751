/// Why nobody waits for a request's answer any more.
public enum Abandonment: Sendable, CustomStringConvertible {
    /// Its client has closed the connection, or its side of it.
    case clientLeft
    /// It took longer than the server allows.
    case timedOut

    /// What is said of it: `the client has left`.
    public var description: String {
        switch self {
        case .clientLeft: "the client has left"
        case .timedOut: "the request took longer than it may"
        }
    }
}

/// Knows whether somebody waits for a request's answer. A server gives one to each request.
package protocol RequestWatch: AnyObject, Sendable {
    /// Why nobody does, nil while somebody does. Can be asked from any thread.
    var abandonment: Abandonment? { get }
}

extension Request {
    /// Why nobody waits for the answer any more, nil while somebody does. A view that works for
    /// long can ask now and then, and return whatever it likes once nobody reads it; its queries
    /// end by themselves. A request that is younger than 50 ms is always waited for.
    public var abandonment: Abandonment? { watch?.abandonment }
}
