internal import FoundationEssentials

extension DynamicValue {
    /// Whether both are equal as Python's `==` has it: numbers by their value whatever their
    /// type, texts by their characters, collections by their elements.
    public func isEqual(to other: DynamicValue) -> Bool {
        isEqual(to: other, depth: 0)
    }

    /// -1, 0 or 1 as this value comes before, with or after `other`; nil where the two have no
    /// order, such as a number and a text.
    public func order(against other: DynamicValue) -> Int? {
        order(against: other, depth: 0)
    }

    private static let deepest = 100

    private func isEqual(to other: DynamicValue, depth: Int) -> Bool {
        guard depth < Self.deepest else { return false }
        switch (self, other) {
        case (.int(let left), .int(let right)): return left == right
        case (.string(let left), .string(let right)), (.string(let left), .html(let right)),
            (.html(let left), .string(let right)), (.html(let left), .html(let right)):
            return left.unicodeScalars.elementsEqual(right.unicodeScalars)
        case (.null, .null): return true
        case (.bytes(let left), .bytes(let right)): return left == right
        case (.list(let left), .list(let right)):
            return left.count == right.count
                && zip(left, right).allSatisfy { $0.isEqual(to: $1, depth: depth + 1) }
        case (.dictionary(let left), .dictionary(let right)):
            return left.count == right.count
                && left.entries.allSatisfy { entry in
                    right[entry.key].map { entry.value.isEqual(to: $0, depth: depth + 1) } ?? false
                }
        case (.object(let left), .object(let right)): return left.isSame(as: right)
        default: return order(against: other, depth: depth) == 0
        }
    }

    private func order(against other: DynamicValue, depth: Int) -> Int? {
        guard depth < Self.deepest else { return nil }
        switch (self, other) {
        case (.int(let left), .int(let right)): return Self.order(left, right)
        case (.string(let left), .string(let right)), (.string(let left), .html(let right)),
            (.html(let left), .string(let right)), (.html(let left), .html(let right)):
            return Self.order(left.unicodeScalars, right.unicodeScalars)
        case (.date(let left), .date(let right)): return Self.order(left, right)
        case (.day(let left), .day(let right)): return Self.order(left, right)
        case (.time(let left), .time(let right)): return Self.order(left, right)
        case (.dateTime(let left), .dateTime(let right)):
            guard (left.zone == nil) == (right.zone == nil) else { return nil }
            return Self.order(
                (left.epochSeconds, left.time.microsecond),
                (right.epochSeconds, right.time.microsecond))
        case (.date(let left), .dateTime(let right)) where right.zone != nil:
            return Self.order(left, right.instant)
        case (.dateTime(let left), .date(let right)) where left.zone != nil:
            return Self.order(left.instant, right)
        case (.duration(let left), .duration(let right)): return Self.order(left, right)
        case (.bytes(let left), .bytes(let right)): return Self.order(left, right)
        case (.list(let left), .list(let right)):
            for (own, others) in zip(left, right)
            where !own.isEqual(to: others, depth: depth + 1) {
                return own.order(against: others, depth: depth + 1)
            }
            return Self.order(left.count, right.count)
        default: return numericOrder(against: other)
        }
    }

    private func numericOrder(against other: DynamicValue) -> Int? {
        if let left = integerOrBool, let right = other.integerOrBool {
            return Self.order(left, right)
        }
        if case .double(let left) = self, case .double(let right) = other {
            if left.isNaN || right.isNaN { return nil }
            return Self.order(left, right)
        }
        guard let left = number, let right = other.number else { return nil }
        return left.compare(to: right)
    }

    /// The number as an exact one; nil where it is no number.
    public var number: DecimalNumber? {
        switch self {
        case .int(let number): DecimalNumber(number)
        case .bool(let flag): DecimalNumber(flag ? 1 : 0)
        case .double(let number): DecimalNumber(number)
        case .decimal(let number): number
        default: nil
        }
    }

    private var integerOrBool: Int? {
        switch self {
        case .int(let number): number
        case .bool(let flag): flag ? 1 : 0
        default: nil
        }
    }

    private static func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    private static func order(_ left: (Int, Int), _ right: (Int, Int)) -> Int {
        left < right ? -1 : left == right ? 0 : 1
    }

    private static func order<Elements: Sequence>(_ left: Elements, _ right: Elements) -> Int
    where Elements.Element: Comparable {
        if left.elementsEqual(right) { return 0 }
        return left.lexicographicallyPrecedes(right) ? -1 : 1
    }
}
