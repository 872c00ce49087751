import CSQLite

/// A connection to an SQLite database, used by one thread at a time.
final class SQLiteConnection: DriverConnection {
    let handle: OpaquePointer
    private let busyTimeout: Double

    /// What every connection that a site uses is set to.
    static let siteSettings = """
        PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; \
        PRAGMA foreign_keys = ON; PRAGMA temp_store = MEMORY;
        """

    /// Opens the file, or makes it. `busyTimeout` is how many seconds to wait for another writer.
    init(
        path: String, busyTimeout: Double, isURI: Bool, settings: String = siteSettings
    ) throws {
        var handle: OpaquePointer?
        let flags =
            SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX
            | (isURI ? SQLITE_OPEN_URI : 0)
        let code = sqlite3_open_v2(path, &handle, flags, nil)
        guard code == SQLITE_OK, let handle else {
            defer { sqlite3_close_v2(handle) }
            throw DatabaseError(
                .cannotOpen, "unable to open the database file \(path)",
                advice: "Check that its folder exists and that this user may write there")
        }
        self.handle = handle
        // A year is for ever, and NaN is none.
        self.busyTimeout = busyTimeout > 0 ? min(busyTimeout, 31_536_000) : 0
        sqlite3_extended_result_codes(handle, 1)
        installBusyHandler()
        installProgressHandler()
        registerFunctions(on: handle)
        do {
            try settle(settings)
        } catch var error as DatabaseError {
            sqlite3_close_v2(handle)
            error.message += " (\(path))"
            error.sql = nil
            throw error
        }
    }

    deinit { close() }

    private var isClosed = false

    func close() {
        if !isClosed {
            isClosed = true
            dropSharedRead()
            // v2: statements that are still alive keep the memory until they go.
            sqlite3_close_v2(handle)
        }
    }

    func prepare(_ sql: String) throws -> any DriverStatement {
        try SQLiteStatement(sql, on: self)
    }

    func run(script: String) throws {
        let code = sqlite3_exec(handle, script, nil, nil, nil)
        if code != SQLITE_OK { throw error(code, sql: script) }
    }

    var changes: Int { Int(sqlite3_changes64(handle)) }

    var lastInsertID: Int64 { sqlite3_last_insert_rowid(handle) }

    var isInTransaction: Bool { sqlite3_get_autocommit(handle) == 0 }

    func foreignKeyViolations() -> [ForeignKeyViolation] { foreignKeyViolations(atMost: 5) }

    func foreignKeyViolations(atMost limit: Int) -> [ForeignKeyViolation] {
        guard let statement = try? SQLiteStatement("PRAGMA foreign_key_check", on: self) else {
            return []
        }
        var found: [ForeignKeyViolation] = []
        while found.count < limit, (try? statement.step()) == true {
            guard case .text(let table) = statement.reader.pointee.value(statement.handle, 0),
                case .text(let parent) = statement.reader.pointee.value(statement.handle, 2)
            else { break }
            let row = statement.reader.pointee.integer(statement.handle, 1)
            let key = statement.reader.pointee.integer(statement.handle, 3)
            found.append(
                ForeignKeyViolation(
                    table: table, row: row, column: column(ofForeignKey: key, in: table),
                    target: parent))
        }
        return found
    }

    /// The column of the foreign key that SQLite calls by this number.
    private func column(ofForeignKey number: Int64, in table: String) -> String? {
        guard
            let list = try? SQLiteStatement("PRAGMA foreign_key_list(\(quote(table)))", on: self)
        else { return nil }
        while (try? list.step()) == true {
            if list.reader.pointee.integer(list.handle, 0) == number,
                case .text(let column) = list.reader.pointee.value(list.handle, 3)
            {
                return column
            }
        }
        return nil
    }

    var readsBesideWriters: Bool {
        if let keepsWAL { return keepsWAL }
        let isWAL = (try? text("PRAGMA journal_mode")) == "wal"
        keepsWAL = isWAL
        return isWAL
    }

    /// Nil until somebody asks, and after a statement that may change it.
    private var keepsWAL: Bool?

    // MARK: - Statements that read together

    /// Nil before two statements have read together.
    private var sharedRead: SharedRead?
    /// False once it is known that the database keeps no WAL.
    private var canShareReads = true
    private var readsTogether = 0
    /// Statements that run within each other.
    private var statementDepth = 0

    func beginStatement(_ effect: StatementEffect) {
        statementDepth += 1
        if statementDepth == 1 { sharedRead?.enter() }
        switch effect {
        case .reads:
            readsTogether += 1
            // A statement that stays alone pays nothing.
            guard readsTogether > 1, canShareReads else { return }
            if sharedRead == nil {
                // Without a WAL, a lock that is held would keep writers out.
                sharedRead = readsBesideWriters ? SharedRead(on: handle) : nil
                canShareReads = sharedRead != nil
            }
            sharedRead?.join()
        case .writes: sharedRead?.release()
        case .changesSettings:
            // The next one reads alone: the index is mapped when it has.
            readsTogether = 0
            dropSharedRead()
            canShareReads = true
            keepsWAL = nil
        }
    }

    func endStatement() {
        statementDepth -= 1
        if statementDepth == 0 { sharedRead?.leave() }
    }

    func endSharedRead() {
        readsTogether = 0
        guard let sharedRead else { return }
        sharedRead.enter()
        sharedRead.release()
        if statementDepth == 0 { sharedRead.leave() }
    }

    private func dropSharedRead() {
        guard let sharedRead else { return }
        SharedReadWatch.shared.remove(sharedRead)
        self.sharedRead = nil
    }

    // MARK: - Waiting and ending

    var deadline: ContinuousClock.Instant?
    /// Why the statement that runs was ended.
    private var interruption: String?

    /// A statement that was to end and had done all of its work leaves no reason to the next.
    func forgetInterruption() {
        guard interruption != nil else { return }
        interruption = nil
        // An interrupt lasts until no statement is active.
        sharedRead?.release()
    }

    /// The error for a result code.
    func error(_ code: Int32, sql: String) -> DatabaseError {
        // Afterwards: SQLite forgets the message of an error when a statement ends.
        defer { sharedRead?.release() }
        if let reason = interruption {
            interruption = nil
            if code == SQLITE_INTERRUPT || code == SQLITE_BUSY {
                return Interruption.error(reason, sql: sql)
            }
        }
        return sqliteError(code, on: handle, sql: sql)
    }

    /// Why the statement that runs is to end, nil while it may go on.
    private func reasonToEnd() -> String? {
        if let deadline, ContinuousClock.now > deadline { return "it took longer than it may" }
        return Interruption.reason
    }

    /// Steps of SQLite's machine between two looks whether a statement is to end: some 50 µs.
    private static let stepsBetweenLooks: Int32 = 4000

    /// Looks now and then whether the statement is to end. It is not ended by what the handler
    /// returns, since that fails a statement that has just done, and committed, all of its work;
    /// an interrupt stops only what still has steps before it.
    private func installProgressHandler() {
        sqlite3_progress_handler(
            handle, Self.stepsBetweenLooks,
            { context in
                guard let context else { return 0 }
                let connection = Unmanaged<SQLiteConnection>.fromOpaque(context)
                connection.takeUnretainedValue().look()
                return 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    private func look() {
        guard let reason = reasonToEnd() else { return }
        interruption = reason
        sqlite3_interrupt(handle)
    }

    /// Waits in short steps: SQLite's own handler sleeps up to 100 ms at a time, which lets one of
    /// several writers starve. The wait's start is in the handler's context.
    private func installBusyHandler() {
        sqlite3_busy_handler(
            handle,
            { context, attempt in
                let timeout = context.map { Unmanaged<SQLiteConnection>.fromOpaque($0) }
                return timeout?.takeUnretainedValue().wait(attempt: attempt) ?? 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    /// Runs the settings. SQLite asks no busy handler when the journal's mode changes: processes
    /// that open a database together, before it has a WAL, wait here.
    private func settle(_ settings: String) throws {
        var attempt: Int32 = 0
        while true {
            do {
                return try run(script: settings)
            } catch let error as DatabaseError where error.kind == .busy {
                if wait(attempt: attempt) == 0 { throw error }
                attempt += 1
            }
        }
    }

    private var waitStarted = ContinuousClock.now

    private func wait(attempt: Int32) -> Int32 {
        if attempt == 0 { waitStarted = .now }
        interruption = reasonToEnd()
        if interruption != nil { return 0 }
        if ContinuousClock.now - waitStarted > .seconds(busyTimeout) { return 0 }
        sqlite3_randomness(1, &jitter)
        // 0.2 ms at first, at most about 5 ms; the jitter keeps waiters from marching in step.
        let step = min(200 + 200 * Int(attempt), 4000)
        sleepMicroseconds(step + step * Int(jitter) / 1024)
        return 1
    }

    private var jitter: UInt8 = 0
}
