/// The rows of a result, to be taken one after the other.
public struct RowSource {
    private let statement: any DriverStatement
    /// The row at hand.
    public var row: Row
    /// The keys of the rows that were read.
    @usableFromInline var keys: [SQLValue] = []
    /// The column with the key of the row that a row belongs to.
    private let ownerColumn: Int32?
    /// Whether there are no more rows.
    private(set) var isAtEnd = false
    /// What that column held in the rows that were read.
    private(set) var owners: [SQLValue] = []

    init(_ statement: any DriverStatement, group: FetchGroup, ownerColumn: Int32? = nil) {
        self.statement = statement
        row = Row(statement, group: group)
        self.ownerColumn = ownerColumn
    }

    /// How many rows to make room for: as many as the statement gave the last time.
    @usableFromInline var expectedCount: Int { min(statement.lastRowCount, 1_024) }

    /// Goes to the next row; false when there is none.
    public mutating func next() throws -> Bool {
        row.index = 0
        guard try statement.step() else {
            statement.lastRowCount = keys.count
            isAtEnd = true
            return false
        }
        if let ownerColumn { owners.append(row.reader.pointee.value(row.cells, ownerColumn)) }
        return true
    }
}
