import Synchronization

/// A database: a place, its driver, and a connection for each thread that asks for one.
///
///     Database.setDefault(try Database("sqlite:///var/site.db"))
///     try Database.current.transaction { try account.save() }
public final class Database: Sendable {
    /// Opens connections, and knows the dialect.
    public let driver: any Driver
    /// Where the database is, for messages.
    public let location: String
    /// What is particular about the database's SQL.
    public var dialect: any Dialect { driver.dialect }
    /// What each statement may cost, unless `limited(to:)` says otherwise.
    public let limits: QueryLimits

    let identity: DatabaseIdentity

    /// A database from a path, `:memory:`, or a URL: `sqlite:///relative.db`,
    /// `sqlite:////absolute/path.db`, `sqlite://:memory:`. A file that does not exist is made by the
    /// first connection.
    public convenience init(
        _ location: String, busyTimeout: Double = 60, limits: QueryLimits = QueryLimits()
    ) throws {
        self.init(
            try SQLiteDriver(path: Self.path(of: location), busyTimeout: busyTimeout),
            location: location, limits: limits)
    }

    /// The path that a location means. Throws a `DatabaseError` for a URL that names none.
    package static func path(of location: String) throws(DatabaseError) -> String {
        guard let scheme = location.firstRange(of: "://") else { return location }
        guard location[..<scheme.lowerBound] == "sqlite" else {
            throw DatabaseError(
                .cannotOpen, "no driver for the database URL \(location)",
                advice: "Use sqlite:///PATH, or give the Database a driver of your own")
        }
        let rest = location[scheme.upperBound...]
        if rest.isEmpty || rest == ":memory:" { return ":memory:" }
        // Three slashes and a relative path, four and an absolute one, as elsewhere.
        guard rest.first == "/", rest.count > 1 else {
            let file = rest.first == "/" ? "db.sqlite3" : String(rest)
            throw DatabaseError(
                .cannotOpen, "the database URL \(location) names no file",
                advice: "Write sqlite:///\(file), or sqlite://:memory: for one in memory")
        }
        return String(rest.dropFirst())
    }

    /// A database behind a driver of your own.
    public init(_ driver: any Driver, location: String, limits: QueryLimits = QueryLimits()) {
        self.driver = driver
        self.limits = limits
        self.location = location
        identity = DatabaseIdentity()
    }

    deinit { identity.close() }

    /// This thread's connection, opened when the thread first asks.
    public var connection: Connection {
        get throws {
            if let found = ThreadConnections.find(identity) { return found }
            let opened = Connection(try driver.open(), dialect: dialect, of: identity)
            opened.limits = limits.isEmpty ? nil : limits
            ThreadConnections.add(opened, for: identity)
            return opened
        }
    }

    /// The connection that a loop over rows reads with while its body uses this thread's: an open read
    /// would keep that one from writing once somebody else has written.
    var connectionForLoops: Connection {
        get throws {
            let connection = try connection
            guard !connection.isInTransaction, connection.driver.readsBesideWriters else {
                // What is not committed yet is seen by this connection alone.
                return connection
            }
            if connection.forLoops == nil {
                connection.forLoops = Connection(try driver.open(), dialect: dialect)
            }
            guard let beside = connection.forLoops else { return connection }
            beside.limits = connection.limits
            return beside
        }
    }

    /// Runs `body` in a transaction that will write, or in a savepoint of the one that is open.
    /// It commits when `body` returns and rolls back when it throws. `body` can't suspend: the
    /// transaction belongs to this thread.
    ///
    /// - Parameter durable: Throws where a transaction is open already: what this one commits is
    ///   on disk when it returns.
    public func transaction<Result>(
        durable: Bool = false, _ body: () throws -> Result
    ) throws -> Result {
        let connection = try connection
        return try connection.transaction(durable: durable, body)
    }

    /// Runs `body` in a transaction that only reads: all its queries see the database as it is at
    /// the first of them, and wait for nobody. A write throws a `DatabaseError` of the kind
    /// `.readOnly`.
    public func readTransaction<Result>(_ body: () throws -> Result) throws -> Result {
        let connection = try connection
        return try connection.readTransaction(body)
    }

    /// Runs `action` once the open transaction has been committed, after those that were given
    /// before; at once where none is open. A rollback forgets it, that of a savepoint too. Where it
    /// throws, `transaction` throws its error, although it has committed.
    public func onCommit(_ action: @escaping () throws -> Void) throws {
        try connection.onCommit(action)
    }

    // MARK: The current database

    @TaskLocal static var override: Database?

    /// Whether any `with(_:)` was ever called: until then there is no override to look for.
    private static let hasOverrides = Atomic(false)

    /// The process's default: kept for ever, so that reading it takes no lock.
    private static let standard = Atomic<Unmanaged<Database>?>(nil)

    /// The database that models use: the one of `with(_:)` around the caller, or the default.
    public static var current: Database {
        get throws {
            if hasOverrides.load(ordering: .relaxed), let override { return override }
            guard let found = standard.load(ordering: .acquiring) else {
                throw DatabaseError(
                    .notConfigured, "no database is set",
                    advice: "A site sets it from its settings; elsewhere call "
                        + "Database.setDefault(try Database(\"sqlite:///site.db\"))")
            }
            return found.takeUnretainedValue()
        }
    }

    /// Makes `database` the one that models use in this process.
    public static func setDefault(_ database: Database) {
        standard.store(.passRetained(database), ordering: .releasing)
    }

    /// Makes this the current database for the length of `body`, and of the tasks it starts.
    public func with<Result>(_ body: () throws -> Result) rethrows -> Result {
        Database.hasOverrides.store(true, ordering: .relaxed)
        return try Database.$override.withValue(self) { try body() }
    }

    /// Makes this the current database for the length of `body`, which may suspend.
    public func with<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        Database.hasOverrides.store(true, ordering: .relaxed)
        return try await Database.$override.withValue(self, operation: { try await body() })
    }
}
