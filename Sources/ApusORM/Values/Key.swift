public import ApusValues

/// The primary key of a row of `Owner`: an integer that the database hands out. Keys of two models
/// are two types, so comparing them does not compile.
public struct Key<Owner>: Hashable, Comparable, Sendable {
    /// The integer; 0 while the row is not saved.
    public var value: Int

    /// The key with that integer.
    @inlinable
    public init(_ value: Int) { self.value = value }

    /// The key of a row that is not in the database yet.
    @inlinable
    public static var unsaved: Key { Key(0) }

    /// By the integers.
    @inlinable
    public static func < (left: Key, right: Key) -> Bool { left.value < right.value }
}

extension Key: CustomStringConvertible {
    /// The text that people read.
    public var description: String { String(value) }
}

extension Key: ExpressibleByIntegerLiteral {
    /// The key with that integer.
    @inlinable
    public init(integerLiteral value: Int) { self.value = value }
}

extension Key: DynamicValueConvertible {
    /// The value as templates see it.
    public var dynamicValue: DynamicValue { .int(value) }
}

extension Key: FieldValue {
    /// What the column holds.
    public static var fieldType: FieldType { .key }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        value = Int(truncatingIfNeeded: try row.nextInteger())
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { .integer(Int64(value)) }
}
