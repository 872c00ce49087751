/// Says whether the statements that run for somebody may go on: a query whose client has left is
/// work for nobody.
///
///     try Database.interruptible(by: visitor) { try report(request) }
public protocol Interrupter: AnyObject, Sendable {
    /// Why the statements that run now are to end with `DatabaseError.Kind.interrupted`, as in "the
    /// client has left"; nil lets them go on. Asked on the thread that runs them: every few
    /// thousand steps of the database's machine, and while a statement waits for other writers.
    var interruption: String? { get }
}

extension Database {
    /// Lets `interrupter` end the statements that `body` runs, of every database. One that has
    /// ended throws `.interrupted`, and its transaction rolls back.
    public static func interruptible<Result>(
        by interrupter: some Interrupter, _ body: () throws -> Result
    ) rethrows -> Result {
        let thread = ThreadConnections.ofThisThread
        let outer = thread.interrupter
        thread.interrupter = interrupter
        defer { thread.interrupter = outer }
        return try body()
    }

    /// Lets `interrupter` end the statements of `body`, which may suspend. Those of a task that was
    /// cancelled end in any case.
    public static func interruptible<Result: Sendable>(
        by interrupter: some Interrupter, isolation: isolated (any Actor)? = #isolation,
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await Interruption.$interrupter.withValue(interrupter, operation: { try await body() })
    }
}

/// Whether what runs on this thread is to end.
enum Interruption {
    @TaskLocal static var interrupter: (any Interrupter)?

    static let cancelled = "its task was cancelled"

    /// Why it is, nil while it may go on.
    static var reason: String? {
        if Task.isCancelled { return cancelled }
        return (ThreadConnections.ofThisThread.interrupter ?? interrupter)?.interruption
    }

    /// Throws where the task that runs this was cancelled: nothing is begun for it any more.
    @inline(__always)
    static func check() throws {
        if Task.isCancelled { throw error(cancelled, sql: nil) }
    }

    static func error(_ reason: String, sql: String?) -> DatabaseError {
        DatabaseError(.interrupted, "interrupted: \(reason)", sql: sql)
    }
}
