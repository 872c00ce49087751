public import FoundationEssentials

/// A day with a time of day, in a zone or, as a clock on a wall shows it, in none.
public struct CivilDateTime: Hashable, Sendable {
    /// The day.
    public var date: CivilDate
    /// The time on that day.
    public var time: TimeOfDay
    /// The zone, or nil for a wall clock's time.
    public var zone: Zone?
    /// Whether a time that a clock shows twice, when it is put back, means the second time.
    public var isSecondPass: Bool

    /// A date and time from its parts.
    public init(
        date: CivilDate, time: TimeOfDay, zone: Zone? = nil, isSecondPass: Bool = false
    ) {
        self.date = date
        self.time = time
        self.zone = zone
        self.isSecondPass = isSecondPass
    }

    /// What a clock in `zone` shows at `epochSeconds` after 1970-01-01 00:00 UTC.
    public init(epochSeconds: Int, microsecond: Int = 0, zone: Zone) {
        let shift = zone.offset(at: epochSeconds)
        let local = epochSeconds &+ shift.seconds
        var days = local / 86_400
        var secondOfDay = local % 86_400
        if secondOfDay < 0 {
            secondOfDay += 86_400
            days -= 1
        }
        date = CivilDate(daysSinceEpoch: days)
        time = TimeOfDay(secondOfDay: secondOfDay, microsecond: microsecond)
        self.zone = zone
        isSecondPass = false
        if !zone.isFixed, zone.offset(ofLocal: local, isSecondPass: false).seconds != shift.seconds
        {
            isSecondPass = true
        }
    }

    /// What a clock in `zone` shows at `instant`, to the microsecond.
    public init(_ instant: Date, in zone: Zone) {
        let micros = Self.microseconds(of: instant)
        var seconds = micros / 1_000_000
        var rest = micros % 1_000_000
        if rest < 0 {
            rest += 1_000_000
            seconds -= 1
        }
        self.init(epochSeconds: seconds, microsecond: rest, zone: zone)
    }

    /// Seconds from 1970-01-01 00:00 on the same clock, the zone left out.
    public var localSeconds: Int { date.daysSinceEpoch * 86_400 + time.secondOfDay }

    /// The zone's offset from UTC here; zero where there is no zone.
    public var offset: Zone.Offset {
        zone?.offset(ofLocal: localSeconds, isSecondPass: isSecondPass) ?? .utc
    }

    /// Seconds from 1970-01-01 00:00 UTC; without a zone, as if it were UTC.
    public var epochSeconds: Int { localSeconds - offset.seconds }

    /// The instant; without a zone, as if it were UTC.
    public var instant: Date {
        Date(timeIntervalSince1970: Double(epochSeconds) + Double(time.microsecond) / 1_000_000)
    }

    /// The same instant as a clock in `other` shows it; without a zone, unchanged.
    public func converted(to other: Zone) -> CivilDateTime {
        guard zone != nil else { return self }
        return CivilDateTime(
            epochSeconds: epochSeconds, microsecond: time.microsecond, zone: other)
    }

    /// This moment moved by `duration` on its own clock.
    public func adding(_ duration: Duration) -> CivilDateTime {
        let parts = duration.components
        var micros = time.microsecond + Int(parts.attoseconds / 1_000_000_000_000)
        // Beyond these 300,000 years the calendar's arithmetic would overflow.
        let moved = max(-10_000_000_000_000, min(10_000_000_000_000, Int(parts.seconds)))
        var seconds = localSeconds &+ moved
        if micros >= 1_000_000 {
            micros -= 1_000_000
            seconds &+= 1
        } else if micros < 0 {
            micros += 1_000_000
            seconds &-= 1
        }
        var days = seconds / 86_400
        var rest = seconds % 86_400
        if rest < 0 {
            rest += 86_400
            days -= 1
        }
        return CivilDateTime(
            date: CivilDate(daysSinceEpoch: days),
            time: TimeOfDay(secondOfDay: rest, microsecond: micros), zone: zone)
    }

    private static func microseconds(of instant: Date) -> Int {
        let micros = (instant.timeIntervalSince1970 * 1_000_000).rounded()
        // Some 290,000 years on either side; what lies beyond is not a date anyone can mean.
        return Int(max(-9.2e18, min(9.2e18, micros.isNaN ? 0 : micros)))
    }
}
