internal import ApusValues

extension Library {
    /// The filters of numbers.
    mutating func addNumberFilters() {
        addFilter("add", argument: .required) { value, argument, _ in
            add(value, argument ?? .null)
        }
        addFilter("floatformat", isSafe: true, argument: .optional) { value, argument, _ in
            floatFormat(value, argument ?? .int(-1))
        }
        addFilter("filesizeformat", isSafe: true) { value, _, _ in .string(fileSize(value)) }
        addFilter("get_digit", argument: .required) { value, argument, _ in
            guard let place = argument?.asInteger, let number = value.asDecimalInteger else {
                return value
            }
            guard place >= 1 else {
                return number.integer.map { .int($0) } ?? .decimal(number)
            }
            let digits = number.plain.utf8
            guard place <= digits.count else { return .int(0) }
            let digit = Array(digits)[digits.count - place]
            return digit == UInt8(ascii: "-") ? value : .int(Int(digit) - 0x30)
        }
    }
}

extension DynamicValue {
    /// The value as an integer of any size the way Python's `int` reads it, or nil.
    var asDecimalInteger: DecimalNumber? {
        switch self {
        case .double(let number):
            number.isFinite ? DecimalNumber(number).truncated : nil
        case .int, .bool, .decimal:
            number.flatMap { $0.kind == .finite ? $0.truncated : nil }
        case .string(let text), .html(let text):
            DecimalNumber(text).flatMap { number in
                number.kind == .finite && number.exponent == 0 && !text.utf8.contains(0x2E)
                    && !text.utf8.contains(where: { $0 | 0x20 == 0x65 }) ? number : nil
            }
        default: nil
        }
    }
}

/// Django's `floatformat`: so many places, a half rounded up; a negative argument leaves them out
/// where there is no fraction; `g` groups the thousands, `u` writes without localisation.
private func floatFormat(_ value: DynamicValue, _ argument: DynamicValue) -> DynamicValue {
    var places = argument
    var format = NumberFormat()
    if case .string(let text) = argument.plainText {
        var rest = text[...]
        for _ in 0..<2 {
            if rest.hasSuffix("g") {
                format = .englishGrouped
                rest = rest.dropLast()
            } else if rest.hasSuffix("u") {
                rest = rest.dropLast()
            }
        }
        if text.hasSuffix("u") || text.hasSuffix("ug") {
            // Without localisation there is no separator to group with.
            format = NumberFormat()
        }
        places = rest.isEmpty ? .int(-1) : .string(String(rest))
    }
    guard let number = decimal(value) else { return .string("") }
    guard let places = places.asInteger else { return .string(value.text) }
    guard number.kind == .finite, number.digits.count + abs(number.exponent) <= 200,
        abs(places) <= 1000
    else { return .string(value.text) }
    let hasFraction = number.truncated.compare(to: number) != 0
    if !hasFraction && places <= 0 {
        format.decimalPlaces = 0
        return .html(format.string(fromPlain: withoutMinusZero(number.truncated).plain))
    }
    format.decimalPlaces = abs(places)
    let rounded = withoutMinusZero(number.rounded(toPlaces: abs(places)))
    return .html(format.string(fromPlain: rounded.plain))
}

private func withoutMinusZero(_ number: DecimalNumber) -> DecimalNumber {
    guard number.isZero else { return number }
    return DecimalNumber(isNegative: false, digits: [0], exponent: number.exponent)
}

private func decimal(_ value: DynamicValue) -> DecimalNumber? {
    switch value {
    case .bool(let flag): DecimalNumber(flag ? 1 : 0)
    case .string(let text), .html(let text): DecimalNumber(text)
    default: value.number
    }
}

/// `13 KB`, `4.1 MB`, `102 bytes`, with a no-break space.
private func fileSize(_ value: DynamicValue) -> String {
    guard let size = value.asDecimalInteger else { return "0\u{A0}bytes" }
    let magnitude = size.double.magnitude
    let sign = size.isNegative && !size.isZero ? "-" : ""
    guard magnitude >= 1024 else {
        let count = Int(magnitude)
        return "\(sign)\(count)\u{A0}byte\(count == 1 ? "" : "s")"
    }
    var scaled = magnitude / 1024
    var unit = 0
    let units = ["KB", "MB", "GB", "TB", "PB"]
    while scaled >= 1024, unit < units.count - 1 {
        scaled /= 1024
        unit += 1
    }
    let text = NumberFormat(decimalPlaces: 1).string(
        from: DecimalNumber(PercentFormat.fixed(scaled, places: 1)) ?? DecimalNumber(0))
    return sign + text + "\u{A0}" + units[unit]
}

extension DynamicValue {
    /// The value as plain text where it is a text.
    fileprivate var plainText: DynamicValue {
        if case .html(let text) = self { return .string(text) }
        return self
    }
}

/// The sum of two integers, also as texts; else whatever Python's `+` makes of both.
private func add(_ left: DynamicValue, _ right: DynamicValue) -> DynamicValue {
    if let one = left.asInteger, let other = right.asInteger {
        let (sum, overflows) = one.addingReportingOverflow(other)
        if !overflows { return .int(sum) }
    }
    if let one = left.asDecimalInteger, let other = right.asDecimalInteger,
        let first = Int128(one.plain), let second = Int128(other.plain)
    {
        let (sum, overflows) = first.addingReportingOverflow(second)
        if !overflows, let number = DecimalNumber(String(sum)) { return .decimal(number) }
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
