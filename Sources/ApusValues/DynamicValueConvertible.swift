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

extension Date: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .date(self) }
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
        var result = DynamicDictionary()
        for key in keys.sorted() { result[key] = self[key]?.dynamicValue }
        return .dictionary(result)
    }
}
