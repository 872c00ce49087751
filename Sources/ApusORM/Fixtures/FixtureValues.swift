import ApusValues
import FoundationEssentials

/// Values on their way from a column into a fixture, as Django's JSON serializer writes them.
extension FixtureModel.Column {
    /// The stored value as a fixture has it. Throws a `DataError` where the column holds what its
    /// type doesn't.
    func fixtureValue(_ stored: SQLValue) throws -> DynamicValue {
        try FixtureValues.value(stored, of: type)
    }
}

enum FixtureValues {
    /// A stored value of `type` as a fixture has it.
    static func value(_ stored: SQLValue, of type: FieldType) throws -> DynamicValue {
        switch (type, stored) {
        case (_, .null): .null
        case (.boolean, .integer(let number)): .bool(number != 0)
        case (.double, .integer(let number)): .double(Double(number))
        case (.decimal(let digits, let places), _):
            .string(try decimal(stored, digits: digits, places: places))
        case (.date, .text(let text)):
            .day(try parsed(text, "date") { try DateParsing.date(String($0.prefix(10))) })
        case (.time, .text(let text)): .time(try parsed(text, "time", DateParsing.time))
        case (.dateTime, .text(let text)): .dateTime(try moment(text))
        case (.duration, .integer(let number)):
            .string(DurationText.string(.microseconds(number)))
        case (.uuid, .text(let text)): .string(uuid(text))
        case (.json, .text(let text)): try json(text)
        case (_, .blob(let bytes)): .string(Data(bytes).base64EncodedString())
        case (_, .integer(let number)): .int(Int(number))
        case (_, .real(let number)): .double(number)
        case (_, .text(let text)): .string(text)
        }
    }

    private static func parsed<Value>(
        _ text: String, _ what: String, _ parse: (String) throws -> Value?
    ) throws -> Value {
        guard let value = try? parse(text) else {
            throw DataError("'\(text)' is not a \(what).")
        }
        return value
    }

    private static func moment(_ text: String) throws -> CivilDateTime {
        let moment = try parsed(text, "date and time", DateParsing.dateTime)
        if moment.zone != nil { return moment.converted(to: .utc) }
        return CivilDateTime(date: moment.date, time: moment.time, zone: .utc)
    }

    /// The number with the field's places. A column that keeps numbers in binary knows fifteen
    /// digits of them.
    private static func decimal(_ stored: SQLValue, digits: Int, places: Int) throws -> String {
        let number: DecimalNumber?
        switch stored {
        case .integer(let value): number = DecimalNumber(Int(value))
        case .real(let value):
            let exact = DecimalNumber(value)
            number =
                exact.digits.count > 15
                ? exact.rounded(toPlaces: 14 - exact.adjustedExponent) : exact
        case .text(let text): number = DecimalNumber(text)
        case .null, .blob: number = nil
        }
        guard let number, number.kind == .finite else {
            throw DataError("\(stored) is not a decimal number.")
        }
        return number.rounded(toPlaces: places).description
    }

    private static func uuid(_ text: String) -> String {
        let digits = Array(text.lowercased().filter { $0 != "-" })
        guard digits.count == 32 else { return text }
        let ends = [0, 8, 12, 16, 20, 32]
        return zip(ends, ends.dropFirst()).map { String(digits[$0..<$1]) }.joined(separator: "-")
    }

    private static func json(_ text: String) throws -> DynamicValue {
        do { return try DynamicValue(json: text) } catch {
            throw DataError("'\(text.prefix(80))' is not JSON: \(error)")
        }
    }
}
