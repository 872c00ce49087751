/// A time on a clock, without a day.
public struct TimeOfDay: Hashable, Comparable, Sendable {
    /// 0 to 23.
    public var hour: Int
    /// 0 to 59.
    public var minute: Int
    /// 0 to 59.
    public var second: Int
    /// 0 to 999,999.
    public var microsecond: Int

    /// A time from its parts, taken as they are.
    public init(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
        self.hour = hour
        self.minute = minute
        self.second = second
        self.microsecond = microsecond
    }

    /// The time `secondOfDay` seconds after midnight.
    public init(secondOfDay: Int, microsecond: Int = 0) {
        hour = secondOfDay / 3600
        minute = secondOfDay / 60 % 60
        second = secondOfDay % 60
        self.microsecond = microsecond
    }

    /// Whole seconds since midnight.
    public var secondOfDay: Int { hour * 3600 + minute * 60 + second }

    /// Whether `left` comes first.
    public static func < (left: TimeOfDay, right: TimeOfDay) -> Bool {
        (left.secondOfDay, left.microsecond) < (right.secondOfDay, right.microsecond)
    }
}
