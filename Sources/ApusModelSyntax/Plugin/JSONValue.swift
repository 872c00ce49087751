/// A JSON value, as the compiler's messages hold it.
indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A number that is no Int is kept as 0: the messages have offsets and versions only.
    case integer(Int)
    case string(String)
    case array([JSONValue])
    case object([String: JSONValue])

    /// The member called `key` of an object, nil in every other case.
    subscript(key: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members[key]
    }

    /// The text of a string.
    var string: String? {
        guard case .string(let text) = self else { return nil }
        return text
    }

    /// The value of an integer.
    var integer: Int? {
        guard case .integer(let value) = self else { return nil }
        return value
    }
}
