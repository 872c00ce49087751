/// A kind of database: opens connections and knows its dialect of SQL.
public protocol Driver: Sendable {
    /// What is particular about this database's SQL.
    var dialect: any Dialect { get }

    /// Opens a connection. Throws a `DatabaseError` that says what to do.
    func open() throws -> any DriverConnection
}

/// A driver's connection. Used by one thread at a time.
public protocol DriverConnection: AnyObject {
    /// Compiles one statement, whose parameters are written `?`.
    func prepare(_ sql: String) throws -> any DriverStatement

    /// Runs a script of several statements without parameters.
    func run(script: String) throws

    /// Rows that the last INSERT, UPDATE or DELETE changed.
    var changes: Int { get }

    /// The key that the last INSERT made.
    var lastInsertID: Int64 { get }

    /// Whether a transaction is open.
    var isInTransaction: Bool { get }

    /// Whether another connection may write while this one reads.
    var readsBesideWriters: Bool { get }

    /// When the statement that runs is to end with `.interrupted`; nil for never. It is looked at
    /// every few thousand steps, and never after the statement has done its work.
    var deadline: ContinuousClock.Instant? { get set }

    /// A statement follows. Called where statements may read together: a driver may keep the
    /// transaction open in which one has read, as long as the next one sees all that was committed
    /// before it begins.
    func beginStatement(_ effect: StatementEffect)

    /// The statement has ended; one that ran around it may still run.
    func endStatement()

    /// No statement follows for now: a transaction that was kept open ends.
    func endSharedRead()

    /// What a failed commit can say about the foreign keys that don't hold, for its error.
    func foreignKeyViolations() -> [ForeignKeyViolation]

    /// Closes the connection and its statements.
    func close()
}

/// A row that points at one that does not exist.
public struct ForeignKeyViolation: Hashable, Sendable, CustomStringConvertible {
    /// The table of the row that points.
    public let table: String
    /// The number that the database has for the row.
    public let row: Int64
    /// The column that points, where the database tells it.
    public let column: String?
    /// The table that it points into.
    public let target: String

    /// A violation from what a database says of it.
    public init(table: String, row: Int64, column: String?, target: String) {
        self.table = table
        self.row = row
        self.column = column
        self.target = target
    }

    /// What is said of it.
    public var description: String {
        "row \(row) of \(table) points at a row of \(target) that does not exist"
    }
}

/// What a statement does.
public enum StatementEffect: Sendable {
    /// It reads what is committed.
    case reads
    /// It writes, or what it reads is decided by the transaction around it.
    case writes
    /// It may change how the connection reads, as a PRAGMA does.
    case changesSettings

    /// What is certain of a statement by its first word.
    init(of sql: String) {
        if sql.hasPrefix("SELECT ") {
            self = .reads
        } else if Self.writing.contains(where: sql.hasPrefix) {
            self = .writes
        } else {
            self = .changesSettings
        }
    }

    private static let writing = ["INSERT ", "UPDATE ", "DELETE ", "REPLACE ", "WITH "]
}

extension DriverConnection {
    /// Readers and writers wait for each other.
    public var readsBesideWriters: Bool { false }

    /// Each statement reads by itself.
    public func beginStatement(_ effect: StatementEffect) {}

    /// There is nothing to do.
    public func endStatement() {}

    /// There is nothing to end.
    public func endSharedRead() {}
}

/// A compiled statement.
public protocol DriverStatement: AnyObject {
    /// Sets the parameters, from the first on.
    func bind(_ values: [SQLValue]) throws

    /// Sets the only parameter to an integer: the road of `get(id)`.
    func bind(_ value: Int64) throws

    /// Goes to the next row; false when there is none.
    func step() throws -> Bool

    /// How many rows the last run gave, which is what a reader makes room for: 0 before the first.
    var lastRowCount: Int { get set }

    /// Ends the execution, so that the statement can be run again and holds no lock.
    func reset()

    /// The names of the result's columns.
    var columnNames: [String] { get }

    /// Whether the statement only reads.
    var isReadOnly: Bool { get }

    /// The pointer that `reader` reads the current row's cells from.
    var cells: OpaquePointer { get }

    /// How the current row's cells are read.
    var reader: UnsafePointer<RowReader> { get }
}

/// How a driver's cells are read: C functions of (row, column), so that reading a cell costs a
/// call and no existential. A column's text is UTF-8.
public struct RowReader: Sendable {
    /// Not zero where the cell is NULL.
    public var isNull: @convention(c) (OpaquePointer?, Int32) -> Int32
    /// The cell as an integer.
    public var integer: @convention(c) (OpaquePointer?, Int32) -> Int64
    /// The cell as a double.
    public var real: @convention(c) (OpaquePointer?, Int32) -> Double
    /// The cell's text, nil for NULL, and the count of its bytes.
    public var text:
        @convention(c) (OpaquePointer?, Int32, UnsafeMutablePointer<Int32>) -> UnsafePointer<UInt8>?
    /// The cell's bytes, nil for NULL and for none.
    public var blob: @convention(c) (OpaquePointer?, Int32) -> UnsafeRawPointer?
    /// How many bytes the blob just read has.
    public var byteCount: @convention(c) (OpaquePointer?, Int32) -> Int32
    /// The cell as a value of its own type.
    public var value: @Sendable (OpaquePointer, Int32) -> SQLValue

    /// A reader from its functions.
    public init(
        isNull: @escaping @convention(c) (OpaquePointer?, Int32) -> Int32,
        integer: @escaping @convention(c) (OpaquePointer?, Int32) -> Int64,
        real: @escaping @convention(c) (OpaquePointer?, Int32) -> Double,
        text:
            @escaping @convention(c) (
                OpaquePointer?, Int32, UnsafeMutablePointer<Int32>
            ) -> UnsafePointer<UInt8>?,
        blob: @escaping @convention(c) (OpaquePointer?, Int32) -> UnsafeRawPointer?,
        byteCount: @escaping @convention(c) (OpaquePointer?, Int32) -> Int32,
        value: @escaping @Sendable (OpaquePointer, Int32) -> SQLValue
    ) {
        self.isNull = isNull
        self.integer = integer
        self.real = real
        self.text = text
        self.blob = blob
        self.byteCount = byteCount
        self.value = value
    }
}
