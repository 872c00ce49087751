internal import ApusValues

extension Library {
    /// The filters of dates and times.
    mutating func addDateFilters() {
        addFilter("date", argument: .optional) { value, argument, context in
            try dateFilter(argument)(value, nil, context)
        }
        addFilter("time", argument: .optional) { value, argument, context in
            try timeFilter(argument)(value, nil, context)
        }
        // The format is read once where the template has it in so many words.
        filters["date"]?.prepare = { dateFilter($0) }
        filters["time"]?.prepare = { timeFilter($0) }
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

private typealias DateFunction =
    @Sendable (DynamicValue, DynamicValue?, FilterContext) throws -> DynamicValue

/// The filter `date` with a format; what is no date, or lacks what the format asks for, prints
/// nothing.
private func dateFilter(_ argument: DynamicValue?) -> DateFunction {
    let text = argument?.text ?? ""
    let format = text.isEmpty ? DateFormat.date : .named(text)
    return { value, _, context in
        switch value {
        case .date(let instant):
            return .string(format.string(from: CivilDateTime(instant, in: context.zone)))
        case .dateTime(let moment):
            return .string(format.string(from: moment, wallZone: context.zone))
        case .day(let day):
            guard let result = format.string(from: day, wallZone: context.zone) else {
                throw TemplateError(
                    .rendering,
                    "The format '\(text)' has letters for the time of day, and the value is a "
                        + "date without one.")
            }
            return .string(result)
        case .time(let time): return .string(format.string(from: time) ?? "")
        default: return .string("")
        }
    }
}

/// The filter `time` with a format, which may not ask for the day.
private func timeFilter(_ argument: DynamicValue?) -> DateFunction {
    let text = argument?.text ?? ""
    let format = text.isEmpty ? DateFormat.time : .named(text)
    return { value, _, context in
        switch value {
        case .date(let instant) where format.hasTimeOnly:
            .string(format.string(from: CivilDateTime(instant, in: context.zone)))
        case .dateTime(let moment) where format.hasTimeOnly:
            .string(format.string(from: moment, wallZone: context.zone))
        case .time(let time): .string(format.string(from: time) ?? "")
        default: .string("")
        }
    }
}
