/// An entity tag: what stands for one state of a resource (RFC 9110, section 8.8.3).
public struct EntityTag: Hashable, Sendable {
    /// What is between the quotes.
    public let value: String
    /// Whether equal tags mean only that the states are as good as each other.
    public let isWeak: Bool

    /// A tag by what is between its quotes; quotes in it are dropped, for no tag can hold one.
    public init(_ value: String, isWeak: Bool = false) {
        self.value = value.contains("\"") ? value.filter { $0 != "\"" } : value
        self.isWeak = isWeak
    }

    /// Reads a tag in quotes, with `W/` before it if it is weak; nil if `text` is none.
    public init?(parsing text: String) {
        let isWeak = text.hasPrefix("W/\"")
        let bytes = isWeak ? text.utf8.dropFirst(2) : text.utf8[...]
        let quote = UInt8(ascii: "\"")
        guard bytes.count >= 2, bytes.first == quote, bytes.last == quote else { return nil }
        let inner = bytes.dropFirst().dropLast()
        guard !inner.contains(quote) else { return nil }
        value = String(Substring(inner))
        self.isWeak = isWeak
    }

    /// Reads a tag, or takes text without quotes for what is between them.
    public init(quoting text: String) { self = EntityTag(parsing: text) ?? EntityTag(text) }

    /// Whether both are strong and the same (RFC 9110, section 8.8.3.2).
    public func stronglyMatches(_ other: EntityTag) -> Bool {
        !isWeak && !other.isWeak && value == other.value
    }

    /// Whether both are the same, weak or not (RFC 9110, section 8.8.3.2).
    public func weaklyMatches(_ other: EntityTag) -> Bool { value == other.value }

    /// What an If-Match or If-None-Match field names.
    public enum Condition: Hashable, Sendable {
        /// `*`: any state there is.
        case any
        /// These.
        case tags([EntityTag])

        /// Reads such a field. What is no tag in it is left out; a tag can't hold a comma here.
        public init(parsing field: String) {
            if field.trimmingWhitespace == "*" {
                self = .any
            } else {
                self = .tags(FieldValue.members(of: field).compactMap(EntityTag.init(parsing:)))
            }
        }
    }
}

extension EntityTag: CustomStringConvertible {
    /// The tag as it stands in a field.
    public var description: String { (isWeak ? "W/\"" : "\"") + value + "\"" }
}
