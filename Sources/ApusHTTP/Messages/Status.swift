/// A response status (RFC 9110, section 15).
public struct Status: Hashable, Sendable, ExpressibleByIntegerLiteral, CustomStringConvertible {
    /// The three-digit code.
    public let code: Int

    /// A status by code. A code outside 100 to 599 is refused when the response is serialised.
    @inlinable
    public init(_ code: Int) { self.code = code }

    /// A status by code.
    @inlinable
    public init(integerLiteral code: Int) { self.code = code }

    /// The code with its reason phrase: `404 Not Found`.
    public var description: String {
        reason.utf8CodeUnitCount == 0 ? "\(code)" : "\(code) \(reasonPhrase)"
    }

    /// The registered reason phrase, empty for a code without one.
    public var reasonPhrase: String { "\(reason)" }

    /// Whether a response with this status never has a body: 1xx, 204 and 304 (RFC 9110,
    /// section 6.4.1).
    public var forbidsBody: Bool { code < 200 || code == 204 || code == 304 }
}

extension Status {
    /// 100
    public static let `continue`: Status = 100
    /// 101
    public static let switchingProtocols: Status = 101
    /// 103
    public static let earlyHints: Status = 103
    /// 200
    public static let ok: Status = 200
    /// 201
    public static let created: Status = 201
    /// 202
    public static let accepted: Status = 202
    /// 204
    public static let noContent: Status = 204
    /// 206
    public static let partialContent: Status = 206
    /// 301
    public static let movedPermanently: Status = 301
    /// 302
    public static let found: Status = 302
    /// 303
    public static let seeOther: Status = 303
    /// 304
    public static let notModified: Status = 304
    /// 307
    public static let temporaryRedirect: Status = 307
    /// 308
    public static let permanentRedirect: Status = 308
    /// 400
    public static let badRequest: Status = 400
    /// 401
    public static let unauthorized: Status = 401
    /// 403
    public static let forbidden: Status = 403
    /// 404
    public static let notFound: Status = 404
    /// 405
    public static let methodNotAllowed: Status = 405
    /// 406
    public static let notAcceptable: Status = 406
    /// 408
    public static let requestTimeout: Status = 408
    /// 409
    public static let conflict: Status = 409
    /// 410
    public static let gone: Status = 410
    /// 412
    public static let preconditionFailed: Status = 412
    /// 413
    public static let contentTooLarge: Status = 413
    /// 414
    public static let uriTooLong: Status = 414
    /// 415
    public static let unsupportedMediaType: Status = 415
    /// 416
    public static let rangeNotSatisfiable: Status = 416
    /// 417
    public static let expectationFailed: Status = 417
    /// 422
    public static let unprocessableContent: Status = 422
    /// 429
    public static let tooManyRequests: Status = 429
    /// 431
    public static let requestHeaderFieldsTooLarge: Status = 431
    /// 500
    public static let internalServerError: Status = 500
    /// 501
    public static let notImplemented: Status = 501
    /// 502
    public static let badGateway: Status = 502
    /// 503
    public static let serviceUnavailable: Status = 503
    /// 504
    public static let gatewayTimeout: Status = 504
    /// 505
    public static let httpVersionNotSupported: Status = 505
    /// 507
    public static let insufficientStorage: Status = 507
}

extension Status {
    /// The reason phrase (RFC 9110 and the IANA registry), as bytes that need no allocation.
    var reason: StaticString {
        switch code {
        case 100: "Continue"
        case 101: "Switching Protocols"
        case 102: "Processing"
        case 103: "Early Hints"
        case 200: "OK"
        case 201: "Created"
        case 202: "Accepted"
        case 203: "Non-Authoritative Information"
        case 204: "No Content"
        case 205: "Reset Content"
        case 206: "Partial Content"
        case 207: "Multi-Status"
        case 208: "Already Reported"
        case 226: "IM Used"
        case 300: "Multiple Choices"
        case 301: "Moved Permanently"
        case 302: "Found"
        case 303: "See Other"
        case 304: "Not Modified"
        case 305: "Use Proxy"
        case 307: "Temporary Redirect"
        case 308: "Permanent Redirect"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 402: "Payment Required"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 406: "Not Acceptable"
        case 407: "Proxy Authentication Required"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 410: "Gone"
        case 411: "Length Required"
        case 412: "Precondition Failed"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 416: "Range Not Satisfiable"
        case 417: "Expectation Failed"
        case 418: "I'm a Teapot"
        case 421: "Misdirected Request"
        case 422: "Unprocessable Content"
        case 423: "Locked"
        case 424: "Failed Dependency"
        case 425: "Too Early"
        case 426: "Upgrade Required"
        case 428: "Precondition Required"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 451: "Unavailable For Legal Reasons"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case 506: "Variant Also Negotiates"
        case 507: "Insufficient Storage"
        case 508: "Loop Detected"
        case 510: "Not Extended"
        case 511: "Network Authentication Required"
        default: ""
        }
    }
}
