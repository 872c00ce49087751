import ApusORM
import FoundationEssentials
import Testing

/// The text that an instant is stored as.
@Suite struct DateTextTests {
    private let moment = Date(timeIntervalSince1970: 1_795_431_288)  // 2026-11-23 10:54:48 UTC

    @Test(
        arguments: [
            ("2026-11-23 10:54:48", 0.0), ("2026-11-23T10:54:48", 0), ("2026-11-23 10:54:48Z", 0),
            ("2026-11-23 10:54:48+00:00", 0), ("2026-11-23 11:54:48+01:00", 0),
            ("2026-11-23 05:24:48-05:30", 0), ("2026-11-23 10:54:48.250000", 0.25),
            ("2026-11-23 10:54:48.25", 0.25), ("2026-11-23 10:54:48.25Z", 0.25),
            ("2026-11-23 10:54", -48), ("2026-11-23 10:54Z", -48),
            ("2026-11-23", -39_288), ("0001-01-01 00:00:00", -63_931_028_088),
            ("9999-12-31 23:59:59", 251_606_869_511),
        ])
    func `is read in every form that databases write`(text: String, offset: Double) throws {
        #expect(try Date(storedAs: .text(text)) == moment + offset)
    }

    @Test func `is read with every character in its place and no other`() throws {
        let text = Array("2026-11-23 10:54:48".utf8)
        for place in text.indices {
            for byte in UInt8.min...(.max) {
                var changed = text
                changed[place] = byte
                guard let string = String(validating: changed, as: UTF8.self) else { continue }
                let isDigit = (48...57).contains(text[place])
                // What stands between a day and a time is free, and what ends the minutes may be a
                // fraction's point or an offset's sign, where the rest fits.
                if place == 10 || place == 16 { continue }
                let date = try? Date(storedAs: .text(string))
                if byte == text[place] {
                    #expect(date == moment)
                } else if !isDigit || !(48...57).contains(byte) {
                    #expect(date == nil, "\(string)")
                } else if let date {
                    #expect(date != moment)
                    #expect(try Date(storedAs: date.sqlValue) == date)
                }
            }
        }
    }

    @Test(
        arguments: [
            "", "2026", "2026-11-2", "2026-11-23 ", "2026-11-23 1", "2026-11-23 10:5",
            "2026-13-23", "2026-00-23", "2026-11-32", "2026-11-00", "2026-11-23 24:00:00",
            "2026-11-23 10:60:00", "2026-11-23 10:54:60", "2026-11-23 10:54:48x",
            "2026-11-23 10:54:48+1", "2026-11-23 10:54:48+01:0x", "2026/11/23", "23.11.2026 10:54",
            "\u{00B2}026-11-23", "2026-11-23 10\u{00B7}54:48",
        ])
    func `throws where it is no date, and says what it is`(text: String) throws {
        let error = try #require(throws: DatabaseError.self) { try Date(storedAs: .text(text)) }
        #expect("\(error)".contains("'\(text)', which is not a date"))
    }
}
