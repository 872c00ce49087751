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
        var duration = Duration.zero
        // Each by itself: a sum of days has no room for microseconds.
        func add(_ unit: String, _ length: Double) -> Bool {
            guard let part = scanner.isoPart(unit) else { return true }
            let total = part * length
            guard total < mostSeconds else { return false }
            let whole = total.rounded(.down)
            let micros = ((total - whole) * 1_000_000).rounded(.toNearestOrEven)
            duration += .seconds(Int(whole)) + .microseconds(Int(micros))
            return true
        }
        guard add("W", 604_800), add("D", 86_400) else { return nil }
        if scanner.take("T") {
            guard add("H", 3600), add("M", 60), add("S", 1) else { return nil }
        }
        guard scanner.isAtEnd, duration < .seconds(mostSeconds) else { return nil }
        return isNegative ? .zero - duration : duration
    }

    /// Python's 999,999,999 days and what is left of the last one.
    private static let mostSeconds = 86_400.0 * 1_000_000_000

    private static func leadingDays(
        _ scanner: inout TextScanner, endings: [String]
    ) -> (days: Int, isRead: Bool) {
        let isNegative = scanner.take("-")
        guard let number = scanner.digits(1...10), let days = Int(number),
            endings.contains(where: { scanner.take($0) })
        else { return (0, false) }
        return (isNegative ? -days : days, true)
    }

    /// Nil beyond that many days.
    private static func sum(days: Int, seconds: Int = 0, microseconds: Int = 0) -> Duration? {
        guard abs(days) <= 999_999_999, abs(seconds) <= 86_400 * 999_999_999 else { return nil }
        let sum = Duration.seconds(days * 86_400 + seconds) + .microseconds(microseconds)
        return sum < .seconds(mostSeconds) && sum > .seconds(-mostSeconds) ? sum : nil
    }
}
