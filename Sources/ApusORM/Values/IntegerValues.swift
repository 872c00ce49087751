public import ApusValues

// The integers that aren't the database's own: each is stored in the smallest column that has room
// for it, and a cell that doesn't fit throws.

extension Row {
    /// The next column as an integer of a type that it may not fit; a NULL throws.
    @inlinable
    mutating func nextInteger<Integer: FixedWidthInteger>(as type: Integer.Type) throws -> Integer {
        let integer = try nextInteger()
        guard let value = Integer(exactly: integer) else {
            throw unreadable("of the type \(type)", String(integer))
        }
        return value
    }
}

extension Int8: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .smallInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: Int8.self) }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension UInt8: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .positiveSmallInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: UInt8.self) }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension UInt16: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .positiveSmallInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: UInt16.self) }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension UInt32: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .positiveInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: UInt32.self) }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension UInt: FieldValue {
    /// What the column holds: integers up to `Int.max`.
    public static var fieldType: FieldType { .positiveBigInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: UInt.self) }

    /// The value as the database holds it. One beyond `Int.max` becomes a real, to be compared with
    /// but never written.
    @inlinable
    public var sqlValue: SQLValue { UInt64(self).sqlValue }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue {
        Int(exactly: self).map { .int($0) }
            ?? DecimalNumber(String(self)).map { .decimal($0) } ?? .null
    }
}

extension UInt64: FieldValue {
    /// What the column holds: integers up to `Int64.max`.
    public static var fieldType: FieldType { .positiveBigInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger(as: UInt64.self) }

    /// The value as the database holds it. One beyond `Int64.max` becomes a real, to be compared
    /// with but never written.
    @inlinable
    public var sqlValue: SQLValue {
        Int64(exactly: self).map { .integer($0) } ?? .real(Double(self))
    }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { UInt(self).dynamicValue }
}

extension Int8: ArithmeticValue {}
extension UInt8: ArithmeticValue {}
extension UInt16: ArithmeticValue {}
extension UInt32: ArithmeticValue {}
extension UInt: ArithmeticValue {}
extension UInt64: ArithmeticValue {}
