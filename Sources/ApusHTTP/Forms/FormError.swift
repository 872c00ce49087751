/// Why a form can't be read. All but the last are the client's doing.
public enum FormError: Error, Hashable, Sendable {
    /// More fields than allowed.
    case tooManyFields(limit: Int)
    /// More files than allowed.
    case tooManyFiles(limit: Int)
    /// The fields together are larger than allowed; in bytes.
    case fieldsTooLarge(limit: Int)
    /// The Content-Type is not that of a multipart body, or holds what it may not.
    case invalidContentType(String)
    /// The boundary is missing or holds what no boundary may hold.
    case invalidBoundary(String)
    /// The header of a part is too long; in bytes.
    case partHeaderTooLarge(limit: Int)
    /// A part says it is base64 and is not.
    case invalidBase64
    /// The server can't read what it has kept of the body.
    case unreadable(String)
}

extension FormError {
    /// The status to answer with.
    public var status: Status {
        switch self {
        case .fieldsTooLarge: .contentTooLarge
        case .unreadable: .internalServerError
        default: .badRequest
        }
    }
}

extension FormError: CustomStringConvertible {
    /// What is wrong, in Django's words where it has some.
    public var description: String {
        switch self {
        case .tooManyFields(let limit):
            "The number of GET/POST parameters exceeded the limit of \(limit)."
        case .tooManyFiles(let limit): "The number of files exceeded the limit of \(limit)."
        case .fieldsTooLarge(let limit): "Request body exceeded the limit of \(limit) bytes."
        case .invalidContentType(let type): "Invalid Content-Type: \(type)"
        case .invalidBoundary(let boundary): "Invalid boundary in multipart: \(boundary)"
        case .partHeaderTooLarge: "Request max total header size exceeded."
        case .invalidBase64: "Could not decode base64 data."
        case .unreadable(let reason): "The body can't be read: \(reason)"
        }
    }
}
