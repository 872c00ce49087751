public import ApusValues

/// A type that a model's field can have: how it is stored, and which column type stands for it
/// in queries. Conform a type of your own to make fields of it.
public protocol FieldValue: Sendable, DynamicValueConvertible {
    /// What a query's closure sees for a field of this type.
    associatedtype ColumnType: QueryColumn = Column<Self>
    /// What a query's closure sees for a field of this type made Optional.
    associatedtype OptionalColumnType: QueryColumn = Column<Self?>

    /// What the column holds.
    static var fieldType: FieldType { get }

    /// Whether the column may be NULL.
    static var isNullable: Bool { get }

    /// The model that a field of this type points at, where it is a relation.
    static var referencedModel: (any Model.Type)? { get }

    /// Takes the row's next cell.
    init(cellOf row: inout Row) throws

    /// The value as the database holds it.
    var sqlValue: SQLValue { get }
}

extension FieldValue {
    @inlinable
    public static var isNullable: Bool { false }

    @inlinable
    public static var referencedModel: (any Model.Type)? { nil }
}

extension Int: FieldValue {
    public static var fieldType: FieldType { .bigInteger }

    @inlinable
    public init(cellOf row: inout Row) throws { self = Int(try row.nextInteger()) }

    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: FieldValue {
    public static var fieldType: FieldType { .bigInteger }

    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger() }

    @inlinable
    public var sqlValue: SQLValue { .integer(self) }

    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Int32: FieldValue {
    public static var fieldType: FieldType { .integer }

    @inlinable
    public init(cellOf row: inout Row) throws {
        let integer = try row.nextInteger()
        guard let value = Int32(exactly: integer) else {
            throw row.unreadable("a 32-bit integer", String(integer))
        }
        self = value
    }

    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Int16: FieldValue {
    public static var fieldType: FieldType { .smallInteger }

    @inlinable
    public init(cellOf row: inout Row) throws {
        let integer = try row.nextInteger()
        guard let value = Int16(exactly: integer) else {
            throw row.unreadable("a 16-bit integer", String(integer))
        }
        self = value
    }

    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Double: FieldValue {
    public static var fieldType: FieldType { .double }

    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextReal() }

    @inlinable
    public var sqlValue: SQLValue { .real(self) }
}

extension Bool: FieldValue {
    public static var fieldType: FieldType { .boolean }

    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger() != 0 }

    @inlinable
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: FieldValue {
    public static var fieldType: FieldType { .text() }

    @inlinable
    public init(cellOf row: inout Row) throws {
        self = String(decoding: try row.nextText(), as: UTF8.self)
    }

    @inlinable
    public var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: FieldValue {
    public static var fieldType: FieldType { .blob }

    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextBlob() }

    @inlinable
    public var sqlValue: SQLValue { .blob(self) }
}

extension UInt8: DynamicValueConvertible {
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    public typealias ColumnType = Wrapped.OptionalColumnType
    public typealias OptionalColumnType = Wrapped.OptionalColumnType

    public static var fieldType: FieldType { Wrapped.fieldType }
    @inlinable
    public static var isNullable: Bool { true }
    public static var referencedModel: (any Model.Type)? { Wrapped.referencedModel }

    @inlinable
    public init(cellOf row: inout Row) throws {
        if row.isNextNull {
            row.skip()
            self = nil
        } else {
            self = try Wrapped(cellOf: &row)
        }
    }

    @inlinable
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
