public import ApusValues

/// A type of your own that a column holds as a value of another type:
///
///     struct Colour: StoredValue {
///         var red: Int, green: Int, blue: Int
///
///         init(storedValue hex: Int) {
///             (red, green, blue) = (hex >> 16 & 255, hex >> 8 & 255, hex & 255)
///         }
///         var storedValue: Int { red << 16 | green << 8 | blue }
///     }
///
/// An enum with raw values needs nothing but the protocol's name.
public protocol StoredValue: FieldValue {
    /// What the column holds.
    associatedtype Stored: FieldValue

    /// The value that is stored as `storedValue`. Throws where none is: reading such a row fails
    /// with what it throws.
    init(storedValue: Stored) throws

    /// The value as it is stored.
    var storedValue: Stored { get }
}

extension StoredValue {
    /// What the column holds.
    public static var fieldType: FieldType { Stored.fieldType }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        try self.init(storedValue: Stored(cellOf: &row))
    }

    /// The value as the database holds it.
    @inlinable
    public var sqlValue: SQLValue { storedValue.sqlValue }

    /// The value as templates see it: as it is stored.
    public var dynamicValue: DynamicValue { storedValue.dynamicValue }
}

extension StoredValue where Self: RawRepresentable, RawValue: FieldValue {
    /// The value with that raw value. Throws where there is none.
    @inlinable
    public init(storedValue: RawValue) throws {
        guard let value = Self(rawValue: storedValue) else {
            throw DatabaseError(
                .decoding, "\(storedValue) is not the raw value of a \(Self.self)",
                advice: "Correct the row, or add a case")
        }
        self = value
    }

    /// The raw value.
    @inlinable
    public var storedValue: RawValue { rawValue }
}
