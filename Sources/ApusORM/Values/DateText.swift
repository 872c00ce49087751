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
    /// `2026-11-23 04:14:48.123456` in UTC, the microseconds left out where they are 0.
    public var databaseText: String {
        let limit = 3.0e11  // about the year 11500 on either side: beyond, the text has no form
        let seconds = min(max(timeIntervalSince1970, -limit), limit)
        let total = Int((seconds * 1_000_000).rounded())
        let days = (total >= 0 ? total : total - 86_399_999_999) / 86_400_000_000
        let ofDay = total - days * 86_400_000_000
        let day = CivilDate(daysSinceEpoch: days)
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
            put(min(max(day.year, 0), 9999), at: 0, digits: 4)
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
        // Inline: dates are the dearest cells of a row.
        @inline(__always)
        func pair(_ position: Int) -> Int? {
            guard position + 2 <= text.count else { return nil }
            let (tens, ones) = (text[position] &- 48, text[position + 1] &- 48)
            return tens < 10 && ones < 10 ? Int(tens &* 10 &+ ones) : nil
        }
        guard let century = pair(0), let yearOfCentury = pair(2), let month = pair(5),
            let day = pair(8), (1...12).contains(month), (1...31).contains(day)
        else { return nil }
        let days = CivilDate(year: century * 100 + yearOfCentury, month: month, day: day)
            .daysSinceEpoch
        var seconds = 0
        var micro = 0
        var position = 10
        if text.count > 10 {
            guard let hour = pair(11), let minute = pair(14), hour < 24, minute < 60
            else { return nil }
            seconds = hour * 3600 + minute * 60
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
