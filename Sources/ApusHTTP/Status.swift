/// A response status (RFC 9110, section 15).
public struct Status: Hashable, Sendable, ExpressibleByIntegerLiteral {
    /// The three-digit code.
    public let code: Int

    /// A status by code.
    public init(_ code: Int) { self.code = code }

    public init(integerLiteral code: Int) { self.code = code }

    public static let ok: Status = 200
    public static let found: Status = 302
    public static let badRequest: Status = 400
    public static let forbidden: Status = 403
    public static let notFound: Status = 404
    public static let methodNotAllowed: Status = 405
    public static let internalServerError: Status = 500
    public static let serviceUnavailable: Status = 503
}
