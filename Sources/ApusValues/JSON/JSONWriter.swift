/// Writes dynamic values as JSON (RFC 8259).
///
/// Dates are written as RFC 3339 has them, to the millisecond as JavaScript has it; decimals and
/// durations as strings, but integers too large for `Int` as numbers; and numbers that JSON has no
/// word for (not a number, infinity) as null.
public struct JSONWriter: Sendable {
    /// How the text looks.
    public enum Layout: Sendable {
        /// UTF-8, without white space: what responses hold.
        case compact
        /// ASCII, with a blank behind each comma and colon: what Django's templates hold.
        case spacedASCII
    }

    /// What has been written.
    public private(set) var bytes: [UInt8] = []

    /// Whether a number that JSON has no word for was written, as null.
    public private(set) var hasReplacedNumbers = false

    private let layout: Layout

    /// How deep lists and dictionaries may be nested.
    public static let deepest = 200

    /// A writer that has written nothing.
    public init(_ layout: Layout = .compact, capacity: Int = 128) {
        self.layout = layout
        bytes.reserveCapacity(capacity)
    }

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
                bytes.append(contentsOf: pythonText(of: number).utf8)
            } else {
                append("null")
                hasReplacedNumbers = true
            }
        case .string(let text), .html(let text): append(string: text)
        case .list(let values):
            try append(values, depth: depth)
        case .dictionary(let dictionary):
            bytes.append(UInt8(ascii: "{"))
            var isFirst = true
            for entry in dictionary.entries {
                if !isFirst { append(separator: UInt8(ascii: ",")) }
                isFirst = false
                append(string: entry.key)
                append(separator: UInt8(ascii: ":"))
                try write(entry.value, depth: depth + 1)
            }
            bytes.append(UInt8(ascii: "}"))
        case .object(let object):
            if let elements = try object.elements() {
                try append(elements, depth: depth)
            } else {
                append(string: object.description)
            }
        case .decimal(let number) where number.isLargeInteger:
            bytes.append(contentsOf: number.plain.utf8)
        case .decimal, .day: append(string: value.description)
        case .time(let time): append(string: Self.text(of: time))
        case .date(let instant): append(string: Self.text(of: CivilDateTime(instant, in: .utc)))
        case .dateTime(let moment): append(string: Self.text(of: moment))
        case .duration(let duration): append(string: DurationText.iso(duration))
        case .bytes: throw JSONError.bytes
        }
    }

    private mutating func append(_ values: [DynamicValue], depth: Int) throws {
        bytes.append(UInt8(ascii: "["))
        for index in values.indices {
            if index > 0 { append(separator: UInt8(ascii: ",")) }
            try write(values[index], depth: depth + 1)
        }
        bytes.append(UInt8(ascii: "]"))
    }

    private mutating func append(separator: UInt8) {
        bytes.append(separator)
        if layout == .spacedASCII { bytes.append(UInt8(ascii: " ")) }
    }

    private mutating func append(_ text: StaticString) {
        bytes.append(
            contentsOf: UnsafeBufferPointer(
                start: text.utf8Start, count: text.utf8CodeUnitCount))
    }

    private mutating func append(_ number: Int) {
        let magnitude = number.magnitude
        var length = number < 0 ? 2 : 1
        var rest = magnitude
        while rest >= 10 {
            rest /= 10
            length &+= 1
        }
        append(length) { room in
            rest = magnitude
            var place = length
            repeat {
                place &-= 1
                room[place] = UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: rest % 10)
                rest /= 10
            } while rest > 0
            if number < 0 { room[0] = UInt8(ascii: "-") }
        }
    }

    /// Appends `count` bytes, all of which `write` sets.
    @inline(__always)
    private mutating func append(
        _ count: Int, _ write: (UnsafeMutableBufferPointer<UInt8>) -> Void
    ) {
        bytes.append(addingCapacity: count) { span in
            span.withUnsafeMutableBufferPointer { room, filled in
                write(UnsafeMutableBufferPointer(rebasing: room[filled..<filled + count]))
                filled += count
            }
        }
    }

    private mutating func append(string text: String) {
        // What stands as it is: all from the blank to the highest byte but for quotes and backslashes.
        let highest: UInt8 = layout == .compact ? 0xff : 0x7e
        var text = text
        text.withUTF8 { utf8 in
            func isPlain(_ byte: UInt8) -> Bool {
                byte >= 0x20 && byte <= highest && byte != UInt8(ascii: "\"")
                    && byte != UInt8(ascii: "\\")
            }
            var index = 0
            while index < utf8.count, isPlain(utf8[index]) { index &+= 1 }
            if index == utf8.count { return append(quoting: utf8) }
            bytes.append(UInt8(ascii: "\""))
            var runStart = 0
            while index < utf8.count {
                if isPlain(utf8[index]) {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[runStart..<index]))
                index += append(escaping: UnsafeBufferPointer(rebasing: utf8[index...]))
                runStart = index
            }
            bytes.append(contentsOf: UnsafeBufferPointer(rebasing: utf8[runStart...]))
            bytes.append(UInt8(ascii: "\""))
        }
    }

    /// Writes `utf8`, of which nothing must be escaped, between quotes.
    private mutating func append(quoting utf8: UnsafeBufferPointer<UInt8>) {
        append(utf8.count + 2) { room in
            room[0] = UInt8(ascii: "\"")
            let rest = UnsafeMutableBufferPointer(rebasing: room[1...])
            rest[rest.update(fromContentsOf: utf8)] = UInt8(ascii: "\"")
        }
    }

    /// Writes the first character of `utf8` as an escape; how many bytes it takes there.
    private mutating func append(escaping utf8: UnsafeBufferPointer<UInt8>) -> Int {
        switch utf8[0] {
        case UInt8(ascii: "\""): append("\\\"")
        case UInt8(ascii: "\\"): append("\\\\")
        case UInt8(ascii: "\n"): append("\\n")
        case UInt8(ascii: "\r"): append("\\r")
        case UInt8(ascii: "\t"): append("\\t")
        case 8: append("\\b")
        case 12: append("\\f")
        default:
            let length = utf8[0] < 0x80 ? 1 : utf8[0] < 0xe0 ? 2 : utf8[0] < 0xf0 ? 3 : 4
            let character = UnsafeBufferPointer(rebasing: utf8.prefix(length))
            for unit in String(decoding: character, as: UTF8.self).utf16 {
                append("\\u")
                for shift in [12, 8, 4, 0] {
                    let digit = UInt8(truncatingIfNeeded: unit >> UInt16(shift)) & 15
                    bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
                }
            }
            return character.count
        }
        return 1
    }

    private static func text(of moment: CivilDateTime) -> String {
        let text = moment.date.description + "T" + Self.text(of: moment.time)
        guard moment.zone != nil else { return text }
        let offset = String(moment.description.utf8.suffix(6)) ?? ""
        return text + (offset == "+00:00" ? "Z" : offset)
    }

    private static func text(of time: TimeOfDay) -> String {
        time.microsecond == 0 ? time.description : String(time.description.dropLast(3))
    }
}
