/// How long it is from one moment to another, in words: `1 year, 2 months`.
public enum TimeSince {
    private static let units = ["year", "month", "week", "day", "hour", "minute"]
    private static let chunks = [604_800, 86_400, 3600, 60]
    private static let monthDays = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]

    /// The time from `start` to `now` in at most `depth` neighbouring units, each with a
    /// no-break space; `0 minutes` where `start` lies in the future.
    public static func text(from start: CivilDateTime, to now: CivilDateTime, depth: Int = 2)
        -> String
    {
        parts(from: start, to: now, depth: max(1, depth)).map { count, unit in
            "\(count)\u{A0}\(unit)\(count == 1 ? "" : "s")"
        }.joined(separator: ", ")
    }

    private static func parts(
        from start: CivilDateTime, to end: CivilDateTime, depth: Int
    ) -> [(Int, String)] {
        var now = end
        if let zone = start.zone, end.zone != nil { now = end.converted(to: zone) }
        let nothing = [(0, "minute")]
        guard seconds(from: start, to: now) > 0 else { return nothing }
        var months = (now.date.year - start.date.year) * 12 + now.date.month - start.date.month
        if start.date.day > now.date.day
            || (start.date.day == now.date.day && start.time > now.time)
        {
            months -= 1
        }
        months = max(0, months)
        var pivot = start
        if months != 0 {
            let month = start.date.month - 1 + months
            pivot.date.year += month / 12
            pivot.date.month = month % 12 + 1
            pivot.date.day = min(monthDays[month % 12], start.date.day)
            pivot.time.microsecond = 0
        }
        var remaining = seconds(from: pivot, to: now)
        var counts = [months / 12, months % 12]
        for chunk in chunks {
            counts.append(remaining / chunk)
            remaining %= chunk
        }
        guard let first = counts.firstIndex(where: { $0 != 0 }) else { return nothing }
        return zip(counts, units).dropFirst(first).prefix(depth).prefix { $0.0 != 0 }
            .map { ($0, $1) }
    }

    /// Whole seconds; clocks of one zone are compared as they stand, as Python does.
    private static func seconds(from start: CivilDateTime, to end: CivilDateTime) -> Int {
        let isSameClock = start.zone == end.zone
        let whole =
            isSameClock
            ? end.localSeconds - start.localSeconds : end.epochSeconds - start.epochSeconds
        return end.time.microsecond < start.time.microsecond ? whole - 1 : whole
    }
}
