import ApusValues
import Testing

@Suite struct CivilDateTests {
    @Test func `every day of eight centuries survives the round trip`() {
        var previous = CivilDate(daysSinceEpoch: -200_001)
        for days in -200_000...92_000 {
            let date = CivilDate(daysSinceEpoch: days)
            #expect(date.daysSinceEpoch == days)
            #expect(previous < date)
            previous = date
        }
    }

    @Test(arguments: [
        (0, CivilDate(year: 1970, month: 1, day: 1), 4),
        (11_016, CivilDate(year: 2000, month: 2, day: 29), 2),
        (20_780, CivilDate(year: 2026, month: 11, day: 23), 1),
        (-1, CivilDate(year: 1969, month: 12, day: 31), 3),
    ])
    func `known days have their date and weekday`(days: Int, date: CivilDate, weekday: Int) {
        #expect(CivilDate(daysSinceEpoch: days) == date)
        #expect(date.weekday == weekday)
    }
}
