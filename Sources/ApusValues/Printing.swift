internal import FoundationEssentials

extension DynamicValue: CustomStringConvertible {
    /// The value as Python's `str` prints it, an instant in UTC.
    public var description: String {
        switch self {
        case .null: "None"
        case .bool(let flag): flag ? "True" : "False"
        case .int(let number): String(number)
        case .double(let number): pythonText(of: number)
        case .decimal(let number): number.description
        case .string(let text), .html(let text): text
        case .bytes: literal
        case .date(let instant): CivilDateTime(instant, in: .utc).description
        case .day(let day): day.description
        case .time(let time): time.description
        case .dateTime(let moment): moment.description
        case .duration(let duration): pythonText(of: duration)
        case .list, .dictionary: literal
        case .object(let object): object.description
        }
    }

    /// The value as Python's `repr` prints it, as inside a printed list: texts in quotes.
    public var literal: String {
        var text = ""
        appendLiteral(to: &text, depth: 0)
        return text
    }

    private func appendLiteral(to text: inout String, depth: Int) {
        switch self {
        case .string(let string), .html(let string): text += pythonLiteral(string)
        case .bytes(let bytes): text += "b" + pythonLiteral(bytes)
        case .list(let values):
            guard depth < 50 else {
                text += "[...]"
                return
            }
            text += "["
            for (index, value) in values.enumerated() {
                if index > 0 { text += ", " }
                value.appendLiteral(to: &text, depth: depth + 1)
            }
            text += "]"
        case .dictionary(let dictionary):
            guard depth < 50 else {
                text += "{...}"
                return
            }
            text += "{"
            for (index, entry) in dictionary.entries.enumerated() {
                if index > 0 { text += ", " }
                text += pythonLiteral(entry.key) + ": "
                entry.value.appendLiteral(to: &text, depth: depth + 1)
            }
            text += "}"
        case .decimal(let number) where number.isLargeInteger: text += number.plain
        case .decimal(let number): text += "Decimal('\(number)')"
        case .day(let day): text += "datetime.date(\(day.year), \(day.month), \(day.day))"
        case .object(let object): text += "<\(object.description)>"
        default: text += description
        }
    }
}

extension CivilDate: CustomStringConvertible {
    /// `2026-11-23`.
    public var description: String {
        padded(year, 4) + "-" + padded(month, 2) + "-" + padded(day, 2)
    }
}

extension TimeOfDay: CustomStringConvertible {
    /// `09:05:00`, with six digits of a second where there is a fraction.
    public var description: String {
        let text = padded(hour, 2) + ":" + padded(minute, 2) + ":" + padded(second, 2)
        return microsecond == 0 ? text : text + "." + padded(microsecond, 6)
    }
}

extension CivilDateTime: CustomStringConvertible {
    /// `2026-11-23 09:05:00+01:00`; without a zone, without an offset.
    public var description: String {
        let text = date.description + " " + time.description
        return zone == nil ? text : text + offsetText(offset.seconds, separator: ":")
    }
}

/// `+01:00`, with seconds where there are any.
func offsetText(_ offset: Int, separator: String) -> String {
    let seconds = abs(offset)
    var text = (offset < 0 ? "-" : "+") + padded(seconds / 3600, 2) + separator
    text += padded(seconds / 60 % 60, 2)
    return seconds % 60 == 0 || separator.isEmpty
        ? text : text + separator + padded(seconds % 60, 2)
}

/// `number` with zeros before it up to `width` digits.
func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
}

/// `duration` as Python prints a timedelta: `2 days, 3:04:05.000006`.
public func pythonText(of duration: Duration) -> String {
    let (days, seconds, microseconds) = duration.calendarParts
    var text = days == 0 ? "" : "\(days) day\(abs(days) == 1 ? "" : "s"), "
    text += "\(seconds / 3600):" + padded(seconds / 60 % 60, 2) + ":" + padded(seconds % 60, 2)
    return microseconds == 0 ? text : text + "." + padded(microseconds, 6)
}

extension Duration {
    /// Days, which alone may be negative, seconds below a day and microseconds below a second.
    public var calendarParts: (days: Int, seconds: Int, microseconds: Int) {
        let parts = components
        var seconds = Int(parts.seconds)
        var micros = Int(parts.attoseconds / 1_000_000_000_000)
        if micros < 0 {
            micros += 1_000_000
            seconds &-= 1
        }
        var days = seconds / 86_400
        seconds %= 86_400
        if seconds < 0 {
            seconds += 86_400
            days -= 1
        }
        return (days, seconds, micros)
    }
}

/// `text` in quotes as Python prints it: single ones, or double ones where only single ones are in
/// it.
func pythonLiteral(_ text: String) -> String {
    let hasSingle = text.utf8.contains(UInt8(ascii: "'"))
    let quote: Unicode.Scalar = hasSingle && !text.utf8.contains(UInt8(ascii: "\"")) ? "\"" : "'"
    var result = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
        switch scalar {
        case quote, "\\": result.append(contentsOf: ["\\", scalar])
        case "\n": result.append(contentsOf: ["\\", "n"])
        case "\r": result.append(contentsOf: ["\\", "r"])
        case "\t": result.append(contentsOf: ["\\", "t"])
        case _
        where scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA1)
            || scalar.value == 0xAD:
            result.append(contentsOf: ("\\x" + hex(scalar.value, 2)).unicodeScalars)
        case _ where scalar.value >= 0x7F && !isPrintable(scalar):
            let prefix = scalar.value > 0xFFFF ? "\\U" : "\\u"
            let width = scalar.value > 0xFFFF ? 8 : 4
            result.append(contentsOf: (prefix + hex(scalar.value, width)).unicodeScalars)
        default: result.append(scalar)
        }
    }
    result.append(quote)
    return String(result)
}

/// Whether Python prints the character inside a literal as it is.
private func isPrintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
        .paragraphSeparator, .spaceSeparator:
        false
    default: true
    }
}

private func pythonLiteral(_ bytes: [UInt8]) -> String {
    var result = "'"
    for byte in bytes {
        switch byte {
        case 0x27, 0x5C: result += "\\" + String(UnicodeScalar(byte))
        case 0x0A: result += "\\n"
        case 0x0D: result += "\\r"
        case 0x09: result += "\\t"
        case 0x20..<0x7F: result.unicodeScalars.append(UnicodeScalar(byte))
        default: result += "\\x" + hex(UInt32(byte), 2)
        }
    }
    return result + "'"
}

private func hex(_ value: UInt32, _ width: Int) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
