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
    }

    private let storage = Mutex<[Entry]>([])

    /// The statements so far.
    public var entries: [Entry] { storage.withLock { $0 } }

    /// An empty log.
    public init() {}

    @TaskLocal private static var current: QueryLog?

    /// How many logs are open: while none is, running a statement costs one load more.
    private static let open = Atomic<Int>(0)

    /// Records the statements that `body` runs.
    public func record<Result>(_ body: () throws -> Result) rethrows -> Result {
        QueryLog.open.wrappingAdd(1, ordering: .relaxed)
        defer { QueryLog.open.wrappingSubtract(1, ordering: .relaxed) }
        return try QueryLog.$current.withValue(self) { try body() }
    }

    /// Records the statements that `body` runs, which may suspend.
    public func record<Result: Sendable>(
        isolation: isolated (any Actor)? = #isolation, _ body: () async throws -> Result
    ) async rethrows -> Result {
        QueryLog.open.wrappingAdd(1, ordering: .relaxed)
        defer { QueryLog.open.wrappingSubtract(1, ordering: .relaxed) }
        return try await QueryLog.$current.withValue(self, operation: { try await body() })
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
        guard let current else { return }
        let entry = Entry(sql: sql, bindings: bindings, duration: ContinuousClock.now - start)
        current.storage.withLock { $0.append(entry) }
    }
}
