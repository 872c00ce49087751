import CSQLite

/// A prepared statement of SQLite.
final class SQLiteStatement: DriverStatement {
    let handle: OpaquePointer
    private let sql: String
    private let connection: SQLiteConnection
    var lastRowCount = 0
    /// Whether it holds bytes that are too many to be kept until it is bound again.
    private var holdsMuch = false

    init(_ sql: String, on connection: SQLiteConnection) throws {
        var handle: OpaquePointer?
        var text = sql
        let code = text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // PERSISTENT: the connection caches its statements for long.
                sqlite3_prepare_v3(
                    connection.handle, $0.baseAddress, Int32(clamping: $0.count),
                    UInt32(SQLITE_PREPARE_PERSISTENT), &handle, nil)
            }
        }
        guard code == SQLITE_OK else { throw connection.error(code, sql: sql) }
        guard let handle else {
            throw DatabaseError(.syntax, "the SQL is empty", sql: sql, advice: "Write a statement")
        }
        self.handle = handle
        self.sql = sql
        self.connection = connection
    }

    deinit { sqlite3_finalize(handle) }

    func bind(_ value: Int64) throws {
        let code = sqlite3_bind_int64(handle, 1, value)
        if code != SQLITE_OK { throw connection.error(code, sql: sql) }
    }

    func bind(_ values: [SQLValue]) throws {
        let expected = Int(sqlite3_bind_parameter_count(handle))
        guard expected == values.count else {
            throw DatabaseError(
                .syntax, "the SQL has \(expected) parameters, \(values.count) values were given",
                sql: sql, advice: "Give one value for each ?")
        }
        var position: Int32 = 0
        for value in values {
            position += 1
            let code =
                switch value {
                case .null: sqlite3_bind_null(handle, position)
                case .integer(let integer): sqlite3_bind_int64(handle, position, integer)
                case .real(let real): sqlite3_bind_double(handle, position, real)
                case .text(let text): bind(text, at: position)
                case .blob(let bytes): bind(bytes, at: position)
                }
            if code != SQLITE_OK { throw connection.error(code, sql: sql) }
        }
    }

    private static let much = 64 << 10

    private func bind(_ text: String, at position: Int32) -> Int32 {
        var text = text
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                // An empty string's pointer is nil, which SQLite would take for NULL.
                guard let start = $0.baseAddress else {
                    return sqlite3_bind_text(handle, position, "", 0, transient)
                }
                if $0.count > Self.much { holdsMuch = true }
                return sqlite3_bind_text64(
                    handle, position, start, UInt64($0.count), transient, UInt8(SQLITE_UTF8))
            }
        }
    }

    private func bind(_ bytes: [UInt8], at position: Int32) -> Int32 {
        bytes.withUnsafeBytes {
            guard let start = $0.baseAddress, !$0.isEmpty else {
                return sqlite3_bind_zeroblob(handle, position, 0)
            }
            if $0.count > Self.much { holdsMuch = true }
            return sqlite3_bind_blob64(handle, position, start, UInt64($0.count), transient)
        }
    }

    func step() throws -> Bool {
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return true
        case SQLITE_DONE: return false
        case let code: throw connection.error(code, sql: sql)
        }
    }

    func reset() {
        sqlite3_reset(handle)
        if holdsMuch {
            holdsMuch = false
            sqlite3_clear_bindings(handle)
        }
        connection.forgetInterruption()
    }

    var columnNames: [String] {
        (0..<sqlite3_column_count(handle)).map {
            sqlite3_column_name(handle, $0).map { String(cString: $0) } ?? ""
        }
    }

    var isReadOnly: Bool { sqlite3_stmt_readonly(handle) != 0 }

    var cells: OpaquePointer { handle }

    var reader: UnsafePointer<RowReader> { sharedReader.pointer }
}

/// SQLITE_TRANSIENT: SQLite copies what is bound.
let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

/// The address of the one reader, which lives as long as the process.
private struct SharedReader: @unchecked Sendable {
    let pointer: UnsafePointer<RowReader>

    init(_ reader: RowReader) {
        let memory = UnsafeMutablePointer<RowReader>.allocate(capacity: 1)
        memory.initialize(to: reader)
        pointer = UnsafePointer(memory)
    }
}

private let sharedReader = SharedReader(
    RowReader(
        isNull: { sqlite3_column_type($0, $1) == SQLITE_NULL ? 1 : 0 },
        integer: sqlite3_column_int64,
        real: sqlite3_column_double,
        text: { statement, column, count in
            // The value's own functions: those of the column look it up once more for its length.
            // A connection is used by one thread at a time, so that nothing need be protected.
            let value = sqlite3_column_value(statement, column)
            let start = sqlite3_value_text(value)
            count.pointee = sqlite3_value_bytes(value)
            return start
        },
        blob: sqlite3_column_blob,
        byteCount: sqlite3_column_bytes,
        value: { statement, column in
            switch sqlite3_column_type(statement, column) {
            case SQLITE_INTEGER: return .integer(sqlite3_column_int64(statement, column))
            case SQLITE_FLOAT: return .real(sqlite3_column_double(statement, column))
            case SQLITE_TEXT:
                guard let start = sqlite3_column_text(statement, column) else { return .null }
                let count = Int(sqlite3_column_bytes(statement, column))
                return .text(
                    String(
                        decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self))
            case SQLITE_BLOB:
                guard let start = sqlite3_column_blob(statement, column) else { return .blob([]) }
                let count = Int(sqlite3_column_bytes(statement, column))
                return .blob([UInt8](UnsafeRawBufferPointer(start: start, count: count)))
            default: return .null
            }
        }))
