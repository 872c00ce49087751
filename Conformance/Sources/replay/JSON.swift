/// A JSON value that keeps the order of keys and tells integers from floats, as the recorded
/// cases need.
indirect enum JSON: Equatable {
    case null
    case bool(Bool)
    case int(Int)
    /// A number with a fraction or an exponent, or an integer beyond 64 bits, as it was written.
    case number(String)
    case string(String)
    case array([JSON])
    case object([(key: String, value: JSON)])

    static func == (left: JSON, right: JSON) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.int(let a), .int(let b)): a == b
        case (.number(let a), .number(let b)): a == b || Double(a) == Double(b)
        case (.int(let a), .number(let b)), (.number(let b), .int(let a)): Double(a) == Double(b)
        case (.string(let a), .string(let b)): a.utf8.elementsEqual(b.utf8)
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)):
            a.count == b.count
                && a.allSatisfy { pair in
                    b.contains { $0.key == pair.key && $0.value == pair.value }
                }
        default: false
        }
    }

    /// The member `key` of an object; nil where there is none or this is no object.
    subscript(key: String) -> JSON? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.key == key }?.value
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var int: Int? { if case .int(let number) = self { number } else { nil } }
    var bool: Bool? { if case .bool(let flag) = self { flag } else { nil } }
    var array: [JSON]? { if case .array(let items) = self { items } else { nil } }
    var object: [(key: String, value: JSON)]? {
        if case .object(let members) = self { members } else { nil }
    }
    var double: Double? {
        switch self {
        case .int(let number): Double(number)
        case .number(let text): Double(text)
        default: nil
        }
    }
    var isNull: Bool { if case .null = self { true } else { false } }
}

extension JSON: CustomStringConvertible {
    var description: String {
        switch self {
        case .null: "null"
        case .bool(let flag): "\(flag)"
        case .int(let number): "\(number)"
        case .number(let text): text
        case .string(let text): text.debugDescription
        case .array(let items): "[" + items.map(\.description).joined(separator: ", ") + "]"
        case .object(let members):
            "{" + members.map { "\($0.key.debugDescription): \($0.value)" }.joined(separator: ", ")
                + "}"
        }
    }
}
