/// Writes dynamic values as JSON (RFC 8259): UTF-8, without white space.
///
/// Dates are written as RFC 3339 has them, decimals and durations as strings, and numbers that JSON
/// has no word for (not a number, infinity) as null.
public struct JSONWriter: Sendable {
    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// How deep lists and dictionaries may be nested.
    public static let deepest = 200

    /// A writer that has written nothing.
    public init(capacity: Int = 128) { bytes.reserveCapacity(capacity) }

    /// Writes `value`. Throws a `JSONError` for bytes and for values nested too deeply, and what
    /// reading an object throws.
    public mutating func write(_ value: DynamicValue) throws { try write(value, depth: 0) }

    private mutating func write(_ value: DynamicValue, depth: Int) throws {
        guard depth < Self.deepest else { throw JSONError.nestedTooDeeply }
        switch value {
        case .null: append("null")
        case .bool(let flag): append(flag ? "true" : "false")
        case .int(let number): append(number)
        case .double(let number):
            if number.isFinite {
                bytes.append(contentsOf: "\(number)".utf8)
            } else {
                append("null")
            }
        case .string(let text), .html(let text): append(string: text)
        case .list(let values):
            try append(values, depth: depth)
        case .dictionary(let dictionary):
            bytes.append(UInt8(ascii: "{"))
            for index in dictionary.keys.indices {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(string: dictionary.keys[index])
                bytes.append(UInt8(ascii: ":"))
                try write(dictionary.values[index], depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "}"))
        case .object(let object):
            if let elements = try object.elements() {
                try append(elements, depth: depth)
            } else {
                append(string: object.description)
            }
        case .decimal, .day, .time: append(string: value.description)
        case .date(let instant): append(string: Self.text(of: CivilDateTime(instant, in: .utc)))
        case .dateTime(let moment): append(string: Self.text(of: moment))
        case .duration(let duration): append(string: DurationText.iso(duration))
        case .bytes: throw JSONError.bytes
        }
    }

    private mutating func append(_ values: [DynamicValue], depth: Int) throws {
        bytes.append(UInt8(ascii: "["))
        for index in values.indices {
            if index > 0 { bytes.append(UInt8(ascii: ",")) }
            try write(values[index], depth: depth + 1)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ number: Int) {
        guard number >= 10 || number < 0 else {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number))
            return
        }
        if number < 0 { bytes.append(UInt8(ascii: "-")) }
        var magnitude = number.magnitude
        let start = bytes.count
        while magnitude > 0 {
            bytes.append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: magnitude % 10))
            magnitude /= 10
        }
        bytes[start...].reverse()
    }

    private mutating func append(string text: String) {
        bytes.append(UInt8(ascii: "\""))
        var text = text
        text.withUTF8 { utf8 in
            var runStart = 0
            for index in utf8.indices {
                let byte = utf8[index]
                guard byte < 0x20 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[runStart..<index]))
                append(escaped: byte)
                runStart = index + 1
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[runStart...]))
        }
        bytes.append(UInt8(ascii: "\""))
    }

    private mutating func append(escaped byte: UInt8) {
        switch byte {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        default:
            append("\\u00")
            for digit in [byte >> 4, byte & 15] {
                bytes.append(
                    digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
            }
        }
    }

    private static func text(of moment: CivilDateTime) -> String {
        let parts = moment.description.split(separator: " ", maxSplits: 1)
        let text = parts.joined(separator: "T")
        return text.hasSuffix("+00:00") ? text.dropLast(6) + "Z" : text
    }
}

/// Why a value can't be written as JSON.
public enum JSONError: Error, Sendable, CustomStringConvertible {
    /// Lists and dictionaries are nested more than `JSONWriter.deepest` deep.
    case nestedTooDeeply
    /// The value holds bytes; encode them, as Base64 say.
    case bytes

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .nestedTooDeeply:
            "The value is nested more than \(JSONWriter.deepest) deep: too deep for JSON."
        case .bytes: "Bytes can't be written as JSON. Encode them first, as Base64 for example."
        }
    }
}
