import FoundationEssentials
import Testing

@testable import ApusORM

/// `forEach`: rows gone through while other things happen.
@Suite(.polls) struct LoopTests {
    /// Another process, which writes whenever it likes.
    private func write(_ sql: String) throws {
        let database = try Database.current
        let other = try SQLiteConnection(path: database.location, busyTimeout: 0, isURI: false)
        try other.run(script: sql)
    }

    @Test func `a loop may write, whoever else has written since it began`() throws {
        var seen: [Int] = []
        try Choice.order { $0.id }.forEach { choice in
            seen.append(choice.votes)
            try write("UPDATE polls_choice SET votes = votes + 100")
            var choice = try Choice.get(choice.id)
            choice.votes += 1
            try choice.save()
            try Database.current.transaction {
                try Choice.filter { $0.id == choice.id }.update { $0.votes += 1 }
            }
        }
        #expect(seen == [1, 2, 3, 10])
        #expect(try Choice.order { $0.id }.all().map(\.votes) == [403, 404, 405, 412])
    }

    @Test func `a loop in a transaction sees what that has written`() throws {
        var seen: [Int] = []
        try Database.current.transaction {
            try Choice.query.update { $0.votes = 7 }
            try Choice.order { $0.id }.forEach { seen.append($0.votes) }
        }
        #expect(seen == [7, 7, 7, 7])
    }

    @Test func `relations are loaded, or prefetched, for many rows at a time`() throws {
        let why = try #require(try Question.order { $0.id }.first())
        try Choice.bulkCreate((0..<1_200).map { Choice(question: why, text: "\($0)", votes: $0) })
        func statements(_ query: QuerySet<Choice>) throws -> (count: Int, seen: Int) {
            var seen = 0
            let log = try QueryLog.collect {
                try query.forEach { choice in
                    if try choice.question.get().id == why.id { seen += 1 }
                }
            }
            return (log.queries.count, seen)
        }
        // 1,204 rows are three times 500.
        #expect(try statements(Choice.query) == (4, 1_203))
        #expect(try statements(Choice.query.prefetch { $0.question }) == (4, 1_203))
        #expect(try statements(Choice.query.selectRelated { $0.question }) == (1, 1_203))
        var choices = 0
        let log = try QueryLog.collect {
            try Question.query.prefetch { $0.choices }.forEach {
                choices += try $0.choices.all().count
            }
        }
        #expect(choices == 1_204)
        #expect(log.queries.count == 2)
    }

    @Test func `the same query may run within itself, at any depth`() throws {
        var count = 0
        try Question.order { $0.id }.forEach { _ in
            try Question.order { $0.id }.forEach { _ in
                try Question.order { $0.id }.forEach { _ in
                    try Question.order { $0.id }.forEach { _ in count += 1 }
                }
            }
        }
        #expect(count == 81)
        count = 0
        try Database.current.transaction {
            try Question.query.forEach { _ in
                try Question.query.forEach { _ in
                    try Question.query.forEach { _ in count += try Question.all().count }
                }
            }
        }
        #expect(count == 81)
    }

    @Test func `a transaction that fails within a loop is over, and the next one begins anew`()
        throws
    {
        final class Leaving: Interrupter { var interruption: String? { "the test has left" } }
        let endless = """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) \
            SELECT count(*) FROM n
            """
        let database = try Database.current
        func fail(_ body: () throws -> Void) {
            #expect(throws: DatabaseError.self) {
                try Database.interruptible(by: Leaving()) { try body() }
            }
        }
        // On one connection, as in a database without a log: the loop's own read is open.
        let connection = try database.connection
        try connection.run("SELECT id FROM polls_choice", []) { statement in
            _ = try statement.step()
            fail {
                try database.transaction {
                    try Question.create(text: "Lost", publishedAt: .now)
                    _ = try connection.query(endless)
                }
            }
            fail { try database.readTransaction { _ = try connection.query(endless) } }
            fail {
                try database.transaction {
                    try database.transaction {
                        try Question.create(text: "Lost", publishedAt: .now)
                        _ = try connection.query(endless)
                    }
                }
            }
        }
        #expect(try !connection.isInTransaction)
        try write("UPDATE polls_choice SET votes = 5")
        try Question.create(text: "Kept", publishedAt: .now)
        let other = try SQLiteConnection(path: database.location, busyTimeout: 0, isURI: false)
        let added = "SELECT group_concat(text) FROM polls_question WHERE id > 3"
        #expect(try other.text(added) == "Kept")
        try database.transaction { try Question.create(text: "Too", publishedAt: .now) }
        #expect(try Question.query.count() == 5)
    }
}
