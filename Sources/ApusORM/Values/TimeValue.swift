public import ApusValues

extension TimeOfDay: FieldValue {
    /// A time of the day.
    public static var fieldType: FieldType { .time }

    /// Takes the row's next cell: `14:30`, `14:30:05`, `14:30:05.250000`.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        let written = String(decoding: text, as: UTF8.self)
        guard let time = try? DateParsing.time(written) else {
            throw row.unreadable("a time of day", "'\(written)'")
        }
        self = time
    }

    /// The value as the database holds it: `14:30:05`, with microseconds where it has some. One that
    /// no column can hold becomes a text that is never written.
    public var sqlValue: SQLValue {
        guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
            (0..<1_000_000).contains(microsecond)
        else { return UnstorableMoment.noTime.sqlValue }
        func padded(_ number: Int, _ digits: Int) -> String {
            let text = String(number)
            return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
        }
        let text = "\(padded(hour, 2)):\(padded(minute, 2)):\(padded(second, 2))"
        return .text(microsecond == 0 ? text : "\(text).\(padded(microsecond, 6))")
    }
}
