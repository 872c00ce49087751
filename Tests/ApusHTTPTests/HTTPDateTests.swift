import ApusHTTP
import Testing

@Suite struct `An HTTP date` {
    let now = HTTPDate(secondsSince1970: 1_795_000_000)  // November 2026

    @Test(arguments: [
        (0, "Thu, 01 Jan 1970 00:00:00 GMT"),
        (784_111_777, "Sun, 06 Nov 1994 08:49:37 GMT"),
        (951_782_400, "Tue, 29 Feb 2000 00:00:00 GMT"),
        (-1, "Wed, 31 Dec 1969 23:59:59 GMT"),
        (253_402_300_799, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (.max, "Fri, 31 Dec 9999 23:59:59 GMT"),
        (.min, "Mon, 01 Jan 0001 00:00:00 GMT"),
    ])
    func `is written in the preferred format`(seconds: Int, text: String) {
        #expect(HTTPDate(secondsSince1970: seconds).description == text)
    }

    @Test(arguments: [
        ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 784_111_777),
        ("Sun Nov  6 08:49:37 1994", 784_111_777),
        ("Sun Nov 16 08:49:37 1994", 784_975_777),
        ("sun, 06 nov 1994 08:49:37 GMT", 784_111_777),
        ("Wednesday, 31-Dec-70 08:49:37 GMT", 3_187_241_377),
        ("Friday, 31-Dec-99 08:49:37 GMT", 946_630_177),
    ])
    func `is read in all three formats`(text: String, seconds: Int) {
        #expect(HTTPDate(text, now: now)?.secondsSince1970 == seconds)
    }

    @Test(arguments: [
        "", "Sun", "Sun, ", "Sun, 06 Nov 1994 08:49:37", "Sun, 6 Nov 1994 08:49:37 GMT",
        "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 23:59:60 GMT", "Sun, 06 Nob 1994 08:49:37 GMT",
        "Sun, 06-Nov-94 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT ",
        "Sun, 06 Nov 1994 08:49:37 UTC", "Sun Nov 6 08:49:37 1994", "١٢, 06 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT",
    ])
    func `is not read from anything else`(text: String) {
        #expect(HTTPDate(text, now: now) == nil)
    }

    @Test func `reads back what it writes, days of five centuries`() {
        for day in stride(from: -100_000, to: 100_000, by: 17) {
            let date = HTTPDate(secondsSince1970: day * 86400 + (day & 0xFFFF))
            if HTTPDate(date.description, now: now) != date {
                Issue.record("\(date) read as something else")
                return
            }
        }
    }
}
