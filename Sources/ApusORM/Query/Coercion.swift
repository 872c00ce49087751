import FoundationEssentials

extension FieldType {
    /// Whether the type has parts of a date.
    var isDate: Bool {
        switch self {
        case .date, .dateTime, .time: true
        default: false
        }
    }

    /// Whether values have that part: a day has no hour.
    func hasPart(_ part: String) -> Bool {
        switch self {
        case .dateTime: true
        case .date: !["hour", "minute", "second"].contains(part)
        case .time: ["hour", "minute", "second"].contains(part)
        default: false
        }
    }

    /// Whether the values are whole numbers.
    var isInteger: Bool {
        switch self {
        case .key, .integerKey, .smallKey, .integer, .bigInteger, .smallInteger, .positiveInteger,
            .positiveSmallInteger, .positiveBigInteger:
            true
        default: false
        }
    }

    /// `value` as a column of this type holds it: a form's or a URL's text becomes a number.
    func coerced(_ value: SQLValue, for name: String) throws(QueryError) -> SQLValue {
        switch (self, value) {
        case (_, .null): return value
        case (_, .text(let text)) where isInteger:
            guard let number = Int64(text) else {
                throw QueryError("Field '\(name)' expected a number but got '\(text)'.")
            }
            return .integer(number)
        case (.decimal, .text(let text)):
            guard let number = Double(text) else {
                throw QueryError("“\(text)” value must be a decimal number.")
            }
            return .real(number)
        case (.double, .text(let text)):
            guard let number = Double(text) else {
                throw QueryError("Field '\(name)' expected a number but got '\(text)'.")
            }
            return .real(number)
        case (.boolean, .text(let text)):
            switch text {
            case "t", "True", "1": return .integer(1)
            case "f", "False", "0": return .integer(0)
            default:
                throw QueryError("“\(text)” value must be either True or False.")
            }
        case (.text, .integer), (.slug, .integer), (.email, .integer), (.url, .integer):
            return .text(value.asText)
        case (.ipAddress, .text): return normalised(value)
        case (.date, .text(let text)):
            var day = String(text.prefix(10))
            guard day.withUTF8({ Date(databaseText: $0) }) != nil else {
                throw QueryError(
                    "“\(text)” value has an invalid date format. It must be in YYYY-MM-DD format.")
            }
            return .text(day)
        case (.dateTime, .text(var text)):
            guard let date = text.withUTF8({ Date(databaseText: $0) }) else {
                throw QueryError(
                    "“\(text)” value has an invalid format. It must be in YYYY-MM-DD "
                        + "HH:MM[:ss[.uuuuuu]][TZ] format.")
            }
            return .text(date.databaseText)
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
