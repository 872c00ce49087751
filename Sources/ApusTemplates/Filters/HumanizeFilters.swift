internal import ApusValues

extension Library {
    /// `{% load humanize %}`: numbers and dates as people say them.
    static let humanize: Library = {
        var library = Library()
        library.addFilter("apnumber", isSafe: true) { value, _, _ in
            let words = [
                "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
            ]
            guard let number = value.asDecimalInteger else { return value }
            guard let index = number.integer, (1...9).contains(index) else {
                return number.asValue
            }
            return .string(words[index - 1])
        }
        library.addFilter("intcomma", isSafe: true, argument: .optional) { value, _, _ in
            .string(withCommas(value))
        }
        library.addFilter("intword") { value, _, _ in inWords(value) }
        library.addFilter("ordinal", isSafe: true) { value, _, _ in
            guard let number = value.asDecimalInteger else { return value }
            if number.isNegative && !number.isZero { return .string(number.plain) }
            let digits = number.plain.filter { $0 != "-" }
            return .html(digits + ordinalEnding(digits))
        }
        library.addFilter("naturalday", argument: .optional) { value, argument, context in
            naturalDay(value, argument, context)
        }
        library.addFilter("naturaltime") { value, _, context in naturalTime(value, context) }
        return library
    }()
}

extension DecimalNumber {
    /// An `int` where it fits.
    fileprivate var asValue: DynamicValue { integer.map { .int($0) } ?? .decimal(self) }
}

private func ordinalEnding(_ digits: String) -> String {
    let last = digits.utf8.suffix(2)
    if last.count == 2, last.first == UInt8(ascii: "1") { return "th" }
    switch last.last {
    case UInt8(ascii: "1"): return "st"
    case UInt8(ascii: "2"): return "nd"
    case UInt8(ascii: "3"): return "rd"
    default: return "th"
    }
}

private func withCommas(_ value: DynamicValue) -> String {
    let format = NumberFormat.englishGrouped
    switch value {
    case .int(let number): return format.string(from: number)
    case .double(let number): return format.string(from: number)
    case .decimal(let number): return format.string(from: number)
    case .bool(let flag): return flag ? "1" : "0"
    case .string(let text), .html(let text):
        if let number = DecimalNumber(text) { return format.string(from: number) }
        let isNegative = text.hasPrefix("-")
        let digits = text.dropFirst(isNegative ? 1 : 0).prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty else { return text }
        return (isNegative ? "-" : "") + format.string(fromPlain: String(digits))
            + text.dropFirst(digits.count + (isNegative ? 1 : 0))
    default: return value.text
    }
}

/// `1.2 million`; numbers below a million stay.
private func inWords(_ value: DynamicValue) -> DynamicValue {
    guard let number = value.asDecimalInteger else { return value }
    let names = [
        (6, "million"), (9, "billion"), (12, "trillion"), (15, "quadrillion"),
        (18, "quintillion"), (21, "sextillion"), (24, "septillion"), (27, "octillion"),
        (30, "nonillion"), (33, "decillion"), (100, "googol"),
    ]
    guard !number.isZero, number.adjustedExponent >= 6 else { return number.asValue }
    for (power, name) in names where number.adjustedExponent < power + 3 {
        let scaled = DecimalNumber(
            isNegative: number.isNegative, digits: number.digits,
            exponent: number.exponent - power)
        // The quotient is a Double in Django, and it is that which is rounded.
        let text = DecimalNumber(scaled.double).rounded(toPlaces: 1).plain
        return .string(text + " " + name)
    }
    return number.asValue
}

private func naturalDay(
    _ value: DynamicValue, _ format: DynamicValue?, _ context: FilterContext
) -> DynamicValue {
    let day: CivilDate
    var zone = context.zone
    switch value {
    case .day(let given): day = given
    case .date(let instant): day = CivilDateTime(instant, in: context.zone).date
    case .dateTime(let moment):
        day = moment.date
        zone = moment.zone ?? zone
    default: return value
    }
    let today = CivilDateTime(context.environment.now(), in: zone).date
    switch day.daysSinceEpoch - today.daysSinceEpoch {
    case 0: return .string("today")
    case 1: return .string("tomorrow")
    case -1: return .string("yesterday")
    default:
        let format = format.map { DateFormat.named($0.text) } ?? .date
        return .string(format.string(from: day, wallZone: zone) ?? "")
    }
}

private func naturalTime(_ value: DynamicValue, _ context: FilterContext) -> DynamicValue {
    guard let moment = moment(value) else { return value }
    var now = CivilDateTime(context.environment.now(), in: moment.zone ?? context.zone)
    if moment.zone == nil { now.zone = nil }
    let micros =
        (now.epochSeconds - moment.epochSeconds) * 1_000_000 + now.time.microsecond
        - moment.time.microsecond
    let isPast = micros > 0
    let seconds = abs(micros) / 1_000_000
    let ending = isPast ? "ago" : "from now"
    switch seconds {
    case 0: return .string("now")
    case 1..<60: return .string(counted(seconds, "a second", "seconds", ending))
    case 60..<3600: return .string(counted(seconds / 60, "a minute", "minutes", ending))
    case 3600..<86_400: return .string(counted(seconds / 3600, "an hour", "hours", ending))
    default:
        let span =
            isPast ? TimeSince.text(from: moment, to: now) : TimeSince.text(from: now, to: moment)
        return .string(span + " " + ending)
    }
}

private func counted(_ count: Int, _ one: String, _ many: String, _ ending: String) -> String {
    (count == 1 ? one : "\(count)\u{A0}\(many)") + " " + ending
}
