import Synchronization

/// Statements as they are run, with their bindings and times: for the debug pages and for tests.
///
///     let (result, queries) = try QueryLog.collect { try index(request) }
public final class QueryLog: Sendable {
    /// One statement that was run.
    public struct Entry: Sendable {
        /// The SQL.
        public var sql: String
        /// What was bound to its parameters.
        public var bindings: [SQLValue]
        /// How long it ran, its rows' decoding included.
        public var duration: Duration
        /// The return addresses of the calls that led to it, the innermost first; empty unless the
        /// log notes them.
        public var calls: [UInt] = []

        /// Whether it begins or ends a transaction or a savepoint, or sets up the connection: what
        /// is no query of its own.
        public var isControl: Bool {
            let word = sql.prefix { $0 != " " && $0 != ";" }.uppercased()
            return ["BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE", "PRAGMA"].contains(word)
        }
    }

    private let storage = Mutex<[Entry]>([])

    /// The statements so far.
    public var entries: [Entry] { storage.withLock { $0 } }

    /// Tells the calls that led to a statement.
    private let calls: (@Sendable () -> [UInt])?

    /// An empty log.
    ///
    /// - Parameter calls: Walks the stack, for `Entry.calls`: the return addresses, the innermost
    ///   first.
    public init(calls: (@Sendable () -> [UInt])? = nil) { self.calls = calls }

    /// A log that is open, and those that were open before it: all get the statements.
    private final class Opened: Sendable {
        let log: QueryLog
        let next: Opened?

        init(_ log: QueryLog) {
            self.log = log
            next = QueryLog.current
        }
    }

    @TaskLocal private static var current: Opened?

    /// How many logs are open: while none is, running a statement costs one load more.
    private static let open = Atomic<Int>(0)

    /// Records the statements that `body` runs.
    public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        QueryLog.open.wrappingAdd(1, ordering: .relaxed)
        defer { QueryLog.open.wrappingSubtract(1, ordering: .relaxed) }
        return try QueryLog.$current.withValue(Opened(self)) { try body() }
    }

    /// Records the statements that `body` runs, which may suspend.
    public func record<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        QueryLog.open.wrappingAdd(1, ordering: .relaxed)
        defer { QueryLog.open.wrappingSubtract(1, ordering: .relaxed) }
        return try await QueryLog.$current.withValue(Opened(self), operation: { try await body() })
    }

    /// What `body` returns, and the statements that it ran.
    public static func collect<Result>(
        _ body: () throws -> Result
    ) rethrows -> (result: Result, queries: [Entry]) {
        let log = QueryLog()
        let result = try log.record(body)
        return (result, log.entries)
    }

    @inline(__always)
    static func start() -> ContinuousClock.Instant? {
        open.load(ordering: .relaxed) == 0 ? nil : .now
    }

    @inline(__always)
    static func record(
        _ sql: String, _ bindings: @autoclosure () -> [SQLValue],
        since start: ContinuousClock.Instant?
    ) {
        if let start { add(sql, bindings(), since: start) }
    }

    @inline(never)
    private static func add(
        _ sql: String, _ bindings: [SQLValue], since start: ContinuousClock.Instant
    ) {
        var entry = Entry(sql: sql, bindings: bindings, duration: ContinuousClock.now - start)
        var opened = current
        while let next = opened {
            if let calls = next.log.calls, entry.calls.isEmpty { entry.calls = calls() }
            next.log.storage.withLock { $0.append(entry) }
            opened = next.next
        }
    }
}
