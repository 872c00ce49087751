import ApusMigrations
import ApusORM
import ApusWeb
import Glibc
import Synchronization

/// A database that tests get copies of: made when the first asks for one, then kept as bytes.
final class DatabaseTemplate: Sendable {
    private let bytes = Mutex<[UInt8]?>(nil)
    private let base: DatabaseTemplate?
    private let prepare: @Sendable () throws -> Void

    /// A copy of `base`, or an empty database, that `prepare` fills, as the current one.
    init(_ base: DatabaseTemplate?, _ prepare: @escaping @Sendable () throws -> Void) {
        self.base = base
        self.prepare = prepare
    }

    /// A new database that holds what the template holds.
    func copy() throws -> TemporaryDatabase { try TemporaryDatabase(holding: content()) }

    private func content() throws -> [UInt8] {
        try bytes.withLock { bytes in
            if let bytes { return bytes }
            let made = try base?.copy() ?? TemporaryDatabase()
            try made.database.with(prepare)
            let content = try made.close()
            bytes = content
            return content
        }
    }

    // MARK: The tables of sites

    private struct Key: Hashable {
        var apps: [ObjectIdentifier]
        var tables: TestDatabase.Tables
    }

    private static let known = Mutex<[Key: DatabaseTemplate]>([:])

    /// The template with the tables of `site`, the same for all sites with the same apps.
    static func tables(of site: Site, _ tables: TestDatabase.Tables) -> DatabaseTemplate {
        let key = Key(apps: site.apps.map { ObjectIdentifier(type(of: $0)) }, tables: tables)
        return known.withLock { known in
            if let found = known[key] { return found }
            let template = DatabaseTemplate(nil) {
                let migrations =
                    switch tables {
                    case .ofModels: try TestDatabase.migrations(ofModelsOf: site)
                    case .migrated: site.apps.map { type(of: $0).migrations }
                    }
                let graph = try MigrationGraph(migrations)
                let plan = graph.plan(to: graph.leaves().map { .migration($0) })
                try MigrationExecutor(graph, on: Database.current.connection).run(plan)
            }
            known[key] = template
            return template
        }
    }
}

/// A database in a folder of its own, in memory where the machine has a place for that; removed
/// when the value goes.
final class TemporaryDatabase: Sendable {
    let database: Database
    private let folder: String

    private var path: String { folder + "/test.sqlite3" }

    /// A database whose file has these bytes, or an empty one.
    init(holding bytes: [UInt8] = []) throws {
        let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
        var name = Array("\(parent)/apus-test-XXXXXX".utf8CString)
        guard mkdtemp(&name) != nil else {
            throw DatabaseError(
                .cannotOpen, "no folder for a test's database can be made in \(parent)",
                advice: String(cString: strerror(errno)))
        }
        let folder = name.withUnsafeBufferPointer {
            $0.baseAddress.map { String(cString: $0) } ?? ""
        }
        self.folder = folder
        database = try Database("sqlite:///\(folder)/test.sqlite3")
        if !bytes.isEmpty { try write(bytes) }
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm", "-journal"] { unlink(path + suffix) }
        rmdir(folder)
    }

    /// Ends the writing and returns the bytes of the file.
    func close() throws -> [UInt8] {
        try database.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        database.closeConnection()
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { throw failure("read") }
        defer { Glibc.close(file) }
        let size = lseek(file, 0, SEEK_END)
        var bytes = [UInt8](repeating: 0, count: max(0, size))
        guard pread(file, &bytes, bytes.count, 0) == bytes.count else { throw failure("read") }
        return bytes
    }

    private func write(_ bytes: [UInt8]) throws {
        let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
        guard file >= 0 else { throw failure("written") }
        defer { Glibc.close(file) }
        guard Glibc.write(file, bytes, bytes.count) == bytes.count else { throw failure("written") }
    }

    private func failure(_ what: String) -> DatabaseError {
        DatabaseError(
            .cannotOpen, "a test's database, \(path), can't be \(what)",
            advice: String(cString: strerror(errno)))
    }
}
