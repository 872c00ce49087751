import ApusValues
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

    /// The type of a number computed of these types, where one of them has fractions.
    static func fraction(of types: [FieldType]) -> FieldType? {
        if types.contains(.double) { return .double }
        return types.first { if case .decimal = $0 { true } else { false } }
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

    /// A constant as a column of this type holds it; nil for what the database computes.
    func coerced(_ value: LookupValue, for name: String) throws(QueryError) -> SQLValue? {
        switch (self, value) {
        case (.text, .flag), (.slug, .flag), (.email, .flag), (.url, .flag):
            return value.text.map { .text($0) }
        case (.json, .flag), (.json, .json), (.json, .list): return .text(value.jsonText)
        case (.date, .moment(let moment)):
            return CivilDateTime(moment, in: .utc).date.sqlValue
        case (.time, .moment(let moment)):
            return CivilDateTime(moment, in: .utc).time.sqlValue
        default:
            guard let constant = value.constant else { return nil }
            return try coerced(constant, for: name)
        }
    }

    /// `value` as a column of this type holds it: a form's or a URL's text becomes a number.
    func coerced(_ value: SQLValue, for name: String) throws(QueryError) -> SQLValue {
        switch (self, value) {
        case (_, .null): return value
        case (_, .text(let text)) where isInteger:
            guard let number = Int64(text.trimmed) else {
                throw QueryError("Field '\(name)' expected a number but got '\(text)'.")
            }
            return .integer(number)
        case (.decimal, .text(let text)):
            guard let number = Double(text.trimmed), number.isFinite else {
                throw QueryError("“\(text)” value must be a decimal number.")
            }
            return .real(number)
        case (.double, .text(let text)):
            guard let number = Double(text.trimmed) else {
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
        case (.boolean, .integer(0)), (.boolean, .integer(1)): return value
        case (.boolean, .real(0)), (.boolean, .real(1)): return value
        case (.boolean, .integer), (.boolean, .real):
            throw QueryError("“\(value.asText)” value must be either True or False.")
        case (.date, .integer), (.dateTime, .integer), (.time, .integer), (.date, .real),
            (.dateTime, .real), (.time, .real):
            throw QueryError("Field '\(name)' expected a date or a time but got \(value.asText).")
        case (.uuid, .text), (.uuid, .integer), (.uuid, .real):
            guard let digits = value.uuidDigits else {
                throw QueryError("“\(value.asText)” is not a valid UUID.")
            }
            return .text(digits)
        case (.text, .integer), (.slug, .integer), (.email, .integer), (.url, .integer):
            return .text(value.asText)
        case (.ipAddress, .text): return normalised(value)
        case (.date, .text(let text)):
            guard let day = try parsed(text, DateParsing.date, "YYYY-MM-DD", "date") else {
                throw QueryError(
                    "“\(text)” value has an invalid date format. It must be in YYYY-MM-DD format.")
            }
            return day.sqlValue
        case (.dateTime, .text(let text)):
            let form = "YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]"
            if let moment = try parsed(text, DateParsing.dateTime, form, "date/time") {
                return moment.instant.sqlValue
            }
            guard let day = try parsed(text, DateParsing.date, "YYYY-MM-DD", "date") else {
                throw QueryError(
                    "“\(text)” value has an invalid format. It must be in \(form) format.")
            }
            let midnight = CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
            return midnight.instant.sqlValue
        case (.time, .text(let text)):
            let form = "HH:MM[:ss[.uuuuuu]]"
            guard let time = try parsed(text, DateParsing.time, form, "time") else {
                throw QueryError(
                    "“\(text)” value has an invalid format. It must be in \(form) format.")
            }
            return time.sqlValue
        default: return value
        }
    }
}

/// What `read` makes of a text; its form is told where it has that and yet names nothing.
private func parsed<Value>(
    _ text: String, _ read: (String) throws -> Value?, _ form: String, _ kind: String
) throws(QueryError) -> Value? {
    do {
        return try read(text)
    } catch {
        throw QueryError(
            "“\(text)” value has the correct format (\(form)) but it is an invalid \(kind).")
    }
}

extension String {
    /// The text without the blanks around it.
    fileprivate var trimmed: String {
        var text = self[...]
        while text.first?.isWhitespace == true { text.removeFirst() }
        while text.last?.isWhitespace == true { text.removeLast() }
        return String(text)
    }
}

extension SQLValue {
    /// On which side of all 64-bit integers a whole number lies: -1 or 1; nil for other values.
    var sideOfIntegers: Int? {
        switch self {
        case .real(let number) where number.isFinite:
            if Int64(exactly: number.rounded(.towardZero)) != nil { return nil }
            return number < 0 ? -1 : 1
        case .text(let text):
            var digits = text.trimmed[...]
            let isNegative = digits.first == "-"
            if isNegative || digits.first == "+" { digits.removeFirst() }
            guard !digits.isEmpty, digits.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
                Int64(text.trimmed) == nil
            else { return nil }
            return isNegative ? -1 : 1
        default: return nil
        }
    }

    /// A UUID's 32 digits, of its text with or without dashes, or of its number.
    fileprivate var uuidDigits: String? {
        var text: Substring
        switch self {
        case .integer(let number) where number >= 0: text = Substring(String(number, radix: 16))
        case .text(let given):
            let marks: Set<Character> = ["{", "}"]
            text = given.replacing("urn:", with: "").replacing("uuid:", with: "")[...]
            while let first = text.first, marks.contains(first) { text.removeFirst() }
            while let last = text.last, marks.contains(last) { text.removeLast() }
            text = text.replacing("-", with: "")[...]
            guard text.utf8.count == 32 else { return nil }
        default: return nil
        }
        guard text.allSatisfy({ $0.isASCII && $0.isHexDigit }) else { return nil }
        return String(repeating: "0", count: 32 - text.utf8.count) + text.lowercased()
    }

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
    /// The value as JSON, written as documents in the database are.
    var jsonText: String { (try? DynamicValue(json: asJSON).jsonText) ?? asJSON }

    private var asJSON: String {
        switch self {
        case .json(let text): return text
        case .list(let list): return "[" + list.map(\.asJSON).joined(separator: ", ") + "]"
        case .flag(let flag): return flag ? "true" : "false"
        default: break
        }
        switch constant {
        case .text(let text)?: return quotedJSON(text)
        case .null?, nil: return "null"
        case let value?: return value.asText
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
