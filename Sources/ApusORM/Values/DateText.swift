public import ApusValues
public import FoundationEssentials

extension Date: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .dateTime }

    /// Takes the row's next cell.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        guard let date = Date(databaseText: text) else {
            throw row.unreadable("a date", "'\(String(decoding: text, as: UTF8.self))'")
        }
        self = date
    }

    /// The value as the database holds it.
    public var sqlValue: SQLValue { .text(databaseText) }
}

extension Date {
    /// The instant as databases without an instant type hold it, which is how Django writes it:
    /// `2026-11-23 04:14:48.123456` in UTC, the microseconds left out where they are 0. Words, which
    /// no column takes, where the instant is none or its year has not four digits.
    public var databaseText: String {
        let limit = 3.0e11  // about the year 11500 on either side
        let seconds = min(max(timeIntervalSince1970, -limit), limit)
        guard seconds.isFinite else { return UnstorableMoment.none.rawValue }
        let total = Int((seconds * 1_000_000).rounded())
        let days = (total >= 0 ? total : total - 86_399_999_999) / 86_400_000_000
        let ofDay = total - days * 86_400_000_000
        let day = CivilDate(daysSinceEpoch: days)
        if let mark = UnstorableMoment(year: day.year) { return mark.rawValue }
        let second = ofDay / 1_000_000
        let micro = ofDay % 1_000_000
        return String(unsafeUninitializedCapacity: 26) { out in
            func put(_ value: Int, at position: Int, digits: Int) {
                var rest = value
                for index in stride(from: position + digits - 1, through: position, by: -1) {
                    out[index] = UInt8(truncatingIfNeeded: 48 + rest % 10)
                    rest /= 10
                }
            }
            put(day.year, at: 0, digits: 4)
            out[4] = UInt8(ascii: "-")
            put(day.month, at: 5, digits: 2)
            out[7] = UInt8(ascii: "-")
            put(day.day, at: 8, digits: 2)
            out[10] = UInt8(ascii: " ")
            put(second / 3600, at: 11, digits: 2)
            out[13] = UInt8(ascii: ":")
            put(second / 60 % 60, at: 14, digits: 2)
            out[16] = UInt8(ascii: ":")
            put(second % 60, at: 17, digits: 2)
            if micro == 0 { return 19 }
            out[19] = UInt8(ascii: ".")
            put(micro, at: 20, digits: 6)
            return 26
        }
    }

    /// The instant of a text such as `2026-11-23 04:14:48.123456`; the day alone, a `T` for the
    /// space, fewer or more fraction digits and an offset (`Z`, `+01:00`) are read too.
    init?(databaseText text: UnsafeBufferPointer<UInt8>) {
        // Inline, and eight bytes at a time: dates are the dearest cells of a row.
        @inline(__always)
        func pair(_ position: Int) -> Int? {
            guard position + 2 <= text.count else { return nil }
            let (tens, ones) = (text[position] &- 48, text[position + 1] &- 48)
            return tens < 10 && ones < 10 ? Int(tens &* 10 &+ ones) : nil
        }
        guard let date = DigitPairs(text, at: 0, form: 0x2D30_302D_3030_3030), let day = pair(8),
            (1...12).contains(date[5]), (1...31).contains(day)
        else { return nil }
        let days = CivilDate(year: date[0] * 100 + date[2], month: date[5], day: day)
            .daysSinceEpoch
        var seconds = 0
        var micro = 0
        var position = 10
        if text.count > 10 {
            let form = 0x3030_3A30_3000_3030 | UInt64(text[10]) << 16
            guard let time = DigitPairs(text, at: 8, form: form), time[3] < 24, time[6] < 60
            else { return nil }
            seconds = time[3] * 3600 + time[6] * 60
            position = 16
            if position < text.count, text[position] == UInt8(ascii: ":") {
                guard let second = pair(17), second < 60 else { return nil }
                seconds += second
                position = 19
            }
            if position < text.count, text[position] == UInt8(ascii: ".") {
                position += 1
                var scale = 100_000
                while position < text.count, text[position] &- 48 < 10 {
                    micro += Int(text[position] &- 48) * scale
                    scale /= 10
                    position += 1
                }
            }
        }
        if position < text.count {
            switch text[position] {
            case UInt8(ascii: "Z") where position + 1 == text.count: break
            case UInt8(ascii: "+"), UInt8(ascii: "-"):
                guard let hours = pair(position + 1), text.count == position + 6,
                    let minutes = pair(position + 4)
                else { return nil }
                let offset = hours * 3600 + minutes * 60
                seconds += text[position] == UInt8(ascii: "+") ? -offset : offset
            default: return nil
            }
        }
        self.init(
            timeIntervalSince1970: Double(days * 86_400 + seconds) + Double(micro) / 1_000_000)
    }
}

/// Eight bytes of a text, read as one integer: each digit with the one behind it as a number.
private struct DigitPairs {
    private let pairs: UInt64

    /// Nil where the bytes don't have the form, which is a text with zeros for its digits, its first
    /// byte the lowest.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>, at position: Int, form: UInt64) {
        guard position + 8 <= text.count, let start = UnsafeRawPointer(text.baseAddress)
        else { return nil }
        let bytes = UInt64(
            littleEndian: start.loadUnaligned(fromByteOffset: position, as: UInt64.self))
        // A digit becomes its number, anything else of the form 0.
        let numbers = bytes ^ form
        // What must be added for the high bit to show one too many: 10 for a digit, else 1.
        let isDigit = (form >> 4) & 0x0101_0101_0101_0101 & ~((form >> 3) & 0x0101_0101_0101_0101)
        let excess = 0x7F7F_7F7F_7F7F_7F7F &- isDigit &* 9
        guard (numbers &+ excess | numbers) & 0x8080_8080_8080_8080 == 0 else { return nil }
        pairs = numbers &* 10 &+ numbers >> 8
    }

    /// The number of the digit at `place` and the next.
    @inline(__always)
    subscript(place: Int) -> Int { Int(pairs >> UInt64(place * 8) & 0xFF) }
}
