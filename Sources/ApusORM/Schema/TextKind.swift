/// What a text is, where it is more than text: it says how long the column is, and what
/// validation lets through.
public enum TextKind: String, Hashable, Sendable {
    /// Letters, digits, `-` and `_`, for URLs; has an index.
    case slug
    /// An e-mail address.
    case email
    /// A URL.
    case url
    /// An IPv4 or IPv6 address.
    case ipAddress
    /// The path of a file.
    case filePath

    /// What the column holds.
    func fieldType(maxLength: Int?) -> FieldType {
        switch self {
        case .slug: .slug(maxLength: maxLength ?? 50)
        case .email: .email(maxLength: maxLength ?? 254)
        case .url: .url(maxLength: maxLength ?? 200)
        case .ipAddress: .ipAddress
        case .filePath: .filePath(maxLength: maxLength ?? 100)
        }
    }
}
