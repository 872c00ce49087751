import CSQLite
import Glibc
import Synchronization

/// Opens connections to an SQLite database: a file, or one in memory that the process's threads
/// share.
public struct SQLiteDriver: Driver {
    /// The path or the URI that SQLite opens.
    let path: String
    let isURI: Bool
    /// How many seconds a statement waits for other writers before it fails with `.busy`.
    let busyTimeout: Double
    /// A database in memory lives as long as a connection to it does.
    private let anchor: Anchor?

    /// The database at `path`; `:memory:` is one in memory, of this value's own.
    public init(path: String, busyTimeout: Double = 60) throws {
        self.busyTimeout = busyTimeout
        if path == ":memory:" {
            // The memdb file system locks like a file does, so writers wait for each other;
            // a shared cache would fail with "table is locked" at once.
            let number = memoryDatabases.wrappingAdd(1, ordering: .relaxed).newValue
            self.path = "file:/apus-\(number)?vfs=memdb"
            isURI = true
            anchor = Anchor(
                try SQLiteConnection(path: self.path, busyTimeout: busyTimeout, isURI: true))
        } else {
            self.path = path
            isURI = false
            anchor = nil
        }
    }

    /// SQLite's dialect.
    public var dialect: any Dialect { SQLiteDialect() }

    /// Opens a connection. Throws a `DatabaseError` that says what to do.
    public func open() throws -> any DriverConnection {
        try SQLiteConnection(path: path, busyTimeout: busyTimeout, isURI: isURI)
    }
}

private let memoryDatabases = Atomic<Int>(0)

/// Keeps a connection, which nobody uses, open.
private final class Anchor: @unchecked Sendable {
    private let connection: SQLiteConnection

    init(_ connection: SQLiteConnection) { self.connection = connection }
}

/// Sleeps; a signal may end it early.
func sleepMicroseconds(_ count: Int) {
    var time = timespec(tv_sec: count / 1_000_000, tv_nsec: count % 1_000_000 * 1000)
    nanosleep(&time, nil)
}
