public import ApusHTTP

/// An answer that a view gives by throwing: the site turns it into the error page of its status.
public struct HTTPError: Error, Sendable, CustomStringConvertible {
    /// The response's status.
    public var status: Status
    /// What a developer is told; visitors see it where Django shows it.
    public var message: String

    /// An error from its parts.
    public init(_ status: Status, _ message: String = "") {
        self.status = status
        self.message = message
    }

    /// 404: there is nothing at this address.
    public static func notFound(_ message: String = "") -> HTTPError {
        HTTPError(.notFound, message)
    }

    /// 403: the visitor may not do this.
    public static func permissionDenied(_ message: String = "") -> HTTPError {
        HTTPError(.forbidden, message)
    }

    /// 400: the request can't be understood, or smells of an attack.
    public static func badRequest(_ message: String = "") -> HTTPError {
        HTTPError(.badRequest, message)
    }

    /// The status and the message.
    public var description: String {
        message.isEmpty ? "HTTP \(status.code)" : "HTTP \(status.code): \(message)"
    }
}
