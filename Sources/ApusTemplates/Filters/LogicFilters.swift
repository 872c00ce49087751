internal import ApusValues

extension Library {
    /// The filters that choose.
    mutating func addLogicFilters() {
        addFilter("default", argument: .required) { value, argument, _ in
            value.isTrue ? value : argument ?? .null
        }
        addFilter("default_if_none", argument: .required) { value, argument, _ in
            value.isNull ? argument ?? .null : value
        }
        addFilter("yesno", argument: .optional) { value, argument, _ in
            let words = (argument?.text ?? "yes,no,maybe").utf8.split(
                separator: UInt8(ascii: ","), omittingEmptySubsequences: false
            ).map { String(decoding: $0, as: UTF8.self) }
            guard words.count > 1 else { return value }
            if value.isNull { return .string(words.count > 2 ? words[2] : words[1]) }
            return .string(value.isTrue ? words[0] : words[1])
        }
        addFilter("pluralize", argument: .optional) { value, argument, _ in
            .string(plural(value, argument?.text ?? "s"))
        }
        addFilter("divisibleby", argument: .required) { value, argument, _ in
            guard let number = value.asDecimalInteger.flatMap({ Int128($0.plain) }),
                let divisor = argument?.asInteger.map({ Int128($0) }), divisor != 0
            else {
                throw TemplateError(
                    .rendering,
                    "'divisibleby' needs two whole numbers, the second not zero: "
                        + "\(value.literal), \(argument?.literal ?? "nothing").")
            }
            return .bool(number.isMultiple(of: divisor))
        }
    }
}

/// The ending that `endings`, `s` or `y,ies`, has for `value`.
private func plural(_ value: DynamicValue, _ endings: String) -> String {
    let forms = (endings.contains(",") ? endings : "," + endings).split(
        separator: ",", omittingEmptySubsequences: false
    ).map(String.init)
    guard forms.count == 2 else { return "" }
    switch value {
    case .int(let number): return number == 1 ? forms[0] : forms[1]
    case .bool, .double, .decimal:
        return value.isEqual(to: .int(1)) ? forms[0] : forms[1]
    case .string(let text), .html(let text):
        guard let number = DecimalNumber(text) else { return "" }
        return number.compare(to: DecimalNumber(1)) == 0 ? forms[0] : forms[1]
    case .list(let values): return values.count == 1 ? forms[0] : forms[1]
    case .dictionary(let dictionary): return dictionary.count == 1 ? forms[0] : forms[1]
    case .object(let object):
        guard let elements = try? object.elements() else { return "" }
        return elements.count == 1 ? forms[0] : forms[1]
    default: return ""
    }
}
