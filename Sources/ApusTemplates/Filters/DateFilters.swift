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
    }
}

/// `value` in `format`, or nil where it is no date or lacks what the format asks for.
private func formatted(
    _ value: DynamicValue, _ format: DateFormat?, _ context: FilterContext
) -> String? {
    let zone = context.environment.zone
    switch value {
    case .date(let instant):
        return (format ?? .date).string(from: CivilDateTime(instant, in: zone))
    case .dateTime(let moment): return (format ?? .date).string(from: moment.converted(to: zone))
    case .day(let day): return (format ?? .date).string(from: day)
    case .time(let time): return (format ?? .time).string(from: time)
    default: return nil
    }
}
