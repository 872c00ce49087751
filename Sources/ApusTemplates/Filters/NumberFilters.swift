internal import ApusValues

extension Library {
    /// The filters of numbers.
    mutating func addNumberFilters() {
        addFilter("add", argument: .required) { value, argument, _ in
            add(value, argument ?? .null)
        }
    }
}

/// The sum of two integers, also as texts; else whatever Python's `+` makes of both.
private func add(_ left: DynamicValue, _ right: DynamicValue) -> DynamicValue {
    if let one = left.asInteger, let other = right.asInteger {
        let (sum, overflows) = one.addingReportingOverflow(other)
        if !overflows { return .int(sum) }
    }
    switch (left, right) {
    case (.html(let one), .html(let other)): return .html(one + other)
    case (.string(let one), .string(let other)), (.string(let one), .html(let other)),
        (.html(let one), .string(let other)):
        return .string(one + other)
    case (.list(let one), .list(let other)): return .list(one + other)
    case (.day(let day), .duration(let duration)), (.duration(let duration), .day(let day)):
        let moment = CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
        return .day(moment.adding(duration).date)
    case (.dateTime(let moment), .duration(let duration)),
        (.duration(let duration), .dateTime(let moment)):
        return .dateTime(moment.adding(duration))
    case (.duration(let one), .duration(let other)):
        return .duration(one + other)
    default: return .string("")
    }
}
