public import FoundationEssentials

extension DynamicValue: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { self }
}

extension Bool: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .bool(self) }
}

extension Int: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .int(self) }
}

extension Double: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .double(self) }
}

extension String: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .string(self) }
}

extension Substring: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .string(String(self)) }
}

extension Date: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .date(self) }
}

extension Duration: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .duration(self) }
}

extension CivilDate: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .day(self) }
}

extension TimeOfDay: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .time(self) }
}

extension CivilDateTime: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .dateTime(self) }
}

extension DecimalNumber: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .decimal(self) }
}

extension Optional: DynamicValueConvertible where Wrapped: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { self?.dynamicValue ?? .null }
}

extension Array: DynamicValueConvertible where Element: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .list(map(\.dynamicValue)) }
}

extension DynamicDictionary: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .dictionary(self) }
}

extension Dictionary: DynamicValueConvertible where Key == String, Value: DynamicValueConvertible {
    public var dynamicValue: DynamicValue {
        var result = DynamicDictionary(minimumCapacity: count)
        for (key, value) in sorted(by: { $0.key < $1.key }) { result[key] = value.dynamicValue }
        return .dictionary(result)
    }
}
