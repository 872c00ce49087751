/// What a column holds; each dialect has its own SQL type for it.
public enum FieldType: Hashable, Sendable {
    /// A 64-bit integer key that the database hands out.
    case key
    /// A 32-bit integer key that the database hands out.
    case integerKey
    /// A 16-bit integer key that the database hands out.
    case smallKey
    /// 16 bits.
    case smallInteger
    /// 32 bits.
    case integer
    /// 64 bits: Swift's `Int`.
    case bigInteger
    /// 16 bits, not below zero.
    case positiveSmallInteger
    /// 32 bits, not below zero.
    case positiveInteger
    /// 64 bits, not below zero.
    case positiveBigInteger
    case boolean
    case double
    /// An exact decimal number of so many digits, `places` of them after the point.
    case decimal(digits: Int, places: Int)
    /// Text; with a length, SQL's varchar.
    case text(maxLength: Int? = nil)
    /// Text of letters, digits, `-` and `_`; an index belongs to it by default.
    case slug(maxLength: Int = 50)
    /// An e-mail address.
    case email(maxLength: Int = 254)
    /// A URL.
    case url(maxLength: Int = 200)
    /// An IPv4 or IPv6 address.
    case ipAddress
    /// The path of a file.
    case filePath(maxLength: Int = 100)
    case uuid
    /// A JSON document.
    case json
    /// A day of the calendar.
    case date
    /// A time of the day.
    case time
    /// An instant: Swift's `Date`.
    case dateTime
    /// A length of time, in microseconds.
    case duration
    case blob
    /// No column: rows of a table between this model's and the one it refers to.
    case manyToMany

    /// Whether the database hands out the values.
    public var isGenerated: Bool { self == .key || self == .integerKey || self == .smallKey }

    /// Whether the empty string is a value of this type.
    public var allowsEmptyText: Bool {
        switch self {
        case .text, .slug, .email, .url, .filePath: true
        default: false
        }
    }
}
