public import ApusValues
public import FoundationEssentials

/// A day, or a moment: what has a year, a month and a day.
public protocol DayValue: FieldValue {
    /// A part's number; optional where the day is.
    associatedtype Part: FieldValue
    /// The day itself.
    associatedtype Day: FieldValue
}

/// A moment: what has an hour, a minute and a second, too.
public protocol MomentValue: DayValue {}

extension CivilDate: DayValue {
    /// A part's number.
    public typealias Part = Int
    /// The day itself.
    public typealias Day = CivilDate
}

extension Date: MomentValue {
    /// A part's number.
    public typealias Part = Int
    /// The day itself.
    public typealias Day = CivilDate
}

extension Optional: DayValue where Wrapped: DayValue {
    /// A part's number.
    public typealias Part = Wrapped.Part?
    /// The day itself.
    public typealias Day = Wrapped.Day?
}

extension Optional: MomentValue where Wrapped: MomentValue {}

/// A part of a date, as a number.
public enum DatePart: String, Hashable, Sendable {
    case year = "Year"
    /// The year that the day's ISO week belongs to.
    case isoYear = "IsoYear"
    case quarter = "Quarter"
    case month = "Month"
    /// The number of the ISO week.
    case week = "Week"
    case day = "Day"
    /// 1 is Sunday, 7 is Saturday.
    case weekday = "WeekDay"
    /// 1 is Monday, 7 is Sunday.
    case isoWeekday = "IsoWeekDay"
    case hour = "Hour"
    case minute = "Minute"
    case second = "Second"
}

/// What a date is cut short to.
public enum DateUnit: String, Hashable, Sendable {
    case year = "Year"
    case quarter = "Quarter"
    case month = "Month"
    /// From Monday on.
    case week = "Week"
    case day = "Day"
    case hour = "Hour"
    case minute = "Minute"
    case second = "Second"
}

extension Expressible where Value: DayValue {
    private func number(_ part: DatePart) -> Expression<Value.Part> {
        Expression(.function("Extract" + part.rawValue, [node]))
    }

    /// The year, in UTC.
    public var year: Expression<Value.Part> { number(.year) }

    /// The year that the day's ISO week belongs to, in UTC.
    public var isoYear: Expression<Value.Part> { number(.isoYear) }

    /// The quarter of the year, 1 to 4, in UTC.
    public var quarter: Expression<Value.Part> { number(.quarter) }

    /// The month, 1 to 12, in UTC.
    public var month: Expression<Value.Part> { number(.month) }

    /// The number of the ISO week, in UTC.
    public var week: Expression<Value.Part> { number(.week) }

    /// The day of the month, in UTC.
    public var day: Expression<Value.Part> { number(.day) }

    /// The day of the week, 1 for Sunday to 7 for Saturday, in UTC.
    public var weekday: Expression<Value.Part> { number(.weekday) }

    /// The day of the week, 1 for Monday to 7 for Sunday, in UTC.
    public var isoWeekday: Expression<Value.Part> { number(.isoWeekday) }

    /// Cut short: of `2026-11-23 04:14`, the month is `2026-11-01 00:00`. In UTC, or as the clocks
    /// of a zone show it.
    public func truncated(to unit: DateUnit, in zone: Zone? = nil) -> Expression<Value> {
        var isDay = false
        if case .date = Value.fieldType { isDay = true }
        let name = "Trunc" + unit.rawValue + (isDay ? "Date" : "")
        return Expression(.function(name, [node] + zoneArguments(zone)))
    }

    fileprivate func zoneArguments(_ zone: Zone?) -> [Node] {
        zone.map { [.value(.text($0.name))] } ?? []
    }
}

extension Expressible where Value: MomentValue {
    /// The hour, in UTC.
    public var hour: Expression<Value.Part> { part(.hour) }

    /// The minute, in UTC.
    public var minute: Expression<Value.Part> { part(.minute) }

    /// The second, in UTC.
    public var second: Expression<Value.Part> { part(.second) }

    /// A part, in UTC or as the clocks of a zone show it.
    public func part(_ part: DatePart, in zone: Zone? = nil) -> Expression<Value.Part> {
        Expression(.function("Extract" + part.rawValue, [node] + zoneArguments(zone)))
    }

    /// The day, in UTC or as the calendars of a zone show it.
    public func date(in zone: Zone? = nil) -> Expression<Value.Day> {
        Expression(.function("TruncDate", [node] + zoneArguments(zone)))
    }
}

extension Expressible where Value == TimeOfDay {
    /// The hour.
    public var hour: Expression<Int> { Expression(.function("ExtractHour", [node])) }

    /// The minute.
    public var minute: Expression<Int> { Expression(.function("ExtractMinute", [node])) }

    /// The second.
    public var second: Expression<Int> { Expression(.function("ExtractSecond", [node])) }
}

extension Expressible where Value == Date {
    /// How long after another moment this one is.
    public func elapsed(since start: some Expressible<Date>) -> Expression<Duration> {
        Expression(.function("TimeDifference", [node, start.node]))
    }

    /// So much later; a negative duration is earlier.
    public func adding(_ duration: Duration) -> Expression<Date> {
        Expression(.function("DateShift", [node, .value(duration.sqlValue)]))
    }

    /// So much later, by another expression.
    public func adding(_ duration: some Expressible<Duration>) -> Expression<Date> {
        Expression(.function("DateShift", [node, duration.node]))
    }
}

extension Expression where Value == Date {
    /// The moment at which the database runs the statement.
    public static var now: Expression<Date> { Expression(.function("Now", [])) }
}
