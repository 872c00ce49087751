internal import ApusValues

extension Library {
    /// The filters of dates and times.
    mutating func addDateFilters() {
        addFilter("date", argument: .optional) { value, argument, context in
            let format = argument.map { DateFormat.named($0.text) }
            return .string(formatted(value, format, context) ?? "")
        }
        addFilter("time", argument: .optional) { value, argument, context in
            let format = argument.map { DateFormat.named($0.text) } ?? .time
            if case .day = value { return .string("") }
            return .string(formatted(value, format, context) ?? "")
        }
        // The format is read once where the template has it in so many words.
        filters["date"]?.prepare = { argument in
            let format = DateFormat.named(argument.text)
            return { value, _, context in .string(formatted(value, format, context) ?? "") }
        }
        filters["time"]?.prepare = { argument in
            let format = DateFormat.named(argument.text)
            return { value, _, context in
                if case .day = value { return .string("") }
                return .string(formatted(value, format, context) ?? "")
            }
        }
        addFilter("timesince", argument: .optional) { value, argument, context in
            .string(elapsed(value, argument, isReversed: false, context) ?? "")
        }
        addFilter("timeuntil", argument: .optional) { value, argument, context in
            .string(elapsed(value, argument, isReversed: true, context) ?? "")
        }
    }
}

/// The time from `value` to `other` or to now, in words; nil where one of them is no date.
private func elapsed(
    _ value: DynamicValue, _ other: DynamicValue?, isReversed: Bool, _ context: FilterContext
) -> String? {
    guard let moment = ApusTemplates.moment(value) else { return nil }
    let environment = context.environment
    var now = CivilDateTime(environment.now(), in: context.zone)
    if moment.zone == nil { now.zone = nil }
    if let other, other.isTrue {
        guard let given = ApusTemplates.moment(other), (given.zone == nil) == (moment.zone == nil)
        else {
            return nil
        }
        now = given
    }
    return isReversed
        ? TimeSince.text(from: now, to: moment) : TimeSince.text(from: moment, to: now)
}

func moment(_ value: DynamicValue) -> CivilDateTime? {
    switch value {
    case .date(let instant): CivilDateTime(instant, in: .utc)
    case .dateTime(let moment): moment
    case .day(let day): CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
    default: nil
    }
}

/// `value` in `format`, or nil where it is no date or lacks what the format asks for.
private func formatted(
    _ value: DynamicValue, _ format: DateFormat?, _ context: FilterContext
) -> String? {
    let zone = context.zone
    switch value {
    case .date(let instant):
        return (format ?? .date).string(from: CivilDateTime(instant, in: zone))
    case .dateTime(let moment): return (format ?? .date).string(from: moment, wallZone: zone)
    case .day(let day): return (format ?? .date).string(from: day, wallZone: zone)
    case .time(let time): return (format ?? .time).string(from: time)
    default: return nil
    }
}
