import ApusValues
import FoundationEssentials

/// Functions of dates, which SQLite holds as text in UTC.
let dateFunctions: [SQLFunction] = [
    // A part of a date as a time zone's clocks show it.
    SQLFunction("apus_part", 3) { call in
        guard let part = call.text(0), let local = try moment(call, 1, zone: 2) else {
            return .null
        }
        return try local.part(part)
    },
    // What is left of a date when what is finer than a unit is cut off.
    SQLFunction("apus_trunc", 4) { call in
        guard let unit = call.text(0), let kind = call.text(1),
            let local = try moment(call, 2, zone: 3)
        else { return .null }
        let cut = local.truncated(to: unit)
        switch kind {
        case "date": return .text(cut.date.databaseText)
        case "time": return .text(cut.time.databaseText)
        default: return .text(cut.instant.databaseText)
        }
    },
    // Microseconds between two moments.
    SQLFunction("apus_difference", 2) { call in
        guard let left = try moment(call, 0, zone: nil), let right = try moment(call, 1, zone: nil)
        else { return .null }
        return .integer(left.microseconds - right.microseconds)
    },
    // A moment so many microseconds later.
    SQLFunction("apus_shift", 2) { call in
        guard let start = try moment(call, 0, zone: nil), let by = call.integer(1) else {
            return .null
        }
        let (end, overflow) = start.microseconds.addingReportingOverflow(by)
        if overflow { throw FunctionError("the date would be out of range") }
        return .text(Date(timeIntervalSince1970: Double(end) / 1_000_000).databaseText)
    },
    // A time of the day so many microseconds later, past midnight from its start.
    SQLFunction("apus_shift_time", 2) { call in
        guard let start = try moment(call, 0, zone: nil), let by = call.integer(1) else {
            return .null
        }
        let day: Int64 = 86_400_000_000
        let total = ((start.microseconds % day + by % day) % day + day) % day
        return .text(
            TimeOfDay(
                secondOfDay: Int(total / 1_000_000), microsecond: Int(total % 1_000_000)
            ).databaseText)
    },
]

/// A date, a time or both, in a zone.
private func moment(
    _ call: FunctionCall, _ index: Int, zone zoneIndex: Int?
) throws -> CivilDateTime? {
    guard var text = call.text(index) else { return nil }
    if text.utf8.dropFirst(2).first == UInt8(ascii: ":") { text = "1970-01-01 " + text }
    guard let instant = text.withUTF8({ Date(databaseText: $0) }) else {
        throw FunctionError("'\(text)' is not a date")
    }
    guard let zoneIndex, let name = call.text(zoneIndex) else {
        return CivilDateTime(instant, in: .utc)
    }
    guard let zone = Zone(named: name) else {
        throw FunctionError("there is no time zone '\(name)'")
    }
    return CivilDateTime(instant, in: zone)
}

extension CivilDateTime {
    fileprivate var microseconds: Int64 {
        Int64(localSeconds) * 1_000_000 + Int64(time.microsecond)
    }

    fileprivate func part(_ name: String) throws -> SQLValue {
        let number: Int
        switch name {
        case "year": number = date.year
        case "iso_year": number = date.isoWeek.year
        case "quarter": number = (date.month + 2) / 3
        case "month": number = date.month
        case "week": number = date.isoWeek.week
        case "day": number = date.day
        case "week_day": number = date.weekday + 1
        case "iso_week_day": number = (date.weekday + 6) % 7 + 1
        case "hour": number = time.hour
        case "minute": number = time.minute
        case "second": number = time.second
        case "date": return .text(date.databaseText)
        case "time": return .text(time.databaseText)
        default: throw FunctionError("a date has no part '\(name)'")
        }
        return .integer(Int64(number))
    }

    fileprivate func truncated(to unit: String) -> CivilDateTime {
        var date = date
        var time = time
        time.microsecond = 0
        switch unit {
        case "year": (date.month, date.day) = (1, 1)
        case "quarter": (date.month, date.day) = ((date.month - 1) / 3 * 3 + 1, 1)
        case "month": date.day = 1
        case "week":
            date = CivilDate(daysSinceEpoch: date.daysSinceEpoch - (date.weekday + 6) % 7)
        default: break
        }
        switch unit {
        case "hour": (time.minute, time.second) = (0, 0)
        case "minute": time.second = 0
        case "second": break
        default: time = TimeOfDay(hour: 0, minute: 0)
        }
        return CivilDateTime(date: date, time: time, zone: zone)
    }
}

extension CivilDate {
    /// `2026-11-23`.
    var databaseText: String { sqlValue.asText }
}

extension TimeOfDay {
    /// `04:14:48.123456`, the microseconds left out where they are 0.
    var databaseText: String {
        func padded(_ number: Int, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        let clock = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
        return microsecond == 0 ? clock : "\(clock).\(padded(microsecond, 6))"
    }
}
