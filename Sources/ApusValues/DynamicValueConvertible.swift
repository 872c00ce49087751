public import FoundationEssentials

extension DynamicValue: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { self }
}

extension Bool: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .bool(self) }
}

extension Int: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .int(self) }
}

extension Double: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .double(self) }
}

extension String: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .string(self) }
}

extension Substring: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .string(String(self)) }
}

extension Date: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .date(self) }
}

extension Duration: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .duration(self) }
}

extension CivilDate: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .day(self) }
}

extension TimeOfDay: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .time(self) }
}

extension CivilDateTime: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .dateTime(self) }
}

extension DecimalNumber: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .decimal(self) }
}

extension Optional: DynamicValueConvertible where Wrapped: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { self?.dynamicValue ?? .null }
}

extension Array: DynamicValueConvertible where Element: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .list(Element.dynamicValues(of: self)) }
}

extension DynamicDictionary: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue { .dictionary(self) }
}

extension Dictionary: DynamicValueConvertible where Key == String, Value: DynamicValueConvertible {
    /// This value as a `DynamicValue`.
    @inlinable public var dynamicValue: DynamicValue {
        var result = DynamicDictionary(minimumCapacity: count)
        for (key, value) in sorted(by: { $0.key < $1.key }) { result[key] = value.dynamicValue }
        return .dictionary(result)
    }
}
