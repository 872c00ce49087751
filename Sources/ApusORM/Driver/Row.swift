/// One row of a result while it is read: cells are taken in order, straight from the driver.
///
/// A row is only good inside the closure or initialiser that gets it.
public struct Row {
    @usableFromInline let cells: OpaquePointer
    @usableFromInline let reader: UnsafePointer<RowReader>
    /// The column that `next()` takes.
    public var index: Int32 = 0
    /// Where the columns of the model at hand begin: behind those of others where rows are joined.
    var base: Int32 = 0
    /// The result that the row belongs to: relations load for all of its rows at once. Nil for a
    /// row that was read alone.
    public internal(set) var group: FetchGroup?

    /// The current row of `statement`.
    init(_ statement: any DriverStatement, group: FetchGroup?) {
        cells = statement.cells
        reader = statement.reader
        self.group = group
    }

    init(cells: OpaquePointer, reader: UnsafePointer<RowReader>) {
        self.cells = cells
        self.reader = reader
        group = nil
    }

    /// What a model keeps of the query that it came from.
    @inlinable
    public var state: ModelState { ModelState(group) }

    /// Takes the columns of a model.
    mutating func model<Element: Model>() throws -> Element {
        let state = state
        var element = try Element(row: &self)
        element._state = state
        return element
    }

    /// Takes the next column.
    @inlinable
    public mutating func next<Value: FieldValue>() throws -> Value {
        try Value(cellOf: &self)
    }

    /// Whether the next column is NULL; does not take it.
    @inlinable
    public var isNextNull: Bool { reader.pointee.isNull(cells, index) != 0 }

    /// Passes over columns.
    @inlinable
    public mutating func skip(_ count: Int = 1) { index &+= Int32(truncatingIfNeeded: count) }

    /// The next column as an integer; a NULL throws.
    @inlinable
    public mutating func nextInteger() throws -> Int64 {
        let value = reader.pointee.integer(cells, index)
        // NULL reads as 0: only a zero has to be looked at twice.
        if value == 0, isNextNull { throw unexpectedNull }
        index &+= 1
        return value
    }

    /// The next column as a double; a NULL throws.
    @inlinable
    public mutating func nextReal() throws -> Double {
        let value = reader.pointee.real(cells, index)
        if value == 0, isNextNull { throw unexpectedNull }
        index &+= 1
        return value
    }

    /// The bytes of the next column's text, good until the next call; a NULL throws.
    @inlinable
    public mutating func nextText() throws -> UnsafeBufferPointer<UInt8> {
        var count: Int32 = 0
        guard let start = reader.pointee.text(cells, index, &count) else { throw unexpectedNull }
        index &+= 1
        return UnsafeBufferPointer(start: start, count: Int(count))
    }

    /// The next column's bytes; a NULL throws.
    @inlinable
    public mutating func nextBlob() throws -> [UInt8] {
        guard let start = reader.pointee.blob(cells, index) else {
            if isNextNull { throw unexpectedNull }
            index &+= 1
            return []
        }
        let count = Int(reader.pointee.byteCount(cells, index))
        index &+= 1
        return [UInt8](UnsafeRawBufferPointer(start: start, count: count))
    }

    /// The next column as it is stored.
    public mutating func nextValue() -> SQLValue {
        defer { index += 1 }
        return reader.pointee.value(cells, index)
    }

    @usableFromInline var unexpectedNull: DatabaseError { unexpectedNull(before: index + 1) }

    /// What says that the column before the one with this place is NULL.
    func unexpectedNull(before place: Int32) -> DatabaseError {
        DatabaseError(
            .decoding, "column \(place) of the row is NULL, and the field is not optional",
            advice: "Make the property an Optional, or give the rows a value")
    }

    @usableFromInline func unreadable(_ what: String, _ text: String) -> DatabaseError {
        DatabaseError(
            .decoding, "column \(index) of the row holds \(text), which is not \(what)",
            advice: "Correct the row, or the type of the property")
    }
}
