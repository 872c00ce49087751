/// A zone written as POSIX's `TZ` variable has it: `CST6CDT,M3.2.0,M11.1.0`.
struct PosixZone: Sendable {
    private let standard: Zone.Offset
    private let summer: Zone.Offset?
    private let start: ChangeDay?
    private let end: ChangeDay?

    /// A day of the year on which clocks change, and the time then.
    private struct ChangeDay {
        enum Day {
            /// 1 to 365; February 29 is never counted.
            case julian(Int)
            /// 0 to 365.
            case ordinal(Int)
            case weekday(month: Int, week: Int, weekday: Int)
        }

        var day: Day
        var secondOfDay: Int

        /// The change as seconds on the local clock.
        func localSeconds(in year: Int) -> Int {
            let firstOfYear = CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
            let days: Int
            switch day {
            case .ordinal(let number): days = firstOfYear + number
            case .julian(let number):
                days = firstOfYear + number - 1 + (number >= 60 && isLeapYear(year) ? 1 : 0)
            case .weekday(let month, let week, let weekday):
                let first = CivilDate(year: year, month: month, day: 1)
                var day = 1 + (weekday - first.weekday + 7) % 7 + (week - 1) * 7
                while day > daysInMonth(month, of: year) { day -= 7 }
                days = first.daysSinceEpoch + day - 1
            }
            return days * 86_400 + secondOfDay
        }
    }

    /// The zone that `text` writes, or nil where it is not in POSIX's form.
    init?(parsing text: [UInt8]) {
        var reader = Reader(rest: text[...])
        guard let name = reader.name(), let offset = reader.time() else { return nil }
        standard = Zone.Offset(seconds: -offset, abbreviation: name, isDaylightSaving: false)
        guard let summerName = reader.name() else {
            guard reader.rest.isEmpty else { return nil }
            summer = nil
            start = nil
            end = nil
            return
        }
        var summerOffset = -offset + 3600
        if reader.rest.first != UInt8(ascii: ",") {
            guard let given = reader.time() else { return nil }
            summerOffset = -given
        }
        summer = Zone.Offset(
            seconds: summerOffset, abbreviation: summerName, isDaylightSaving: true)
        guard let start = reader.change(), let end = reader.change(), reader.rest.isEmpty else {
            return nil
        }
        self.start = start
        self.end = end
    }

    /// What clocks show at `epochSeconds`.
    func offset(at epochSeconds: Int) -> Zone.Offset {
        guard let summer, let start, let end else { return standard }
        let bounded = max(-100_000_000_000_000, min(100_000_000_000_000, epochSeconds))
        let local = bounded + standard.seconds
        let days = (local >= 0 ? local : local - 86_399) / 86_400
        let year = CivilDate(daysSinceEpoch: days).year
        let begins = start.localSeconds(in: year) - standard.seconds
        let ends = end.localSeconds(in: year) - summer.seconds
        let isSummer =
            begins < ends
            ? bounded >= begins && bounded < ends : bounded >= begins || bounded < ends
        return isSummer ? summer : standard
    }

    private struct Reader {
        var rest: ArraySlice<UInt8>

        mutating func take(_ character: Unicode.Scalar) -> Bool {
            guard rest.first == UInt8(ascii: character) else { return false }
            rest = rest.dropFirst()
            return true
        }

        /// At most seven digits.
        mutating func number() -> Int? {
            let digits = rest.prefix(7).prefix { $0 >= 0x30 && $0 <= 0x39 }
            guard !digits.isEmpty else { return nil }
            rest = rest.dropFirst(digits.count)
            return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
        }

        mutating func name() -> String? {
            let isQuoted = take("<")
            let letters = rest.prefix { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"),
                    UInt8(ascii: "A")...UInt8(ascii: "Z"):
                    true
                case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"):
                    isQuoted
                default: false
                }
            }
            rest = rest.dropFirst(letters.count)
            guard !letters.isEmpty, !isQuoted || take(">") else { return nil }
            return String(decoding: letters, as: UTF8.self)
        }

        /// `[+-]hh[:mm[:ss]]` in seconds.
        mutating func time() -> Int? {
            let isNegative = take("-")
            if !isNegative { _ = take("+") }
            guard let hours = number(), hours <= 167 else { return nil }
            var seconds = hours * 3600
            for unit in [60, 1] where take(":") {
                guard let part = number(), part < 60 else { return nil }
                seconds += part * unit
            }
            return isNegative ? -seconds : seconds
        }

        mutating func change() -> ChangeDay? {
            guard take(",") else { return nil }
            let day: ChangeDay.Day
            if take("M") {
                guard let month = number(), (1...12).contains(month), take("."),
                    let week = number(), (1...5).contains(week), take("."),
                    let weekday = number(), (0...6).contains(weekday)
                else { return nil }
                day = .weekday(month: month, week: week, weekday: weekday)
            } else if take("J") {
                guard let number = number(), (1...365).contains(number) else { return nil }
                day = .julian(number)
            } else {
                guard let number = number(), (0...365).contains(number) else { return nil }
                day = .ordinal(number)
            }
            guard take("/") else { return ChangeDay(day: day, secondOfDay: 7200) }
            guard let seconds = time() else { return nil }
            return ChangeDay(day: day, secondOfDay: seconds)
        }
    }
}
