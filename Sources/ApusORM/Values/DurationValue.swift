public import ApusValues

extension Duration: FieldValue {
    /// A length of time, in microseconds.
    public static var fieldType: FieldType { .duration }

    /// Takes the row's next cell.
    public init(cellOf row: inout Row) throws { self = .microseconds(try row.nextInteger()) }

    /// The value as the database holds it: microseconds, what is beyond 292,000 years cut off.
    public var sqlValue: SQLValue {
        .integer(Int64(clamping: DurationText.microseconds(self)))
    }
}
