internal import ApusValues

extension Renderer {
    /// Whether `condition` holds.
    ///
    /// As in Django, a comparison of what can't be compared is false; so are operators whose
    /// operands fail.
    mutating func isTrue(_ condition: Condition) throws -> Bool {
        switch condition {
        case .value(let expression): return try valueOrNull(of: expression).isTrue
        case .not(let inner): return try !isTrue(inner)
        case .any(let parts):
            for part in parts where try isTrue(part) { return true }
            return false
        case .all(let parts):
            for part in parts where try !isTrue(part) { return false }
            return true
        case .compare(let left, let comparison, let right):
            return compare(try value(of: left), comparison, try value(of: right))
        }
    }

    private mutating func value(of condition: Condition) throws -> DynamicValue {
        switch condition {
        case .value(let expression): return try valueOrNull(of: expression)
        case .any(let parts):
            // Like Python's `or`: the first value that counts as true, else the last.
            var last = DynamicValue.null
            for part in parts {
                last = try value(of: part)
                if last.isTrue { break }
            }
            return last
        case .all(let parts):
            var last = DynamicValue.null
            for part in parts {
                last = try value(of: part)
                if !last.isTrue { break }
            }
            return last
        case .not, .compare: return .bool(try isTrue(condition))
        }
    }

    private func compare(
        _ left: DynamicValue, _ comparison: Condition.Comparison, _ right: DynamicValue
    ) -> Bool {
        switch comparison {
        case .equal: left.isEqual(to: right)
        case .notEqual: !left.isEqual(to: right)
        case .less: left.order(against: right) == -1
        case .lessOrEqual: left.order(against: right).map { $0 <= 0 } ?? false
        case .greater: left.order(against: right) == 1
        case .greaterOrEqual: left.order(against: right).map { $0 >= 0 } ?? false
        case .contained: right.contains(left) ?? false
        case .notContained: right.contains(left).map { !$0 } ?? false
        case .identical: left.isIdentical(to: right)
        case .notIdentical: !left.isIdentical(to: right)
        }
    }
}

extension DynamicValue {
    /// Whether `element` is in this collection or text; nil where this is none.
    func contains(_ element: DynamicValue) -> Bool? {
        switch self {
        case .list(let values): return values.contains { $0.isEqual(to: element) }
        case .dictionary(let dictionary):
            switch element {
            case .string(let key), .html(let key): return dictionary[key] != nil
            case .list, .dictionary: return nil
            default: return false
            }
        case .string(let text), .html(let text):
            switch element {
            case .string(let part), .html(let part): return text.containsText(part)
            default: return nil
            }
        case .object(let object):
            guard let elements = try? object.elements() else { return nil }
            return elements.contains { $0.isEqual(to: element) }
        default: return nil
        }
    }

    /// Whether both are the same single thing: nothing, true, false, or an equal plain value.
    func isIdentical(to other: DynamicValue) -> Bool {
        switch (self, other) {
        case (.null, .null): true
        case (.bool(let left), .bool(let right)): left == right
        case (.int(let left), .int(let right)): left == right
        case (.string(let left), .string(let right)): left == right
        case (.object(let left), .object(let right)): left.isSame(as: right)
        default: false
        }
    }
}

extension String {
    /// Whether `part` is somewhere in this text, byte by byte.
    func containsText(_ part: String) -> Bool {
        let wanted = Array(part.utf8)
        guard let first = wanted.first else { return true }
        let bytes = Array(utf8)
        guard bytes.count >= wanted.count else { return false }
        for start in 0...(bytes.count - wanted.count)
        where bytes[start] == first
            && bytes[start..<(start + wanted.count)].elementsEqual(wanted)
        {
            return true
        }
        return false
    }
}
