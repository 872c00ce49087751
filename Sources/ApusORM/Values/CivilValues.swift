public import ApusValues

extension CivilDate: FieldValue {
    /// A day.
    public static var fieldType: FieldType { .date }

    /// Reads `2026-11-23`; what follows a space or a `T` is passed over.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        func number(_ position: Int, _ digits: Int) -> Int? {
            var value = 0
            for index in position..<position + digits {
                let digit = text[index] &- 48
                guard digit < 10 else { return nil }
                value = value * 10 + Int(digit)
            }
            return value
        }
        guard text.count >= 10, text[4] == UInt8(ascii: "-"), let year = number(0, 4),
            let month = number(5, 2), let day = number(8, 2), (1...12).contains(month),
            (1...31).contains(day)
        else { throw row.unreadable("a day", "'\(String(decoding: text, as: UTF8.self))'") }
        self.init(year: year, month: month, day: day)
    }

    /// The day as `2026-11-23`. One that no column can hold becomes a text that is never written.
    public var sqlValue: SQLValue {
        if let mark = UnstorableMoment(year: year) { return mark.sqlValue }
        guard (1...12).contains(month), (1...31).contains(day) else {
            return UnstorableMoment.none.sqlValue
        }
        func padded(_ number: Int, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        return .text("\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))")
    }
}
