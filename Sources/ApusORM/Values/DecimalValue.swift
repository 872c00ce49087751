public import ApusValues
public import FoundationEssentials

extension Decimal: FieldValue {
    /// A decimal number; `@Field(digits:places:)` says how many digits it has.
    public static var fieldType: FieldType { .decimal(digits: 15, places: 2) }

    /// Takes the row's next cell. SQLite keeps fifteen digits of a number with a fraction; what its
    /// binary form adds beyond them is left away, so that 0.1 is 0.1.
    public init(cellOf row: inout Row) throws {
        let value = row.nextValue()
        var decimal: Decimal?
        switch value {
        case .null: throw row.unexpectedNull(before: row.index)
        case .integer(let integer): decimal = Decimal(integer)
        case .real(let real):
            var number = DecimalNumber(real)
            if number.digits.count > 15 {
                number = number.rounded(toPlaces: 14 - number.adjustedExponent)
            }
            decimal = number.kind == .finite ? Decimal(string: number.description) : nil
        case .text(let text): decimal = Decimal(exactly: text)
        case .blob: break
        }
        guard let decimal else { throw row.unreadable("a decimal number", "'\(value.asText)'") }
        self = decimal
    }

    /// The value as the database holds it: an integer or a real where that keeps every digit, as
    /// SQLite itself makes of a decimal column's text; else text. One that is no number becomes a
    /// text that is never written.
    public var sqlValue: SQLValue {
        let text = description
        guard let number = DecimalNumber(text), number.kind == .finite else { return .text(text) }
        if let integer = number.exactInteger { return .integer(Int64(integer)) }
        return number.digits.count <= 15 ? .real(number.double) : .text(text)
    }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue {
        DecimalNumber(description).map { .decimal($0) } ?? .null
    }
}

extension Decimal: ArithmeticValue {}

extension Decimal {
    /// The number that `text` writes to its end; nil where it writes none, or one that is larger or
    /// smaller than these numbers can be.
    init?(exactly text: String) {
        guard let number = DecimalNumber(text), number.kind == .finite,
            let decimal = Decimal(string: number.description),
            // Foundation takes an exponent out of its range for another one.
            let read = DecimalNumber(decimal.description), read.isZero == number.isZero,
            number.isZero || abs(read.adjustedExponent - number.adjustedExponent) <= 1
        else { return nil }
        self = decimal
    }
}

/// The decimal number of a literal. `@Model` writes it around a field's default: the compiler
/// itself takes decimal literals through `Double`, where 3.133 becomes 3.132999999999999488.
public func exactDecimal(_ literal: StaticString) -> Decimal {
    Decimal(exactly: "\(literal)".filter { $0 != "_" }) ?? .nan
}
