extension HTTPDate {
    /// The moment that `text` writes in one of the three formats of RFC 9110, section 5.6.7, nil if
    /// it is none. The oldest writes two digits of the year; they mean the year that is at most
    /// fifty years after `now`. The name of the weekday is not checked.
    public init?(_ text: String, now: HTTPDate) {
        var reader = DateReader(text)
        guard let fields = reader.read() else { return nil }
        var year = fields.year
        if year < 100 {
            let current = CivilDay(daysSince1970: now.secondsSince1970 / 86400).year
            year += current - current % 100
            if fields.year - current % 100 > 50 { year -= 100 }
        }
        guard
            let days = CivilDay.daysSince1970(year: year, month: fields.month, day: fields.day),
            fields.hour < 24, fields.minute < 60, fields.second < 60
        else { return nil }
        self.init(
            secondsSince1970: days * 86400 + fields.hour * 3600 + fields.minute * 60
                + fields.second)
    }
}

/// Reads the parts of a date from left to right.
private struct DateReader {
    struct Fields {
        var year = 0
        var month = 0
        var day = 0
        var hour = 0
        var minute = 0
        var second = 0
    }

    private var rest: ArraySlice<UInt8>
    private var fields = Fields()
    private var fits = true

    init(_ text: String) { rest = Array(text.utf8.prefix(64))[...] }

    /// The parts, nil if they don't follow one another as in one of the formats.
    mutating func read() -> Fields? {
        let weekday = rest.prefix { $0.isLetter }.count
        rest = rest.dropFirst(weekday)
        if weekday == 3, rest.first == .space {
            readAscTime()
        } else {
            literal(", ")
            guard let separator = rest.dropFirst(2).first else { return nil }
            if weekday == 3, separator == .space {
                readDate(separator: " ", yearDigits: 4)
            } else if 6...9 ~= weekday, separator == UInt8(ascii: "-") {
                readDate(separator: "-", yearDigits: 2)
            } else {
                return nil
            }
            readTime()
            literal(" GMT")
        }
        return fits && rest.isEmpty ? fields : nil
    }

    /// `06 Nov 1994 ` or `06-Nov-94 `.
    private mutating func readDate(separator: StaticString, yearDigits: Int) {
        fields.day = number(2)
        literal(separator)
        fields.month = month()
        literal(separator)
        fields.year = number(yearDigits)
        literal(" ")
    }

    /// ` Nov  6 08:49:37 1994`.
    private mutating func readAscTime() {
        literal(" ")
        fields.month = month()
        literal(" ")
        if rest.first == .space {
            rest = rest.dropFirst()
            fields.day = number(1)
        } else {
            fields.day = number(2)
        }
        literal(" ")
        readTime()
        literal(" ")
        fields.year = number(4)
    }

    private mutating func readTime() {
        fields.hour = number(2)
        literal(":")
        fields.minute = number(2)
        literal(":")
        fields.second = number(2)
    }

    private mutating func literal(_ text: StaticString) {
        if !rest.starts(with: text.bytes) { fits = false }
        rest = rest.dropFirst(text.utf8CodeUnitCount)
    }

    private mutating func number(_ width: Int) -> Int {
        let digits = rest.prefix(width)
        if digits.count != width || !digits.allSatisfy(\.isDigit) { fits = false }
        rest = rest.dropFirst(width)
        return digits.reduce(0) { $0 * 10 + Int($1 &- UInt8(ascii: "0")) }
    }

    private mutating func month() -> Int {
        let name = rest.prefix(3).map(\.lowercased)
        rest = rest.dropFirst(3)
        let names = HTTPDate.months.bytes
        for place in 0..<12 where names.slice(place * 3..<place * 3 + 3).map(\.lowercased) == name {
            return place + 1
        }
        fits = false
        return 0
    }
}
