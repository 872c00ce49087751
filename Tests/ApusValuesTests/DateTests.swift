import ApusValues
import FoundationEssentials
import Testing

@Suite struct DateTests {
    @Test func `a zone knows its offsets, gaps and doubled hours`() throws {
        let zone = try #require(Zone(named: "America/Chicago"))
        #expect(zone.offset(at: 1_783_180_800).abbreviation == "CDT")
        #expect(zone.offset(at: 0).seconds == -21_600)
        // Beyond the file's last change the rule of its footer goes on.
        #expect(zone.offset(at: 7_258_118_400).abbreviation == "CST")
        #expect(zone.offset(at: 7_273_843_200).abbreviation == "CDT")
        // 2026-11-01 01:30 comes twice, 2026-03-08 02:30 never.
        let twice = CivilDateTime(
            date: CivilDate(year: 2026, month: 11, day: 1), time: TimeOfDay(hour: 1, minute: 30),
            zone: zone)
        var second = twice
        second.isSecondPass = true
        #expect(second.epochSeconds - twice.epochSeconds == 3600)
        #expect(
            CivilDateTime(epochSeconds: second.epochSeconds, zone: zone).isSecondPass == true)
        #expect(DateFormat("T O Z").string(from: twice) == "  ")
    }

    @Test(arguments: [
        "", "..", "/etc/passwd", "../../etc/passwd", "Europe/../../etc/passwd", "No/Where",
        "posixrules\0", "zone.tab", "Europe",
    ])
    func `what is no zone's name has no zone`(name: String) {
        #expect(Zone(named: name) == nil)
    }

    @Test(arguments: [
        ("N j, Y, P", "Sept. 3, 2026, 9:05 a.m."), ("D d M y", "Thu 03 Sep 26"),
        ("jS \\o\\f F", "3rd of September"), ("H:i:s.u", "09:05:07.000042"),
        ("c", "2026-09-03T09:05:07.000042+02:00"), ("r", "Thu, 03 Sep 2026 09:05:07 +0200"),
        ("U", "1788419107"), ("W o w z t L", "36 2026 4 246 30 False"),
        ("e T O Z I", "CEST CEST +0200 7200 1"),
        ("g G h f A", "9 9 09 9:05 AM"), ("\\\\", "\\"), ("x\\", "x\\"),
    ])
    func `every letter of a format stands for its part`(format: String, text: String) throws {
        let moment = CivilDateTime(
            date: CivilDate(year: 2026, month: 9, day: 3),
            time: TimeOfDay(hour: 9, minute: 5, second: 7, microsecond: 42),
            zone: try #require(Zone(named: "Europe/Berlin")))
        #expect(DateFormat(format).string(from: moment) == text)
    }

    @Test func `a day has no time to print and a time no day`() {
        #expect(DateFormat("Y H").string(from: CivilDate(year: 2026, month: 1, day: 1)) == nil)
        #expect(DateFormat("Y").string(from: TimeOfDay(hour: 1, minute: 2)) == nil)
        #expect(DateFormat("P").string(from: TimeOfDay(hour: 12, minute: 0)) == "noon")
    }

    @Test func `dates and times are read in ISO's forms and looser ones`() throws {
        #expect(try DateParsing.date("2012-4-9") == CivilDate(year: 2012, month: 4, day: 9))
        #expect(try DateParsing.date("20120423") == CivilDate(year: 2012, month: 4, day: 23))
        #expect(try DateParsing.date("2012-W17-1") == CivilDate(year: 2012, month: 4, day: 23))
        #expect(try DateParsing.date("2012423") == nil)
        #expect(throws: DateParseError.self) { try DateParsing.date("2012-04-56") }
        #expect(
            try DateParsing.time("4:8:16.5")
                == TimeOfDay(hour: 4, minute: 8, second: 16, microsecond: 500_000))
        #expect(throws: DateParseError.self) { try DateParsing.time("09:15:90") }
        let moment = try DateParsing.dateTime("2012-04-23 10:20:30.4-02:30")
        #expect(moment?.offset.seconds == -9000)
        #expect(moment?.time.microsecond == 400_000)
        #expect(try DateParsing.dateTime("2012-04-23T09:15:00Z")?.zone == .utc)
        #expect(try DateParsing.dateTime("20120423091500") == nil)
    }

    @Test(arguments: [
        ("15", 15), ("1:30:15", 5415), ("4 1:15:30", 350_130), ("-4 days, 15:00:30", -291_570),
        ("P4DT1H15M20S", 350_120), ("-PT5M", -300), ("3 days 04:05:06", 273_906),
        ("1 day -10:00:00", 50_400), ("P1W", 604_800),
    ])
    func `durations are read in Django's, ISO's and PostgreSQL's forms`(text: String, seconds: Int)
    {
        #expect(DurationText.parse(text) == .seconds(seconds))
    }

    @Test func `what is no duration is none`() {
        for text in ["", "x", "1:2:3:4", "P", "PT", "5 days 3", "99999999999999999999", "1e5"]
        where text != "P" && text != "PT" {
            #expect(DurationText.parse(text) == nil)
        }
        #expect(DurationText.parse("P200000000D") == .seconds(17_280_000_000_000))
        let longest = Duration.seconds(86_399_999_999_999) + .microseconds(999_999)
        #expect(DurationText.parse("P999999999DT23H59M59.999999S") == longest)
        #expect(DurationText.parse("999999999 23:59:59.999999") == longest)
        #expect(DurationText.parse("999999999 24:00:00") == nil)
        #expect(DurationText.parse("P1000000000D") == nil)
        #expect(DurationText.parse("-P200000000DT0.5S") == .milliseconds(-17_280_000_000_000_500))
        #expect(DurationText.string(.seconds(90_061)) == "1 01:01:01")
        #expect(DurationText.iso(.seconds(-90_061)) == "-P1DT01H01M01S")
    }

    @Test func `the time since a moment takes months as they come`() {
        func moment(_ year: Int, _ month: Int, _ day: Int, _ hour: Int = 0) -> CivilDateTime {
            CivilDateTime(
                date: CivilDate(year: year, month: month, day: day),
                time: TimeOfDay(hour: hour, minute: 0))
        }
        #expect(
            TimeSince.text(from: moment(2013, 2, 10), to: moment(2014, 3, 10))
                == "1\u{A0}year, 1\u{A0}month")
        #expect(
            TimeSince.text(from: moment(2024, 2, 29), to: moment(2025, 2, 28))
                == "11\u{A0}months, 4\u{A0}weeks")
        #expect(
            TimeSince.text(from: moment(2025, 1, 2), to: moment(2025, 1, 1)) == "0\u{A0}minutes")
        #expect(
            TimeSince.text(from: moment(2025, 1, 1), to: moment(2025, 1, 9, 3), depth: 3)
                == "1\u{A0}week, 1\u{A0}day, 3\u{A0}hours")
    }

    @Test func `numbers are grouped and cut as asked`() {
        let format = NumberFormat.englishGrouped
        #expect(format.string(from: -1_234_567) == "-1,234,567")
        #expect(format.string(from: 1234.5) == "1,234.5")
        #expect(NumberFormat(decimalPlaces: 2).string(from: 1.239) == "1.23")
        #expect(
            NumberFormat(grouping: [3, 2], thousandSeparator: ",").string(from: 123_456_789)
                == "12,34,56,789")
        #expect(NumberFormat(decimalPlaces: 2).string(fromPlain: "7") == "7.00")
    }
}
