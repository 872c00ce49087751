extension Validator where Value: Comparable & Sendable {
    /// At least `limit`.
    public static func minValue(_ limit: Value) -> Validator {
        minValue { limit }
    }

    /// At least what `limit` gives when the value is checked.
    public static func minValue(_ limit: @escaping @Sendable () -> Value) -> Validator {
        Validator { value in
            let limit = limit()
            if value < limit {
                throw limitError(
                    "Ensure this value is greater than or equal to %(limit_value)s.",
                    code: "min_value", limit: limit, value: value)
            }
        }
    }

    /// At most `limit`.
    public static func maxValue(_ limit: Value) -> Validator {
        maxValue { limit }
    }

    /// At most what `limit` gives when the value is checked.
    public static func maxValue(_ limit: @escaping @Sendable () -> Value) -> Validator {
        Validator { value in
            let limit = limit()
            if value > limit {
                throw limitError(
                    "Ensure this value is less than or equal to %(limit_value)s.",
                    code: "max_value", limit: limit, value: value)
            }
        }
    }
}

extension Validator where Value == String {
    /// At least so many characters (Unicode scalars, as databases count).
    public static func minLength(_ limit: Int) -> Validator {
        Validator { text in
            let count = text.unicodeScalars.count
            if count < limit { throw lengthError("at least", "min_length", limit, count, text) }
        }
    }

    /// At most so many characters (Unicode scalars, as databases count).
    public static func maxLength(_ limit: Int) -> Validator {
        Validator { text in
            // A scalar has four bytes at most, and one at least.
            if text.utf8.count <= limit { return }
            let count = text.unicodeScalars.count
            if count > limit { throw lengthError("at most", "max_length", limit, count, text) }
        }
    }
}

extension Validator where Value: FixedWidthInteger & Sendable {
    /// `offset` and so many steps.
    public static func step(_ size: Value, from offset: Value? = nil) -> Validator {
        Validator { value in
            // A step of one, and of none, meets every value.
            if size.magnitude <= 1 || rest(of: value, by: size) == rest(of: offset ?? 0, by: size) {
                return
            }
            throw stepError(size, offset, offset.map { examples(from: $0, size) })
        }
    }

    /// What remains of `value` when steps of `size` are taken away: the same for all values that
    /// are whole steps apart. Their difference itself may not fit the type.
    private static func rest(of value: Value, by size: Value) -> Value {
        let rest = value % size
        if rest >= 0 { return rest }
        return size > 0 ? rest + size : rest - size
    }

    /// The first values from `offset` on, as many of three as the type holds.
    private static func examples(from offset: Value, _ size: Value) -> [String] {
        var texts = ["\(offset)"]
        var value = offset
        while texts.count < 3 {
            let (next, overflows) = value.addingReportingOverflow(size)
            if overflows { break }
            value = next
            texts.append("\(value)")
        }
        return texts
    }
}

extension Validator where Value == Double {
    /// `offset` and so many steps, to within a billionth.
    public static func step(_ size: Double, from offset: Double? = nil) -> Validator {
        Validator { value in
            let rest = (value - (offset ?? 0)).remainder(dividingBy: size)
            if abs(rest) <= 1e-9 { return }
            throw stepError(
                pythonText(of: size), offset.map(pythonText(of:)),
                offset.map { [$0, $0 + size, $0 + 2 * size].map(pythonText(of:)) })
        }
    }
}

private func limitError(
    _ message: String, code: String, limit: some Any, value: some Any
) -> ValidationError {
    let parameters = [
        "limit_value": shown(limit), "show_value": shown(value), "value": shown(value),
    ]
    return ValidationError(
        message.filled(with: parameters), code: code, parameters: parameters)
}

private func shown(_ value: Any) -> String {
    (value as? any DynamicValueConvertible).map { $0.dynamicValue.description } ?? "\(value)"
}

private func lengthError(
    _ side: String, _ code: String, _ limit: Int, _ count: Int, _ text: String
) -> ValidationError {
    ValidationError(
        "Ensure this value has \(side) \(limit) character\(limit == 1 ? "" : "s") (it has \(count)).",
        code: code,
        parameters: ["limit_value": "\(limit)", "show_value": "\(count)", "value": text])
}

/// `examples` are the first values, three at most, where there is an offset.
func stepError(_ size: some Any, _ offset: Any?, _ examples: [String]?) -> ValidationError {
    var message = "Ensure this value is a multiple of step size \(size)"
    var parameters = ["limit_value": "\(size)"]
    if let offset, let examples {
        message +=
            ", starting from \(offset), e.g. \(examples.joined(separator: ", ")), and so on"
        parameters["offset"] = "\(offset)"
        parameters["valid_value1"] = examples.dropFirst().first
        parameters["valid_value2"] = examples.dropFirst(2).first
    }
    return ValidationError(message + ".", code: "step_size", parameters: parameters)
}
