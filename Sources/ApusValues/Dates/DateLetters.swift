extension DateFormat {
    /// What one of Django's letters stands for in `moment`.
    static func text(of letter: UInt8, in moment: CivilDateTime) -> String? {
        let date = moment.date
        let time = moment.time
        switch Unicode.Scalar(letter) {
        case "a": return time.hour > 11 ? "p.m." : "a.m."
        case "A": return time.hour > 11 ? "PM" : "AM"
        case "b": return EnglishDates.shortMonths[month(date)].lowercased()
        case "c": return iso(moment)
        case "d": return padded(date.day, 2)
        case "D": return EnglishDates.shortDays[date.weekday]
        case "e":
            guard let zone = moment.zone else { return "" }
            return zone.isFixed ? zone.name : moment.offset.abbreviation
        case "E", "F": return EnglishDates.months[month(date)]
        case "f":
            let hour = padless12(time)
            return time.minute == 0 ? hour : hour + ":" + padded(time.minute, 2)
        case "g": return padless12(time)
        case "G": return String(time.hour)
        case "h": return padded(twelve(time), 2)
        case "H": return padded(time.hour, 2)
        case "i": return padded(time.minute, 2)
        case "I": return moment.zone == nil ? "" : moment.offset.isDaylightSaving ? "1" : "0"
        case "j": return String(date.day)
        case "l": return EnglishDates.days[date.weekday]
        case "L": return isLeapYear(date.year) ? "True" : "False"
        case "m": return padded(date.month, 2)
        case "M": return EnglishDates.shortMonths[month(date)]
        case "n": return String(date.month)
        case "N": return EnglishDates.pressMonths[month(date)]
        case "o": return String(date.isoWeek.year)
        case "O":
            return moment.zone == nil ? "" : offsetText(moment.offset.seconds, separator: "")
        case "P":
            if time.minute == 0 && time.hour == 0 { return "midnight" }
            if time.minute == 0 && time.hour == 12 { return "noon" }
            return (text(of: UInt8(ascii: "f"), in: moment) ?? "")
                + (time.hour > 11 ? " p.m." : " a.m.")
        case "r": return rfc5322(moment)
        case "s": return padded(time.second, 2)
        case "S": return ordinal(date.day)
        case "t": return String(daysInMonth(date.month, of: date.year))
        case "T": return moment.zone == nil ? "" : moment.offset.abbreviation
        case "u": return padded(time.microsecond, 6)
        case "U": return String(moment.epochSeconds)
        case "w": return String(date.weekday)
        case "W": return String(date.isoWeek.week)
        case "y": return padded(date.year % 100, 2)
        case "Y": return padded(date.year, 4)
        case "z": return String(date.dayOfYear)
        case "Z": return moment.zone == nil ? "" : String(moment.offset.seconds)
        default: return nil
        }
    }

    private static func month(_ date: CivilDate) -> Int { max(0, min(11, date.month - 1)) }

    private static func twelve(_ time: TimeOfDay) -> Int {
        time.hour % 12 == 0 ? 12 : time.hour % 12
    }

    private static func padless12(_ time: TimeOfDay) -> String { String(twelve(time)) }

    private static func iso(_ moment: CivilDateTime) -> String {
        let text = moment.date.description + "T" + moment.time.description
        guard moment.zone != nil else { return text }
        return text + offsetText(moment.offset.seconds, separator: ":")
    }

    private static func rfc5322(_ moment: CivilDateTime) -> String {
        let offset = moment.zone == nil ? "-0000" : offsetText(moment.offset.seconds, separator: "")
        return EnglishDates.shortDays[moment.date.weekday] + ", "
            + String(moment.date.day) + " "
            + EnglishDates.shortMonths[month(moment.date)] + " "
            + padded(moment.date.year, 4) + " "
            + padded(moment.time.hour, 2) + ":" + padded(moment.time.minute, 2) + ":"
            + padded(moment.time.second, 2) + " " + offset
    }

    private static func ordinal(_ day: Int) -> String {
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
