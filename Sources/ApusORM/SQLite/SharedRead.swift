import CSQLite

/// Keeps a connection's read transaction open from one statement to the next, as long as nobody
/// commits.
///
/// SQLite locks and unlocks the file for each statement, which costs more than many a statement.
/// In WAL mode every commit, whichever process makes it, changes the header of the WAL's index, which
/// lies in memory that all connections share (https://www.sqlite.org/walformat.html, 2.1). While it is
/// what it was before the transaction began, the transaction sees what a new one would see.
struct SharedRead: ~Copyable {
    /// Stepped to its row it holds the transaction, reset it lets go.
    private let holder: OpaquePointer
    /// The header in the shared memory.
    private let header: UnsafeRawPointer
    /// The header before the transaction began.
    private var seen = Header()
    private var isHeld = false

    /// The first of the header's two copies: 48 bytes.
    private struct Header: Equatable {
        var start = SIMD4<UInt64>()
        var rest = SIMD2<UInt64>()

        init() {}

        init(at address: UnsafeRawPointer) {
            start = address.loadUnaligned(as: SIMD4<UInt64>.self)
            rest = address.loadUnaligned(fromByteOffset: 32, as: SIMD2<UInt64>.self)
        }
    }

    /// Nil where the database keeps no WAL: there a lock that is held keeps writers out.
    init?(on connection: OpaquePointer) {
        guard Self.keepsWAL(connection), let header = Self.header(of: connection) else {
            return nil
        }
        var holder: OpaquePointer?
        let sql = "SELECT 1 FROM sqlite_schema LIMIT 1"
        sqlite3_prepare_v3(
            connection, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &holder, nil)
        guard let holder else { return nil }
        self.holder = holder
        self.header = header
    }

    deinit { sqlite3_finalize(holder) }

    /// Sees to it that the next statement reads what is committed now, in the transaction that is
    /// held already where it can.
    mutating func join(_ connection: OpaquePointer) {
        releaseIfOld()
        if isHeld { return }
        let now = Header(at: header)
        // One that another statement holds may have begun before the last commit.
        guard sqlite3_txn_state(connection, "main") == SQLITE_TXN_NONE else { return }
        seen = now
        isHeld = sqlite3_step(holder) == SQLITE_ROW
        if !isHeld { sqlite3_reset(holder) }
    }

    /// Ends the transaction if somebody has committed since it began.
    mutating func releaseIfOld() {
        if isHeld, Header(at: header) != seen { release() }
    }

    /// Ends the transaction, where one is held.
    mutating func release() {
        guard isHeld else { return }
        isHeld = false
        sqlite3_reset(holder)
    }

    private static func keepsWAL(_ connection: OpaquePointer) -> Bool {
        var statement: OpaquePointer?
        defer { sqlite3_finalize(statement) }
        guard
            sqlite3_prepare_v2(connection, "PRAGMA journal_mode", -1, &statement, nil) == SQLITE_OK,
            sqlite3_step(statement) == SQLITE_ROW, let mode = sqlite3_column_text(statement, 0)
        else { return false }
        return String(cString: mode) == "wal"
    }

    /// Where the index begins. It is mapped since the connection first read, and stays so until it
    /// closes.
    private static func header(of connection: OpaquePointer) -> UnsafeRawPointer? {
        var file: UnsafeMutablePointer<sqlite3_file>?
        guard
            sqlite3_file_control(connection, "main", SQLITE_FCNTL_FILE_POINTER, &file) == SQLITE_OK,
            let file, let methods = file.pointee.pMethods, methods.pointee.iVersion >= 2,
            let map = methods.pointee.xShmMap
        else { return nil }
        var region: UnsafeMutableRawPointer?
        let regionSize: Int32 = 32 << 10
        guard map(file, 0, regionSize, 0, &region) == SQLITE_OK else { return nil }
        return region.map { UnsafeRawPointer($0) }
    }
}
