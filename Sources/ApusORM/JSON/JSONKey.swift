/// A step into a JSON document: a member's name, or a place in an array.
public enum JSONKey: Hashable, Sendable, ExpressibleByStringLiteral, ExpressibleByIntegerLiteral {
    /// The member with that name.
    case name(String)
    /// The place in an array, the first of which is 0; -1 is the last.
    case index(Int)

    /// A member's name.
    public init(stringLiteral name: String) { self = .name(name) }

    /// A place in an array.
    public init(integerLiteral place: Int) { self = .index(place) }

    /// A step as lookups by name write it: a number is a place.
    init(lookup text: String) { self = Int(text).map(JSONKey.index) ?? .name(text) }
}
