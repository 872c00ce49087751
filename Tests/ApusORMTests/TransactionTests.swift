import ApusORM
import Testing

private struct Stop: Error {}

@Suite(.polls) struct TransactionTests {
    @Test func `a transaction that throws leaves nothing behind`() throws {
        let database = try Database.current
        #expect(throws: Stop.self) {
            try database.transaction {
                try Choice.query.update { $0.votes = 0 }
                throw Stop()
            }
        }
        #expect(try Choice.query.aggregate { $0.votes.sum } == 16)
        #expect(try !database.connection.isInTransaction)
    }

    @Test func `a nested transaction rolls back alone`() throws {
        let database = try Database.current
        var committed: [String] = []
        let log = try QueryLog.collect {
            try database.transaction {
                try Choice.filter { $0.id == 1 }.update { $0.votes += 1 }
                try database.onCommit { committed.append("outer") }
                try? database.transaction {
                    try Choice.query.update { $0.votes = 0 }
                    try database.onCommit { committed.append("inner") }
                    throw Stop()
                }
                #expect(committed.isEmpty)
            }
        }
        #expect(committed == ["outer"])
        #expect(try Choice.query.aggregate { $0.votes.sum } == 17)
        #expect(
            log.queries.map(\.sql).filter { !$0.hasPrefix("UPDATE") } == [
                "BEGIN IMMEDIATE", #"SAVEPOINT "s1""#, #"ROLLBACK TO SAVEPOINT "s1""#,
                #"RELEASE SAVEPOINT "s1""#, "COMMIT",
            ])
    }

    @Test func `what is to happen on commit happens at once outside a transaction`() throws {
        var happened = false
        try Database.current.onCommit { happened = true }
        #expect(happened)
    }
}
