/// The rows of a result, to be taken one after the other.
public struct RowSource {
    private let statement: any DriverStatement
    /// The row at hand.
    public var row: Row
    /// The keys of the rows that were read.
    @usableFromInline var keys: [SQLValue] = []

    init(_ statement: any DriverStatement, group: FetchGroup) {
        self.statement = statement
        row = Row(statement, group: group)
    }

    /// Goes to the next row; false when there is none.
    public mutating func next() throws -> Bool {
        row.index = 0
        return try statement.step()
    }
}
