/// Whether `year` has a February 29.
func isLeapYear(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

/// How many days the month has; zero where `month` is none.
func daysInMonth(_ month: Int, of year: Int) -> Int {
    switch month {
    case 1, 3, 5, 7, 8, 10, 12: 31
    case 4, 6, 9, 11: 30
    case 2: isLeapYear(year) ? 29 : 28
    default: 0
    }
}

extension CivilDate {
    /// The day, or nil where the calendar has none such.
    public init?(checkedYear year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), day >= 1, day <= daysInMonth(month, of: year) else {
            return nil
        }
        self.init(year: year, month: month, day: day)
    }

    /// 1 on January 1.
    public var dayOfYear: Int {
        daysSinceEpoch - CivilDate(year: year, month: 1, day: 1).daysSinceEpoch + 1
    }

    /// The ISO 8601 week, and the year it belongs to.
    public var isoWeek: (year: Int, week: Int) {
        // The week belongs to the year of its Thursday.
        let thursday = CivilDate(daysSinceEpoch: daysSinceEpoch + 3 - (weekday + 6) % 7)
        return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
    }
}
