/// One thread's connection to a database: statements, which it caches, and transactions.
public final class Connection {
    let driver: any DriverConnection
    /// Counts what is written; nil for a connection that stands alone.
    let database: DatabaseIdentity?
    /// What is particular about the database's SQL.
    public let dialect: any Dialect
    @exclusivity(unchecked) private var statements = StatementCache()
    var transactionDepth = 0
    var commitActions: [(depth: Int, action: () throws -> Void)] = []
    /// What ends a transaction and could not be run: another statement was in the way.
    private var unfinished: [(sql: String, needsTransaction: Bool)] = []
    /// Whether the open transaction may only read.
    var isReadOnly = false
    /// Whether statements that read may do so together.
    @exclusivity(unchecked) var sharesReads = false {
        didSet { if oldValue, !sharesReads { driver.endSharedRead() } }
    }
    /// A second one, for loops over rows.
    var forLoops: Connection?
    /// What each statement may cost; nil for anything.
    @exclusivity(unchecked) var limits: QueryLimits?

    init(_ driver: any DriverConnection, dialect: any Dialect, of database: DatabaseIdentity? = nil)
    {
        self.driver = driver
        self.dialect = dialect
        self.database = database
    }

    deinit {
        // First: nobody else looks at it from here on. Statements that are left end with the cache.
        driver.close()
    }

    /// Runs a statement and returns how many rows it changed.
    @discardableResult
    public func execute(_ sql: String, _ bindings: [SQLValue] = []) throws -> Int {
        try run(sql, bindings) { while try $0.step() {} }
        return driver.changes
    }

    /// Runs a script of several statements without parameters.
    public func run(script: String) throws {
        let started = QueryLog.start()
        defer { QueryLog.record(script, [], since: started) }
        try sharing(.changesSettings) {
            statements.removeAll()
            try driver.run(script: script)
        }
    }

    /// Runs a query and returns its rows.
    public func query(_ sql: String, _ bindings: [SQLValue] = []) throws -> [ResultRow] {
        try run(sql, bindings) { statement in
            // Known after the first step: it compiles a kept statement anew where tables changed.
            var names: [String] = []
            let reader = statement.reader
            var rows: [ResultRow] = []
            while try statement.step() {
                if rows.isEmpty { names = statement.columnNames }
                let values = names.indices.map {
                    reader.pointee.value(statement.cells, Int32(truncatingIfNeeded: $0))
                }
                rows.append(ResultRow(columns: names, values: values))
            }
            return rows
        }
    }

    /// The key that the last INSERT made.
    public var lastInsertID: Int64 { driver.lastInsertID }

    /// Begins or ends a transaction or a savepoint: nothing keeps a statement from being undone.
    func control(_ sql: String) throws {
        let started = QueryLog.start()
        try sharing(.writes) {
            let cached = try statements.take(sql, from: driver)
            defer {
                cached.giveBack()
                QueryLog.record(sql, [], since: started)
            }
            while try cached.statement.step() {}
        }
    }

    /// Runs a statement that may read together with others. One within a transaction sees what that
    /// sees.
    @inline(__always)
    private func sharing<Result>(
        _ effect: StatementEffect, _ body: () throws -> Result
    ) rethrows -> Result {
        guard sharesReads || effect == .changesSettings else { return try body() }
        driver.beginStatement(effect == .reads && transactionDepth > 0 ? .writes : effect)
        defer { driver.endStatement() }
        return try body()
    }

    /// Runs what ends a transaction; where it can't be, as soon as nothing is in the way.
    func finish(_ sql: String, needsTransaction: Bool = true) {
        do { try control(sql) } catch { unfinished.append((sql, needsTransaction)) }
    }

    /// Runs what is left to end a transaction.
    private func finishTransactions() throws {
        while let (sql, needsTransaction) = unfinished.first {
            // Without a transaction there is nothing to undo: the database may have rolled back by
            // itself, or a statement that came later.
            if driver.isInTransaction || !needsTransaction { try control(sql) }
            unfinished.removeFirst()
        }
    }

    /// Throws where the caller's task was cancelled, and where the transaction that the caller
    /// believes to be in is gone: a full disk ends one, and so does a statement that was interrupted.
    @inline(__always)
    func mayRun() throws {
        if !unfinished.isEmpty { try finishTransactions() }
        try Interruption.check()
        if transactionDepth > 0, !driver.isInTransaction { throw lostTransaction }
    }

    private var lostTransaction: DatabaseError {
        DatabaseError(
            .interrupted, "the transaction was rolled back when one of its statements failed",
            advice: "Let the error of that statement leave the transaction's closure")
    }

    /// Prepares (or finds) the statement, binds, runs `body` and resets, whatever happens.
    func run<Result>(
        _ sql: String, _ bindings: [SQLValue], shape: QueryShape? = nil,
        _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        func take() throws -> CachedStatement {
            let cached = try statements.take(sql, from: driver)
            if let shape { statements.keep(cached, for: shape) }
            return cached
        }
        guard sharesReads else { return try run(take(), bindings, body) }
        // Compiled after the connection is taken from whoever may end what is shared.
        return try sharing(StatementEffect(of: sql)) { try execute(take(), bindings, body) }
    }

    /// The statement of queries of this shape, for `run`; nil where there is none at hand.
    func statement(of shape: QueryShape) -> CachedStatement? { statements.take(shape) }

    /// Binds, runs `body`, gives the statement back, whatever happens.
    func run<Result>(
        _ cached: CachedStatement, _ bindings: [SQLValue],
        _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        try sharing(cached.effect) { try execute(cached, bindings, body) }
    }

    private func execute<Result>(
        _ cached: CachedStatement, _ bindings: [SQLValue],
        _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        let started = QueryLog.start()
        defer {
            cached.giveBack()
            QueryLog.record(cached.sql, bindings, since: started)
            if !unfinished.isEmpty { try? finishTransactions() }
        }
        try mayRun()
        try cached.statement.bind(bindings)
        if let limits { return try run(cached, sql: cached.sql, within: limits, body) }
        return try body(cached.statement)
    }

    /// The same for the SELECT of all rows of `table`, which is found by the table's number.
    func runSelectAll<Result>(
        of table: Table, _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        try mayRun()
        let started = QueryLog.start()
        return try sharing(.reads) {
            let cached = try statements.takeSelectOfAll(of: table, from: driver)
            defer {
                cached.giveBack()
                QueryLog.record(table.selectAllSQL, [], since: started)
            }
            if let limits { return try run(cached, sql: table.selectAllSQL, within: limits, body) }
            return try body(cached.statement)
        }
    }

    /// The row with the key `key`. Throws `NotFound` where there is none: in an optional, whose type
    /// must be made while the program runs, it would cost a tenth more.
    func row<Element: Model>(_ key: SQLValue) throws -> Element {
        try mayRun()
        let started = QueryLog.start()
        let table = Element.table
        return try sharing(.reads) {
            let cached = try statements.takeSelectByKey(of: table, from: driver)
            defer {
                cached.giveBack()
                QueryLog.record(table.selectByKeySQL, [key], since: started)
            }
            let statement = cached.statement
            if case .integer(let integer) = key {
                try statement.bind(integer)
            } else {
                try statement.bind([key])
            }
            guard try statement.step() else {
                throw NotFound(Element.modelName, Element.isKey(key))
            }
            var row = Row(statement, group: nil)
            return try row.model()
        }
    }
}

/// A row of a query written by hand: its values in order, or by column name.
public struct ResultRow: Hashable, Sendable {
    /// The columns' names.
    public let columns: [String]
    /// The values in the columns' order.
    public let values: [SQLValue]

    /// The value of the column called `name`, or nil where there is none.
    public subscript(name: String) -> SQLValue? {
        columns.firstIndex(of: name).map { values[$0] }
    }

    /// The value at `index`; NULL beyond the end.
    public subscript(index: Int) -> SQLValue {
        values.indices.contains(index) ? values[index] : .null
    }
}
