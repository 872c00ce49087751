import Apus

/// Dates written, read and compared: `dates_own.json`, `dates_parse_format.json`.
struct DateCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        let output: Result<DynamicValue?, any Error> = Result {
            if let operation = item["op"]?.string {
                return try run(operation, item)
            }
            return try call(item["fn"]?.string ?? "", item)
        }
        if let error = item["expect_error"]?.string {
            if case .success(let value) = output {
                return .failed(expected: error, got: value?.literal ?? "nothing")
            }
            return .passed
        }
        let expected = DynamicValue(case: item["expect"] ?? .null)
        let got = try output.get() ?? .null
        if case .dateTime(let left) = expected, case .dateTime(let right) = got {
            return left.date == right.date && left.time == right.time
                && left.offset.seconds == right.offset.seconds
                && (left.zone == nil) == (right.zone == nil)
                ? .passed : .failed(expected: expected.literal, got: got.literal)
        }
        return expected.isEqual(to: got)
            ? .passed : .failed(expected: expected.literal, got: got.literal)
    }

    private func run(_ operation: String, _ item: JSON) throws -> DynamicValue? {
        switch operation {
        case "dateformat":
            return try formatted(
                DynamicValue(case: item["value"] ?? .null), item["format"]?.string ?? "", item)
        case "http_date":
            return .string(
                DateFormat("D, d M Y H:i:s").string(
                    from: CivilDateTime(epochSeconds: item["value"]?.int ?? 0, zone: .utc))
                    + " GMT")
        case "parse_http_date":
            // The cases were recorded in 2026.
            let now = HTTPDate(secondsSince1970: 1_780_000_000)
            guard let date = HTTPDate(item["value"]?.string ?? "", now: now) else {
                throw Unknown(name: "no date")
            }
            return .int(date.secondsSince1970)
        default: return try parse(operation, item["value"]?.string ?? "")
        }
    }

    private func call(_ name: String, _ item: JSON) throws -> DynamicValue? {
        let arguments = (item["args"]?.array ?? []).map { DynamicValue(case: $0) }
        switch name {
        case "dateformat.format", "dateformat.time_format":
            return try formatted(arguments[0], arguments[1].description, item)
        case "timesince", "timeuntil":
            guard let first = moment(arguments[0]), let second = moment(arguments[1]) else {
                return nil
            }
            let depth = item["kwargs"]?["depth"]?.int ?? 2
            return .string(
                name == "timesince"
                    ? TimeSince.text(from: first, to: second, depth: depth)
                    : TimeSince.text(from: second, to: first, depth: depth))
        case "duration_string", "duration_iso_string", "duration_microseconds":
            guard case .duration(let duration) = arguments[0] else { return nil }
            switch name {
            case "duration_string": return .string(DurationText.string(duration))
            case "duration_iso_string": return .string(DurationText.iso(duration))
            default:
                return DecimalNumber(String(DurationText.microseconds(duration))).map {
                    .decimal($0)
                }
            }
        default: return try parse(name, arguments[0].description)
        }
    }

    private func parse(_ name: String, _ text: String) throws -> DynamicValue? {
        switch name {
        case "parse_date": try DateParsing.date(text).map { .day($0) }
        case "parse_time": try DateParsing.time(text).map { .time($0) }
        case "parse_datetime": try DateParsing.dateTime(text).map { .dateTime($0) }
        case "parse_duration": DurationText.parse(text).map { .duration($0) }
        default: throw Unknown(name: name)
        }
    }

    private func formatted(
        _ value: DynamicValue, _ format: String, _ item: JSON
    ) throws -> DynamicValue? {
        let format = DateFormat(format)
        let zone = Zone(named: item["env"]?["timezone"]?.string ?? "America/Chicago")
        let text: String?
        switch value {
        case .dateTime(let moment): text = format.string(from: moment, wallZone: zone)
        case .day(let day): text = format.string(from: day, wallZone: zone)
        case .time(let time): text = format.string(from: time)
        default: text = nil
        }
        guard let text else { throw Unknown(name: "no such format for \(value)") }
        return .string(text)
    }

    private func moment(_ value: DynamicValue) -> CivilDateTime? {
        switch value {
        case .dateTime(let moment): moment
        case .day(let day): CivilDateTime(date: day, time: TimeOfDay(hour: 0, minute: 0))
        default: nil
        }
    }

    private struct Unknown: Error {
        let name: String
    }
}

/// Numbers written with groups and places: `numberformat_humanize.json`.
struct NumberCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        let arguments = item["args"]?.array ?? []
        let named = item["kwargs"]
        let value = DynamicValue(case: arguments[0])
        let separator = named?["decimal_sep"]?.string ?? arguments.dropFirst().first?.string ?? "."
        let usesGroups =
            named?["force_grouping"]?.bool ?? false
            || (item["env"]?["USE_THOUSAND_SEPARATOR"]?.bool ?? false
                && named?["use_l10n"]?.bool ?? true)
        var grouping: [Int] = []
        if usesGroups {
            switch named?["grouping"] {
            case .int(let size) where size > 0: grouping = [size]
            case .array(let sizes): grouping = sizes.compactMap(\.int)
            default: break
            }
        }
        let format = NumberFormat(
            decimalSeparator: separator,
            decimalPlaces: named?["decimal_pos"]?.int ?? arguments.dropFirst(2).first?.int,
            grouping: grouping, thousandSeparator: named?["thousand_sep"]?.string ?? "")
        let expected = DynamicValue(case: item["expect"] ?? .null).description
        let got =
            switch value {
            case .int(let number): format.string(from: number)
            case .double(let number): format.string(from: number)
            case .decimal(let number) where arguments[0]["$t"]?.string == "bigint":
                format.string(fromPlain: number.plain)
            case .decimal(let number): format.string(from: number)
            default: format.string(fromPlain: value.description)
            }
        return .compare(expected, got)
    }
}
