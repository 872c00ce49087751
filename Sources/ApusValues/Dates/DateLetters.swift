/// A moment, ready to be read letter by letter.
struct Reading {
    private let moment: CivilDateTime
    private let date: CivilDate
    private let time: TimeOfDay
    /// The same with a zone where one is known.
    private let placed: CivilDateTime

    init(_ moment: CivilDateTime, wallZone: Zone?) {
        self.moment = moment
        date = moment.date
        time = moment.time
        var placed = moment
        if placed.zone == nil { placed.zone = wallZone }
        self.placed = placed
    }

    /// The zone's offset, where there is one and it is certain.
    private var offset: Zone.Offset? {
        guard let zone = placed.zone else { return nil }
        let found = placed.offset
        let other = zone.offset(
            ofLocal: placed.localSeconds, isSecondPass: !placed.isSecondPass)
        return found.seconds == other.seconds ? found : nil
    }

    /// What one of Django's letters stands for.
    func text(of letter: UInt8) -> String? {
        switch Unicode.Scalar(letter) {
        case "a": return time.hour > 11 ? "p.m." : "a.m."
        case "A": return time.hour > 11 ? "PM" : "AM"
        case "b": return EnglishDates.shortMonths[month].lowercased()
        case "c": return iso
        case "d": return padded(date.day, 2)
        case "D": return EnglishDates.shortDays[date.weekday]
        case "e":
            guard moment.zone != nil, let offset else { return "" }
            return offset.abbreviation
        case "E", "F": return EnglishDates.months[month]
        case "f":
            return time.minute == 0 ? String(twelve) : "\(twelve):" + padded(time.minute, 2)
        case "g": return String(twelve)
        case "G": return String(time.hour)
        case "h": return padded(twelve, 2)
        case "H": return padded(time.hour, 2)
        case "i": return padded(time.minute, 2)
        case "I": return offset.map { $0.isDaylightSaving ? "1" : "0" } ?? ""
        case "j": return String(date.day)
        case "l": return EnglishDates.days[date.weekday]
        case "L": return isLeapYear(date.year) ? "True" : "False"
        case "m": return padded(date.month, 2)
        case "M": return EnglishDates.shortMonths[month]
        case "n": return String(date.month)
        case "N": return EnglishDates.pressMonths[month]
        case "o": return String(date.isoWeek.year)
        case "O": return offset.map { offsetText($0.seconds, separator: "") } ?? ""
        case "P":
            if time.minute == 0 && time.hour == 0 { return "midnight" }
            if time.minute == 0 && time.hour == 12 { return "noon" }
            return (text(of: UInt8(ascii: "f")) ?? "") + (time.hour > 11 ? " p.m." : " a.m.")
        case "r": return rfc5322
        case "s": return padded(time.second, 2)
        case "S": return ordinal(date.day)
        case "t": return String(daysInMonth(date.month, of: date.year))
        case "T": return offset?.abbreviation ?? ""
        case "u": return padded(time.microsecond, 6)
        case "U": return String(placed.epochSeconds)
        case "w": return String(date.weekday)
        case "W": return String(date.isoWeek.week)
        case "y": return padded(date.year % 100, 2)
        case "Y": return padded(date.year, 4)
        case "z": return String(date.dayOfYear)
        case "Z": return offset.map { String($0.seconds) } ?? ""
        default: return nil
        }
    }

    private var month: Int { max(0, min(11, date.month - 1)) }

    private var twelve: Int { time.hour % 12 == 0 ? 12 : time.hour % 12 }

    private var iso: String {
        let text = date.description + "T" + time.description
        guard moment.zone != nil else { return text }
        return text + offsetText(moment.offset.seconds, separator: ":")
    }

    /// The form that mail has (RFC 5322, section 3.3).
    private var rfc5322: String {
        let offset =
            placed.zone == nil ? "-0000" : offsetText(placed.offset.seconds, separator: "")
        let day = EnglishDates.shortDays[date.weekday] + ", " + padded(date.day, 2)
        let month = EnglishDates.shortMonths[self.month]
        let clock =
            padded(time.hour, 2) + ":" + padded(time.minute, 2) + ":" + padded(time.second, 2)
        return "\(day) \(month) \(padded(date.year, 4)) \(clock) \(offset)"
    }

    private func ordinal(_ day: Int) -> String {
        if (11...13).contains(day) { return "th" }
        switch day % 10 {
        case 1: return "st"
        case 2: return "nd"
        case 3: return "rd"
        default: return "th"
        }
    }
}

/// The names that dates have in English.
enum EnglishDates {
    static let days = [
        "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    ]
    static let shortDays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
    static let shortMonths = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    /// As the Associated Press writes them.
    static let pressMonths = [
        "Jan.", "Feb.", "March", "April", "May", "June", "July", "Aug.", "Sept.", "Oct.", "Nov.",
        "Dec.",
    ]
}
