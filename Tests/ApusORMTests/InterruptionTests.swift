import ApusORM
import FoundationEssentials
import Glibc
import Synchronization
import Testing

/// A query that ends only when it is ended.
private let endless = """
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n
    """

/// Ends statements from the nth time on that it is asked.
private final class Ending: Interrupter {
    private let left: Atomic<Int>

    init(after count: Int) { left = Atomic(count) }

    var interruption: String? {
        left.wrappingSubtract(1, ordering: .relaxed).newValue < 0 ? "the test has left" : nil
    }
}

private struct Interrupted: Error {}

/// What `body` throws, as text; fails unless it is an interruption.
private func interruption(_ body: () throws -> Void) throws -> String {
    do {
        try body()
        throw Interrupted()
    } catch let error as DatabaseError {
        #expect(error.kind == .interrupted)
        return error.description
    }
}

@Suite(.emptyPolls) struct InterruptionTests {
    @Test func `a query ends when nobody waits for it any more`() throws {
        let connection = try Database.current.connection
        let text = try interruption {
            try Database.interruptible(by: Ending(after: 3)) { _ = try connection.query(endless) }
        }
        #expect(text == "interrupted: the test has left\nSQL: \(endless)")
        #expect(try connection.query("SELECT 1")[0][0] == .integer(1))
    }

    @Test func `what ran before it in its transaction is undone`() throws {
        let database = try Database.current
        _ = try interruption {
            try Database.interruptible(by: Ending(after: 3)) {
                try database.transaction {
                    try Question.create(text: "Why?", publishedAt: .now)
                    _ = try database.connection.query(endless)
                }
            }
        }
        #expect(try !database.connection.isInTransaction)
        #expect(try Question.query.count() == 0)
    }

    @Test func `a write that ended takes its transaction along, inner and outer`() throws {
        let database = try Database.current
        let text = try interruption {
            try Database.interruptible(by: Ending(after: 3)) {
                try database.transaction {
                    try Question.create(text: "Before", publishedAt: .now)
                    _ = try? database.transaction {
                        try database.connection.execute(
                            "INSERT INTO polls_question (text, published_at) "
                                + endless.replacing("SELECT count(*)", with: "SELECT i, i"))
                    }
                    try Question.create(text: "After", publishedAt: .now)
                }
            }
        }
        #expect(
            text == "the transaction was rolled back when one of its statements failed. "
                + "Let the error of that statement leave the transaction's closure")
        #expect(try Question.query.count() == 0)
    }

    @Test func `a statement that has done its work is never said to be interrupted`() throws {
        let connection = try Database.current.connection
        var done = 0
        Database.interruptible(by: Ending(after: 0)) {
            for number in 0..<2000 {
                do {
                    try connection.execute(
                        "INSERT INTO polls_question (text, published_at) VALUES (?, '')",
                        [.text("\(number)")])
                    done += 1
                } catch {}
            }
        }
        #expect(try Question.query.count() == done)
    }

    @Test func `a statement that waits for another writer ends too`() throws {
        let file = try TestDatabase()
        let other = try Database(file.path)
        try other.transaction {
            let text = try interruption {
                try Database.interruptible(by: Ending(after: 3)) {
                    try file.database.transaction {}
                }
            }
            #expect(text.hasPrefix("interrupted: the test has left"))
        }
        try file.database.transaction {}
        other.closeConnection()
    }

    @Test func `the statements of a cancelled task do not begin`() async throws {
        let database = try Database.current
        let task = Task {
            try database.with {
                try interruption {
                    try database.transaction {
                        try Question.create(text: "Why?", publishedAt: .now)
                        withUnsafeCurrentTask { $0?.cancel() }
                        try Question.create(text: "Never", publishedAt: .now)
                    }
                }
            }
        }
        #expect(try await task.value == "interrupted: its task was cancelled")
        #expect(try Question.query.count() == 0)
    }

    @Test func `a query ends when its task is cancelled while it runs`() async throws {
        let database = try Database.current
        let isRunning = Atomic(false)
        let task = Task.detached {
            try interruption {
                isRunning.store(true, ordering: .releasing)
                _ = try database.connection.query(endless)
            }
        }
        while !isRunning.load(ordering: .acquiring) { await Task.yield() }
        try await Task.sleep(for: .milliseconds(20))
        task.cancel()
        #expect(try await task.value.hasPrefix("interrupted: its task was cancelled"))
    }

    @Test func `an async closure's statements end when nobody waits for them`() async throws {
        let database = try Database.current
        await #expect(throws: DatabaseError.self) {
            try await Database.interruptible(by: Ending(after: 3)) {
                await Task.yield()
                _ = try database.connection.query(endless)
            }
        }
    }

    @Test func `who may end the statements of a thread is forgotten afterwards`() throws {
        let connection = try Database.current.connection
        Database.interruptible(by: Ending(after: 0)) {}
        let million = endless.replacing(
            "UNION ALL SELECT i + 1 FROM n",
            with: """
                UNION ALL SELECT i + 1 FROM n WHERE i < 100000
                """)
        #expect(try connection.query(million)[0][0] == .integer(100_000))
    }
}
