/// What was wrong with a text that looks like a date or a time: there is no such day or time.
public struct DateParseError: Error, Sendable, CustomStringConvertible {
    /// What was wrong.
    public let description: String
}

/// Reads the dates and times that forms and fixtures hold, in ISO 8601's forms and looser ones.
///
/// Each gives nil for a text that isn't written as a date or time, and throws `DateParseError` for
/// one that is, but names none, such as a thirteenth month.
public enum DateParsing {
    /// `2012-04-23`, `2012-4-9`, `20120423`, `2012-W17-1`.
    public static func date(_ text: String) throws -> CivilDate? {
        var scanner = TextScanner(text)
        if let date = isoDate(&scanner), scanner.isAtEnd { return date }
        scanner = TextScanner(text)
        guard let date = try looseDate(&scanner), scanner.isAtEnd else { return nil }
        return date
    }

    /// `09:15`, `4:8:16`, `09:15:00.123456`.
    public static func time(_ text: String) throws -> TimeOfDay? {
        var scanner = TextScanner(text)
        if let time = isoTime(&scanner) {
            _ = offset(&scanner)
            if scanner.isAtEnd { return time }
        }
        scanner = TextScanner(text)
        guard let time = try looseTime(&scanner), scanner.isAtEnd else { return nil }
        return time
    }

    /// `2012-04-23T09:15:00Z`, `2012-4-9 4:8:16+02:30`; without an offset, without a zone.
    public static func dateTime(_ text: String) throws -> CivilDateTime? {
        var scanner = TextScanner(text)
        if let date = isoDate(&scanner) {
            if scanner.isAtEnd {
                return CivilDateTime(date: date, time: TimeOfDay(hour: 0, minute: 0))
            }
            if scanner.take("T") || scanner.take(" "), let time = isoTime(&scanner) {
                let zone = offset(&scanner)
                if scanner.isAtEnd { return CivilDateTime(date: date, time: time, zone: zone) }
            }
        }
        scanner = TextScanner(text)
        guard let parts = looseDateParts(&scanner), scanner.take("T") || scanner.take(" "),
            let clock = looseTimeParts(&scanner)
        else { return nil }
        scanner.skipSpace()
        let zone = offset(&scanner, hasSeconds: false)
        guard scanner.isAtEnd else { return nil }
        return CivilDateTime(date: try checked(parts), time: try checked(clock), zone: zone)
    }

    // MARK: - Parts

    private static func isoDate(_ scanner: inout TextScanner) -> CivilDate? {
        guard let year = scanner.number(4...4) else { return nil }
        let hasDashes = scanner.take("-")
        if scanner.take("W") {
            guard let week = scanner.number(2...2), (1...53).contains(week) else { return nil }
            var day = 1
            if hasDashes
                ? scanner.take("-") : scanner.next.map({ $0 >= 0x31 && $0 <= 0x37 }) ?? false
            {
                guard let given = scanner.number(1...1), (1...7).contains(given) else { return nil }
                day = given
            }
            let fourth = CivilDate(year: year, month: 1, day: 4)
            let monday = fourth.daysSinceEpoch - (fourth.weekday + 6) % 7
            let date = CivilDate(daysSinceEpoch: monday + (week - 1) * 7 + day - 1)
            return date.isoWeek.week == week ? date : nil
        }
        guard let month = scanner.number(2...2), !hasDashes || scanner.take("-"),
            let day = scanner.number(2...2)
        else { return nil }
        return CivilDate(checkedYear: year, month: month, day: day)
    }

    private static func isoTime(_ scanner: inout TextScanner) -> TimeOfDay? {
        guard let hour = scanner.number(2...2) else { return nil }
        var time = TimeOfDay(hour: hour, minute: 0)
        let hasColons = scanner.take(":")
        if hasColons || scanner.next.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false {
            guard let minute = scanner.number(2...2) else { return nil }
            time.minute = minute
            if hasColons
                ? scanner.take(":") : scanner.next.map({ $0 >= 0x30 && $0 <= 0x39 }) ?? false
            {
                guard let second = scanner.number(2...2) else { return nil }
                time.second = second
                time.microsecond = scanner.fraction() ?? 0
            }
        }
        return isTime(time) ? time : nil
    }

    private static func isTime(_ time: TimeOfDay) -> Bool {
        time.hour < 24 && time.minute < 60 && time.second < 60
    }

    /// `Z`, `+02`, `+0230`, `+02:30`, `+02:30:15`.
    private static func offset(_ scanner: inout TextScanner, hasSeconds: Bool = true) -> Zone? {
        let start = scanner
        if scanner.take("Z") { return .utc }
        let isNegative = scanner.take("-")
        guard isNegative || scanner.take("+"), let hours = scanner.number(2...2) else {
            scanner = start
            return nil
        }
        var seconds = hours * 3600
        let hasColon = scanner.take(":")
        if let minutes = scanner.number(2...2) {
            seconds += minutes * 60
            if hasSeconds, hasColon, scanner.take(":"), let rest = scanner.number(2...2) {
                seconds += rest
            }
        } else if hasColon {
            scanner = start
            return nil
        }
        guard seconds < 86_400 else {
            scanner = start
            return nil
        }
        if seconds == 0 { return .utc }
        return Zone(fixedOffset: isNegative ? -seconds : seconds)
    }

    private static func looseDateParts(_ scanner: inout TextScanner) -> [Int]? {
        guard let year = scanner.number(4...4), scanner.take("-"),
            let month = scanner.number(1...2), scanner.take("-"), let day = scanner.number(1...2)
        else { return nil }
        return [year, month, day]
    }

    private static func looseTimeParts(_ scanner: inout TextScanner) -> TimeOfDay? {
        guard let hour = scanner.number(1...2), scanner.take(":"),
            let minute = scanner.number(1...2)
        else { return nil }
        var time = TimeOfDay(hour: hour, minute: minute)
        if scanner.take(":") {
            guard let second = scanner.number(1...2) else { return nil }
            time.second = second
            time.microsecond = scanner.fraction() ?? 0
        }
        return time
    }

    private static func looseDate(_ scanner: inout TextScanner) throws -> CivilDate? {
        guard let parts = looseDateParts(&scanner), scanner.isAtEnd else { return nil }
        return try checked(parts)
    }

    private static func looseTime(_ scanner: inout TextScanner) throws -> TimeOfDay? {
        guard let time = looseTimeParts(&scanner), scanner.isAtEnd else { return nil }
        return try checked(time)
    }

    private static func checked(_ parts: [Int]) throws -> CivilDate {
        guard let date = CivilDate(checkedYear: parts[0], month: parts[1], day: parts[2]) else {
            throw DateParseError(
                description: "There is no day \(parts[0])-\(parts[1])-\(parts[2]).")
        }
        return date
    }

    private static func checked(_ time: TimeOfDay) throws -> TimeOfDay {
        guard isTime(time) else {
            throw DateParseError(description: "There is no time of day \(time).")
        }
        return time
    }
}
