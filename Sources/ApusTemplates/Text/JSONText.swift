internal import ApusValues
internal import FoundationEssentials

/// JSON as Python's `json.dumps` writes it with Django's encoder: ASCII, a space after each colon
/// and comma.
enum JSONText {
    private static let deepest = 200

    static func string(of value: DynamicValue) throws -> String {
        var text = ""
        try append(value, to: &text, depth: 0)
        return text
    }

    private static func append(_ value: DynamicValue, to text: inout String, depth: Int) throws {
        guard depth < deepest else {
            throw TemplateError(.rendering, "The value is nested too deeply for JSON.")
        }
        switch value {
        case .null: text += "null"
        case .bool(let flag): text += flag ? "true" : "false"
        case .int(let number): text += String(number)
        case .double(let number):
            text +=
                number.isNaN
                ? "NaN"
                : number.isInfinite
                    ? (number < 0 ? "-Infinity" : "Infinity") : pythonText(of: number)
        case .string(let string), .html(let string): append(string, to: &text)
        case .decimal(let number) where number.isLargeInteger: text += number.plain
        case .decimal(let number): append(number.description, to: &text)
        case .date, .day, .time, .dateTime: append(isoText(of: value), to: &text)
        case .duration(let duration): append(DurationText.iso(duration), to: &text)
        case .list(let values):
            text += "["
            for (index, element) in values.enumerated() {
                if index > 0 { text += ", " }
                try append(element, to: &text, depth: depth + 1)
            }
            text += "]"
        case .dictionary(let dictionary):
            text += "{"
            for (index, entry) in dictionary.entries.enumerated() {
                if index > 0 { text += ", " }
                append(entry.key, to: &text)
                text += ": "
                try append(entry.value, to: &text, depth: depth + 1)
            }
            text += "}"
        case .object(let object):
            guard let elements = try object.elements() else {
                append(object.description, to: &text)
                return
            }
            try append(.list(elements), to: &text, depth: depth + 1)
        case .bytes:
            throw TemplateError(.rendering, "Bytes can't be written as JSON.")
        }
    }

    private static func isoText(of value: DynamicValue) -> String {
        switch value {
        case .date(let instant): isoText(of: CivilDateTime(instant, in: .utc))
        case .dateTime(let moment): isoText(of: moment)
        case .time(let time): milliseconds(time.description, time.microsecond)
        default: value.description
        }
    }

    /// With milliseconds, as JavaScript has them, and `Z` for UTC.
    private static func isoText(of moment: CivilDateTime) -> String {
        let time = milliseconds(moment.time.description, moment.time.microsecond)
        var text = moment.date.description + "T" + time
        if moment.zone != nil {
            let offset = String(moment.description.utf8.suffix(6)) ?? ""
            text += offset == "+00:00" ? "Z" : offset
        }
        return text
    }

    private static func milliseconds(_ text: String, _ microsecond: Int) -> String {
        microsecond == 0 ? text : String(text.dropLast(3))
    }

    private static func append(_ string: String, to text: inout String) {
        text += "\""
        for scalar in string.unicodeScalars {
            switch scalar {
            case "\"": text += "\\\""
            case "\\": text += "\\\\"
            case "\n": text += "\\n"
            case "\r": text += "\\r"
            case "\t": text += "\\t"
            case "\u{08}": text += "\\b"
            case "\u{0C}": text += "\\f"
            case " "..."~": text.unicodeScalars.append(scalar)
            default:
                for unit in String(scalar).utf16 {
                    let digits = String(unit, radix: 16)
                    text += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
                }
            }
        }
        text += "\""
    }
}
