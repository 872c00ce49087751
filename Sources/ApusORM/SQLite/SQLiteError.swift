import CSQLite

/// The error for a result code of SQLite, with the connection's message.
func sqliteError(_ code: Int32, on database: OpaquePointer, sql: String?) -> DatabaseError {
    let message = String(cString: sqlite3_errmsg(database))
    // "UNIQUE constraint failed: polls_tag.name, polls_tag.kind"
    let detail =
        message.firstRange(of: ": ").map { String(message[$0.upperBound...]) } ?? ""
    switch code {
    case SQLITE_CONSTRAINT | 8 << 8, SQLITE_CONSTRAINT | 6 << 8:  // UNIQUE, PRIMARYKEY
        let columns = detail.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
        return DatabaseError(
            .unique(columns: columns), message, sql: sql,
            advice: "A row with this value exists: change the value, or update that row")
    case SQLITE_CONSTRAINT | 3 << 8:  // FOREIGNKEY
        return DatabaseError(
            .foreignKey, message, sql: sql,
            advice: "The row points at a row that does not exist, or others still point at it")
    case SQLITE_CONSTRAINT | 1 << 8:  // CHECK
        return DatabaseError(
            .check(constraint: detail), message, sql: sql,
            advice: "Give a value that the constraint allows")
    case SQLITE_CONSTRAINT | 5 << 8:  // NOTNULL
        return DatabaseError(
            .notNull(column: detail), message, sql: sql,
            advice: "Give the field a value, or make the property an Optional and migrate")
    default: break
    }
    switch code & 0xFF {
    case SQLITE_BUSY, SQLITE_LOCKED:
        return DatabaseError(
            .busy, message, sql: sql,
            advice: "Another connection has been writing for too long: look for a transaction "
                + "that waits for something else, or for a rows loop that writes")
    case SQLITE_NOTADB:
        return DatabaseError(
            .notADatabase, message, sql: sql,
            advice: "The file is not an SQLite database: check the path in the settings")
    case SQLITE_CORRUPT:
        return DatabaseError(
            .corrupt, message, sql: sql, advice: "Restore a backup, or try sqlite3's .recover")
    // The file can be written: it is the connection that may not, as in a readTransaction.
    case SQLITE_READONLY
    where code == SQLITE_READONLY && sqlite3_db_readonly(database, "main") == 0:
        return DatabaseError(
            .readOnly, message, sql: sql,
            advice: "The transaction only reads: write in transaction { … }")
    case SQLITE_READONLY, SQLITE_PERM:
        return DatabaseError(
            .readOnly, message, sql: sql,
            advice: "This user must be able to write the file and its folder")
    case SQLITE_CANTOPEN:
        return DatabaseError(
            .cannotOpen, message, sql: sql,
            advice: "Check that the folder exists and that this user may write there")
    case SQLITE_FULL, SQLITE_IOERR:
        return DatabaseError(
            .full, message, sql: sql, advice: "Look at the disk's free space and health")
    case SQLITE_INTERRUPT: return DatabaseError(.interrupted, message, sql: sql)
    case SQLITE_ERROR where message.hasPrefix("no such table"):
        return DatabaseError(
            .noSuchTable(detail), message, sql: sql,
            advice: "Run `manage migrate`; if the model is new, `manage makemigrations` first")
    case SQLITE_ERROR where message.hasPrefix("no such column"):
        return DatabaseError(
            .noSuchColumn(detail), message, sql: sql,
            advice: "Run `manage migrate`; if the field is new, `manage makemigrations` first")
    case SQLITE_ERROR where message.contains("has no column named"):
        return DatabaseError(
            .noSuchColumn(message.split(separator: " ").last.map(String.init) ?? ""), message,
            sql: sql,
            advice: "Run `manage migrate`; if the field is new, `manage makemigrations` first")
    case SQLITE_ERROR:
        return DatabaseError(.syntax, message, sql: sql, advice: "Correct the SQL")
    default:
        return DatabaseError(.other(Int(code)), message, sql: sql)
    }
}
