/// Why a value can't be written as JSON, or bytes can't be read as it.
public enum JSONError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Lists and dictionaries are nested more than `JSONWriter.deepest` deep.
    case nestedTooDeeply
    /// The value holds bytes; encode them, as Base64 say.
    case bytes
    /// A number is none, or infinite, where null can't stand for it.
    case notANumber
    /// The bytes are no JSON: what is wrong, and how many bytes stand before it.
    case malformed(String, offset: Int)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .nestedTooDeeply:
            "The value is nested more than \(JSONWriter.deepest) deep: too deep for JSON."
        case .bytes: "Bytes can't be written as JSON. Encode them first, as Base64 for example."
        case .notANumber: "A number that is none, or infinite, can't be written as JSON."
        case .malformed(let message, let offset): "No JSON: \(message) at byte \(offset)."
        }
    }
}
