internal import ApusValues
internal import FoundationEssentials

extension DynamicValue {
    /// What Python's own types have under `name` and templates use: `items` of a dictionary,
    /// `year` of a date, `upper` of a text.
    func builtinMember(_ name: String) -> DynamicValue? {
        switch self {
        case .dictionary(let dictionary): dictionary.builtinMember(name)
        case .string(let text), .html(let text): text.builtinMember(name)
        case .day(let day): day.builtinMember(name)
        case .time(let time): time.builtinMember(name)
        case .dateTime(let moment):
            moment.date.builtinMember(name) ?? moment.time.builtinMember(name)
                ?? moment.builtinMember(name)
        case .date(let instant):
            DynamicValue.dateTime(CivilDateTime(instant, in: .utc)).builtinMember(name)
        case .duration(let duration): duration.builtinMember(name)
        default: nil
        }
    }
}

extension DynamicDictionary {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        switch name {
        case "items":
            .list(entries.map { .list([.string($0.key), $0.value]) })
        case "keys": .list(keys.map { .string($0) })
        case "values": .list(values)
        default: nil
        }
    }
}

extension String {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        switch name {
        case "upper": .string(uppercased())
        case "lower": .string(lowercased())
        case "title": .string(pythonTitle(self))
        case "capitalize": .string(prefix(1).uppercased() + dropFirst().lowercased())
        case "strip": .string(trimmingSpace(self))
        case "split": .list(splitAtSpace(self).map { .string($0) })
        case "splitlines": .list(splitLines(self).map { .string($0) })
        case "isdigit":
            .bool(!isEmpty && unicodeScalars.allSatisfy { $0.properties.numericType == .decimal })
        default: nil
        }
    }
}

extension CivilDate {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        switch name {
        case "year": .int(year)
        case "month": .int(month)
        case "day": .int(day)
        case "weekday": .int((weekday + 6) % 7)
        case "isoweekday": .int((weekday + 6) % 7 + 1)
        case "isoformat": .string(description)
        case "toordinal": .int(daysSinceEpoch + 719_163)
        default: nil
        }
    }
}

extension TimeOfDay {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        switch name {
        case "hour": .int(hour)
        case "minute": .int(minute)
        case "second": .int(second)
        case "microsecond": .int(microsecond)
        default: nil
        }
    }
}

extension CivilDateTime {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        switch name {
        case "date": .day(date)
        case "time": .time(time)
        case "timestamp": .double(instant.timeIntervalSince1970)
        default: nil
        }
    }
}

extension Duration {
    fileprivate func builtinMember(_ name: String) -> DynamicValue? {
        let parts = calendarParts
        switch name {
        case "days": return .int(parts.days)
        case "seconds": return .int(parts.seconds)
        case "microseconds": return .int(parts.microseconds)
        case "total_seconds":
            return .double(
                Double(parts.days) * 86_400 + Double(parts.seconds)
                    + Double(parts.microseconds) / 1_000_000)
        default: return nil
        }
    }
}
