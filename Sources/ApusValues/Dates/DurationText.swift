/// Texts for lengths of time, and what they mean.
public enum DurationText {
    /// `3 04:05:06.000007`: days where there are any, hours, minutes, seconds.
    public static func string(_ duration: Duration) -> String {
        let (days, seconds, microseconds) = duration.calendarParts
        var text = days == 0 ? "" : "\(days) "
        text += padded(seconds / 3600, 2) + ":" + padded(seconds / 60 % 60, 2) + ":"
        text += padded(seconds % 60, 2)
        return microseconds == 0 ? text : text + "." + padded(microseconds, 6)
    }

    /// `P3DT04H05M06.000007S` (ISO 8601).
    public static func iso(_ duration: Duration) -> String {
        let isNegative = duration < .zero
        let (days, seconds, microseconds) =
            (isNegative ? .zero - duration : duration).calendarParts
        var text = (isNegative ? "-P" : "P") + "\(days)DT" + padded(seconds / 3600, 2) + "H"
        text += padded(seconds / 60 % 60, 2) + "M" + padded(seconds % 60, 2)
        if microseconds != 0 { text += "." + padded(microseconds, 6) }
        return text + "S"
    }

    /// Whole microseconds.
    public static func microseconds(_ duration: Duration) -> Int128 {
        let parts = duration.components
        return Int128(parts.seconds) * 1_000_000
            + Int128(parts.attoseconds / 1_000_000_000_000)
    }

    /// What `text` means, or nil where it is no duration: Django's `[days] hh:mm:ss.uuuuuu`, with
    /// hours and minutes left out at will, ISO 8601's `P1DT2H`, PostgreSQL's `3 days 04:05:06`.
    public static func parse(_ text: String) -> Duration? {
        guard text.utf8.count <= 200 else { return nil }
        return standard(text) ?? isoDuration(text) ?? postgres(text)
    }

    // MARK: - Forms

    private static func standard(_ text: String) -> Duration? {
        var scanner = TextScanner(text)
        let (days, isRead) = leadingDays(&scanner, endings: [" days, ", " day, ", " "])
        if !isRead { scanner = TextScanner(text) }
        let isNegative = scanner.take("-")
        var numbers: [Int] = []
        repeat {
            guard let number = scanner.digits(1...18), let value = Int(number) else { return nil }
            numbers.append(value)
        } while numbers.count < 3 && scanner.take(":")
        let micros = scanner.fraction() ?? 0
        guard scanner.isAtEnd else { return nil }
        var seconds = 0
        for number in numbers {
            let (product, overflows) = seconds.multipliedReportingOverflow(by: 60)
            let (sum, overflowsToo) = product.addingReportingOverflow(number)
            guard !overflows, !overflowsToo else { return nil }
            seconds = sum
        }
        return sum(
            days: days, seconds: isNegative ? -seconds : seconds,
            microseconds: isNegative ? -micros : micros)
    }

    private static func postgres(_ text: String) -> Duration? {
        var scanner = TextScanner(text)
        let (days, isRead) = leadingDays(
            &scanner, endings: [" days ", " day ", " days", " day"])
        if !isRead { scanner = TextScanner(text) }
        guard !scanner.isAtEnd else { return isRead ? sum(days: days) : nil }
        let isNegative = scanner.take("-")
        if !isNegative { _ = scanner.take("+") }
        guard let hours = scanner.digits(1...12).flatMap({ Int($0) }), scanner.take(":"),
            let minutes = scanner.digits(2...2).flatMap({ Int($0) }), scanner.take(":"),
            let seconds = scanner.digits(2...2).flatMap({ Int($0) })
        else { return nil }
        let micros = scanner.fraction(marks: ["."]) ?? 0
        guard scanner.isAtEnd else { return nil }
        let total = hours * 3600 + minutes * 60 + seconds
        return sum(
            days: days, seconds: isNegative ? -total : total,
            microseconds: isNegative ? -micros : micros)
    }

    private static func isoDuration(_ text: String) -> Duration? {
        var scanner = TextScanner(text)
        let isNegative = scanner.take("-")
        if !isNegative { _ = scanner.take("+") }
        guard scanner.take("P") else { return nil }
        var total = 0.0
        for (unit, length) in [("W", 604_800.0), ("D", 86_400.0)] {
            total += scanner.isoPart(unit).map { $0 * length } ?? 0
        }
        if scanner.take("T") {
            for (unit, length) in [("H", 3600.0), ("M", 60.0), ("S", 1.0)] {
                total += scanner.isoPart(unit).map { $0 * length } ?? 0
            }
        }
        guard scanner.isAtEnd, total < 8e13 else { return nil }
        let whole = total.rounded(.down)
        let micros = ((total - whole) * 1_000_000).rounded(.toNearestOrEven)
        let duration = Duration.seconds(Int(whole)) + .microseconds(Int(micros))
        return isNegative ? .zero - duration : duration
    }

    private static func leadingDays(
        _ scanner: inout TextScanner, endings: [String]
    ) -> (days: Int, isRead: Bool) {
        let isNegative = scanner.take("-")
        guard let number = scanner.digits(1...10), let days = Int(number),
            endings.contains(where: { scanner.take($0) })
        else { return (0, false) }
        return (isNegative ? -days : days, true)
    }

    /// Nil beyond Python's 999,999,999 days.
    private static func sum(days: Int, seconds: Int = 0, microseconds: Int = 0) -> Duration? {
        guard abs(days) <= 999_999_999, abs(seconds) <= 86_400 * 999_999_999 else { return nil }
        return .seconds(days * 86_400 + seconds) + .microseconds(microseconds)
    }
}
