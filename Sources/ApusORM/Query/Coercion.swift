extension FieldType {
    /// Whether the type has parts of a date.
    var isDate: Bool {
        switch self {
        case .date, .dateTime, .time: true
        default: false
        }
    }

    /// `value` as a column of this type holds it: a form's or a URL's text becomes a number.
    func coerced(_ value: SQLValue, for name: String) throws(QueryError) -> SQLValue {
        switch (self, value) {
        case (_, .null): return value
        case (.key, .text(let text)), (.integerKey, .text(let text)), (.smallKey, .text(let text)),
            (.integer, .text(let text)), (.bigInteger, .text(let text)),
            (.smallInteger, .text(let text)), (.positiveInteger, .text(let text)),
            (.positiveSmallInteger, .text(let text)), (.positiveBigInteger, .text(let text)):
            guard let number = Int64(text) else {
                throw QueryError("Field '\(name)' expected a number but got '\(text)'.")
            }
            return .integer(number)
        case (.double, .text(let text)), (.decimal, .text(let text)):
            guard let number = Double(text) else {
                throw QueryError("Field '\(name)' expected a number but got '\(text)'.")
            }
            return .real(number)
        case (.boolean, .text(let text)):
            switch text {
            case "t", "True", "true", "1": return .integer(1)
            case "f", "False", "false", "0": return .integer(0)
            default:
                throw QueryError("“\(text)” value must be either True or False.")
            }
        case (.text, .integer), (.slug, .integer), (.email, .integer), (.url, .integer):
            return .text(value.asText)
        case (.dateTime, .text(let text)):
            return .text(text.count == 10 ? text + " 00:00:00" : text.replacing("T", with: " "))
        case (.time, .text(let text)):
            return .text(text.utf8.count == 5 ? text + ":00" : text)
        default: return value
        }
    }
}

extension SQLValue {
    /// The value as text.
    var asText: String {
        switch self {
        case .null: ""
        case .integer(let integer): String(integer)
        case .real(let real): String(real)
        case .text(let text): text
        case .blob(let bytes): String(decoding: bytes, as: UTF8.self)
        }
    }
}

extension LookupValue {
    /// The value as JSON.
    var asJSON: String {
        switch self {
        case .json(let text): return text
        case .list(let list): return "[" + list.map(\.asJSON).joined(separator: ", ") + "]"
        case .value(.text(let text)): return quotedJSON(text)
        case .value(.null): return "null"
        case .value(let value): return value.asText
        default: return "null"
        }
    }
}

/// A JSON string (RFC 8259, section 7).
func quotedJSON(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": quoted += "\\\""
        case "\\": quoted += "\\\\"
        case "\n": quoted += "\\n"
        case "\r": quoted += "\\r"
        case "\t": quoted += "\\t"
        case _ where scalar.value < 0x20:
            let hex = String(scalar.value, radix: 16)
            quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
