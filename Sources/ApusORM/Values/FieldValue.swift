public import ApusValues

/// A type that a model's field can have: how it is stored, and which column type stands for it
/// in queries. Conform a type of your own to make fields of it.
public protocol FieldValue: Sendable, DynamicValueConvertible {
    /// What a query's closure sees for a field of this type.
    associatedtype ColumnType: QueryColumn = Column<Self>
    /// What a query's closure sees for a field of this type made Optional.
    associatedtype OptionalColumnType: QueryColumn = Column<Self?>

    /// The type without its question mark, where it is an Optional: what choices and validators
    /// are of.
    associatedtype Plain: FieldValue = Self

    /// What the column holds.
    static var fieldType: FieldType { get }

    /// Whether the column may be NULL.
    static var isNullable: Bool { get }

    /// The model that a field of this type points at, where it is a relation.
    static var referencedModel: (any Model.Type)? { get }

    /// The only values that the field may take, with their labels, where they are limited.
    static var choices: [FieldChoice] { get }

    /// Takes the row's next cell.
    init(cellOf row: inout Row) throws

    /// The value as the database holds it.
    var sqlValue: SQLValue { get }
}

extension FieldValue {
    /// Whether the column may be NULL.
    @inlinable
    public static var isNullable: Bool { false }

    /// The model that the field points at.
    @inlinable
    public static var referencedModel: (any Model.Type)? { nil }

    /// The only values that the field may take: none are told.
    public static var choices: [FieldChoice] { [] }
}

extension Int: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .bigInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = Int(try row.nextInteger()) }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }
}

extension Int64: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .bigInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger() }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(self) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Int32: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .integer }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        let integer = try row.nextInteger()
        guard let value = Int32(exactly: integer) else {
            throw row.unreadable("a 32-bit integer", String(integer))
        }
        self = value
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Int16: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .smallInteger }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        let integer = try row.nextInteger()
        guard let value = Int16(exactly: integer) else {
            throw row.unreadable("a 16-bit integer", String(integer))
        }
        self = value
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(self)) }

    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Double: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .double }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextReal() }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .real(self) }
}

extension Bool: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .boolean }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextInteger() != 0 }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(self ? 1 : 0) }
}

extension String: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .text() }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        self = String(decoding: try row.nextText(), as: UTF8.self)
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .text(self) }
}

extension [UInt8]: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .blob }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws { self = try row.nextBlob() }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .blob(self) }
}

extension UInt8: DynamicValueConvertible {
    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(Int(self)) }
}

extension Optional: FieldValue where Wrapped: FieldValue {
    /// What a query's closure sees.
    public typealias ColumnType = Wrapped.OptionalColumnType
    /// What a query's closure sees where the field is optional.
    public typealias OptionalColumnType = Wrapped.OptionalColumnType
    /// The type without its question mark.
    public typealias Plain = Wrapped.Plain

    /// What the column holds.
    public static var fieldType: FieldType { Wrapped.fieldType }
    /// Whether the column may be NULL.
    @inlinable
    public static var isNullable: Bool { true }
    /// The model that the field points at.
    public static var referencedModel: (any Model.Type)? { Wrapped.referencedModel }
    /// The only values that the field may take beside NULL.
    public static var choices: [FieldChoice] { Wrapped.choices }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        if row.isNextNull {
            row.skip()
            self = nil
        } else {
            self = try Wrapped(cellOf: &row)
        }
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { self?.sqlValue ?? .null }
}
