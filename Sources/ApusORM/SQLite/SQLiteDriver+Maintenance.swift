import CSQLite
import Glibc

extension SQLiteDriver: MaintenanceDriver {
    /// Copies the database, as it is at one moment, into a new file at `path`.
    public func backUp(to path: String) throws {
        let source = try existing()
        if !isURI, let own = FileIdentity(self.path), own == FileIdentity(path) {
            throw DatabaseError(
                .cannotOpen, "\(path) is the database itself", advice: "Give another path")
        }
        // Beside the target, so that the renaming is one step; not at its place before it is whole.
        let partial = "\(path).partial-\(getpid())"
        defer { removeDatabase(at: partial) }
        removeDatabase(at: partial)
        // Nobody else may read it before it has the database's own mode.
        let descriptor = Glibc.open(partial, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else {
            throw DatabaseError(
                .cannotOpen, "\(path) can't be written: \(String(cString: strerror(errno)))",
                advice: "Check that the folder exists and that this user may write there")
        }
        close(descriptor)
        do {
            let copy = try SQLiteConnection(
                path: partial, busyTimeout: busyTimeout, isURI: false, settings: "")
            try copy.copyPages(of: source)
            try copy.expectWhole("the copy of \(self.path)")
            try copy.run(script: "PRAGMA journal_mode = DELETE")
        }
        if let mode = isURI ? nil : FileIdentity(self.path)?.mode { chmod(partial, mode & 0o777) }
        try flush(partial)
        guard rename(partial, path) == 0 else {
            throw DatabaseError(
                .cannotOpen, "\(path) can't be written: \(String(cString: strerror(errno)))",
                advice: "Check that the folder exists and that this user may write there")
        }
        let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
        try? flush(folder)
    }

    /// Puts the database of the file at `path` into the place of all that is in this one.
    public func restore(from path: String) throws {
        guard access(path, R_OK) == 0 else {
            throw DatabaseError(
                .cannotOpen, "there is no file \(path) that can be read", advice: "Check the path")
        }
        if !isURI, let own = FileIdentity(self.path), own == FileIdentity(path) {
            throw DatabaseError(
                .cannotOpen, "\(path) is the database itself", advice: "Give another path")
        }
        // An empty file would pass for a database without tables.
        guard firstBytes(of: path, 16) == Array("SQLite format 3\0".utf8) else {
            throw DatabaseError(
                .notADatabase, "\(path) is not an SQLite database", advice: "Check the path")
        }
        let source = try SQLiteConnection(reading: path)
        try source.expectWhole(path)
        let target = try SQLiteConnection(path: self.path, busyTimeout: busyTimeout, isURI: isURI)
        let size = try source.text("PRAGMA page_size")
        let isResized = try target.text("PRAGMA page_size") != size
        if isResized, try target.text("PRAGMA journal_mode = DELETE") == "wal" {
            // With a write-ahead log, the pages keep their size, and others hold the log open.
            throw DatabaseError(
                .busy, "\(path) has pages of \(size) bytes, the database others, and it is in use",
                advice: "Stop the server and restore again")
        }
        try target.copyPages(of: source)
        try target.run(script: SQLiteConnection.siteSettings)
    }

    /// What SQLite's own checks find.
    public func damage() throws -> [DatabaseDamage] {
        let connection = try existing()
        return try connection.structuralDamage().map { DatabaseDamage(.structure, $0) }
            + connection.foreignKeyViolations(atMost: 100).map {
                DatabaseDamage(.reference, $0.description)
            }
    }

    /// A connection to a database that is there already.
    private func existing() throws -> SQLiteConnection {
        guard isURI || access(path, F_OK) == 0 else {
            throw DatabaseError(
                .cannotOpen, "there is no database \(path)",
                advice: "Check the path in the settings, or run `manage migrate` to make it")
        }
        return try SQLiteConnection(path: path, busyTimeout: busyTimeout, isURI: isURI)
    }
}

extension SQLiteConnection {
    /// Opens a file that is only read. One that nobody has open is read without a lock, so that it
    /// may stand in a folder that can't be written.
    convenience init(reading path: String) throws {
        let isOpenElsewhere = ["-wal", "-journal"].contains { access(path + $0, F_OK) == 0 }
        let safe = Set("/-_.~".utf8)
        var uri = "file:"
        for byte in path.utf8 {
            let isPlain =
                safe.contains(byte) || (48...57).contains(byte) || (65...90).contains(byte)
                || (97...122).contains(byte)
            let digits = Array("0123456789ABCDEF".unicodeScalars)
            if isPlain {
                uri.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                uri.append("%")
                uri.unicodeScalars.append(digits[Int(byte >> 4)])
                uri.unicodeScalars.append(digits[Int(byte & 15)])
            }
        }
        try self.init(
            path: uri + (isOpenElsewhere ? "" : "?immutable=1"), busyTimeout: 60, isURI: true,
            settings: "PRAGMA query_only = ON")
    }

    /// Replaces all that this database holds by the pages of `source`, as they are at one moment.
    func copyPages(of source: SQLiteConnection) throws {
        guard let backup = sqlite3_backup_init(handle, "main", source.handle, "main") else {
            throw sqliteError(sqlite3_errcode(handle), on: handle, sql: nil)
        }
        // All in one step: the copy is of one moment, and writers don't wait for it.
        let code = sqlite3_backup_step(backup, -1)
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw sqliteError(code, on: handle, sql: nil) }
    }

    /// Throws where the database, called `name` in the message, is damaged.
    func expectWhole(_ name: String) throws {
        let damage = try structuralDamage()
        guard let first = damage.first else { return }
        throw DatabaseError(
            .corrupt, "\(name) is damaged: \(first)",
            advice: "Nothing was changed. `manage check --database` says all that is wrong")
    }

    /// What `PRAGMA integrity_check` finds; at most a hundred lines.
    func structuralDamage() throws -> [String] {
        let statement = try SQLiteStatement("PRAGMA integrity_check", on: self)
        var found: [String] = []
        while try statement.step() {
            if case .text(let line) = statement.reader.pointee.value(statement.handle, 0),
                line != "ok"
            {
                found.append(line)
            }
        }
        return found
    }

    /// The first cell of a query's first row, as text.
    func text(_ sql: String) throws -> String {
        let statement = try SQLiteStatement(sql, on: self)
        guard try statement.step() else { return "" }
        switch statement.reader.pointee.value(statement.handle, 0) {
        case .text(let text): return text
        case .integer(let number): return String(number)
        default: return ""
        }
    }
}

/// Which file a path leads to.
private struct FileIdentity: Equatable {
    let device: dev_t
    let inode: ino_t
    let mode: mode_t

    /// Nil where there is no file.
    init?(_ path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        device = status.st_dev
        inode = status.st_ino
        mode = status.st_mode
    }
}

private func firstBytes(of path: String, _ count: Int) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let found = read(descriptor, &bytes, count)
    return Array(bytes[..<max(0, found)])
}

private func removeDatabase(at path: String) {
    for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
}

/// Waits until the file or folder is on the disk.
private func flush(_ path: String) throws {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
        throw DatabaseError(
            .cannotOpen, "\(path) can't be opened: \(String(cString: strerror(errno)))")
    }
    defer { close(descriptor) }
    guard fsync(descriptor) == 0 else {
        throw DatabaseError(
            .full, "\(path) can't be written to the disk: \(String(cString: strerror(errno)))",
            advice: "Look at the disk's free space and health")
    }
}
