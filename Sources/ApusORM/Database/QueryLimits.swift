/// What one query may cost at most: a page that forgot its `limit` then fails, and not the server.
///
///     try Database.current.limited(to: QueryLimits(rows: 1000, seconds: 2)) { try report() }
public struct QueryLimits: Hashable, Sendable {
    /// How many rows a statement may give; nil for any number. One more throws `.tooManyRows`.
    public var rows: Int?
    /// For how many seconds a statement may run, the work on its rows included; nil for ever.
    /// Beyond them it throws `.tooSlow`.
    public var seconds: Double?

    /// Limits; both may be left out.
    public init(rows: Int? = nil, seconds: Double? = nil) {
        self.rows = rows
        self.seconds = seconds
    }

    /// Whether nothing is limited.
    public var isEmpty: Bool { rows == nil && seconds == nil }
}

extension Database {
    /// Runs `body`, each of whose statements keeps within `limits`, and not within those of the
    /// settings. `body` can't suspend: the limits are this thread's connection's.
    public func limited<Result>(
        to limits: QueryLimits, _ body: () throws -> Result
    ) throws -> Result {
        let connection = try connection
        let outer = connection.limits
        connection.limits = limits.isEmpty ? nil : limits
        defer { connection.limits = outer }
        return try body()
    }
}

extension Connection {
    /// Runs a statement within `limits`.
    func run<Result>(
        _ cached: CachedStatement, sql: String, within limits: QueryLimits,
        _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        let statement =
            limits.rows.map { LimitedStatement(cached.statement, sql: sql, rows: $0) }
            ?? cached.statement
        guard let seconds = limits.seconds else { return try body(statement) }
        let own = ContinuousClock.now + .seconds(seconds > 0 ? min(seconds, 1e9) : 0)
        let outer = driver.deadline
        driver.deadline = outer.map { min($0, own) } ?? own
        defer { driver.deadline = outer }
        do {
            return try body(statement)
        } catch let error as DatabaseError
            where error.kind == .interrupted && ContinuousClock.now > own
        {
            throw DatabaseError(
                .tooSlow(seconds: seconds),
                "the query ran for more than the \(seconds) seconds that it may", sql: sql,
                advice: "See with explain() whether an index helps, or ask for less")
        }
    }
}

/// A statement that gives so many rows and no more.
private final class LimitedStatement: DriverStatement {
    private let inner: any DriverStatement
    private let sql: String
    private let limit: Int
    private var count = 0

    init(_ inner: any DriverStatement, sql: String, rows limit: Int) {
        self.inner = inner
        self.sql = sql
        self.limit = limit
    }

    func step() throws -> Bool {
        guard try inner.step() else { return false }
        count += 1
        if count <= limit { return true }
        throw DatabaseError(
            .tooManyRows(limit: limit), "the query has more than the \(limit) rows that it may",
            sql: sql, advice: "Ask for less with limit(), or go through the rows page by page")
    }

    func bind(_ values: [SQLValue]) throws { try inner.bind(values) }
    func bind(_ value: Int64) throws { try inner.bind(value) }
    var lastRowCount: Int {
        get { inner.lastRowCount }
        set { inner.lastRowCount = newValue }
    }
    func reset() { inner.reset() }
    var columnNames: [String] { inner.columnNames }
    var isReadOnly: Bool { inner.isReadOnly }
    var cells: OpaquePointer { inner.cells }
    var reader: UnsafePointer<RowReader> { inner.reader }
}
