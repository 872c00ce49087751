import ApusORM
import FoundationEssentials
import Testing

@Suite(.polls) struct CommitTests {
    @Test func `actions run in order once the outermost transaction has committed`() throws {
        let database = try Database.current
        var done: [String] = []
        try database.transaction {
            try database.onCommit { done.append("first") }
            try database.transaction {
                try database.onCommit { done.append("inner") }
            }
            try? database.transaction {
                try database.onCommit { done.append("never") }
                throw Stop()
            }
            try database.onCommit {
                done.append("last")
                try database.onCommit { done.append("at once") }
            }
            #expect(done.isEmpty)
        }
        #expect(done == ["first", "inner", "last", "at once"])
    }

    @Test func `an action's error is thrown after the commit, and ends the actions`() throws {
        let database = try Database.current
        var done: [String] = []
        #expect(throws: Stop.self) {
            try database.transaction {
                try Question.query.create {
                    $0.text = "kept"; $0.publishedAt = .distantPast
                }
                try database.onCommit { done.append("one") }
                try database.onCommit { throw Stop() }
                try database.onCommit { done.append("three") }
            }
        }
        #expect(done == ["one"])
        #expect(try Question.filter { $0.text == "kept" }.exists())
        try database.transaction {}
        #expect(done == ["one"])
    }

    @Test func `a transaction that reads writes nothing, and the next may`() throws {
        let database = try Database.current
        let error = #expect(throws: DatabaseError.self) {
            try database.readTransaction {
                let count = try Question.count()
                #expect(count == 3)
                try Question.query.update { $0.text = "x" }
            }
        }
        #expect(error?.kind == .readOnly)
        #expect(error?.advice.hasPrefix("The transaction only reads") == true)
        try database.readTransaction {
            let count = try database.readTransaction { try Question.count() }
            #expect(count == 3)
            #expect(throws: DatabaseError.self) { try Choice.get(1).delete() }
        }
        try database.transaction {
            try? database.readTransaction { throw Stop() }
            try Question.query.update { $0.text = "x" }
        }
        #expect(try Question.filter { $0.text == "x" }.count() == 3)
    }

    @Test func `a durable transaction is the outermost`() throws {
        let database = try Database.current
        #expect(try database.transaction(durable: true) { 1 } == 1)
        try database.transaction {
            let error = #expect(throws: QueryError.self) {
                try database.transaction(durable: true) {}
            }
            #expect(error?.description.hasPrefix("A durable transaction cannot be nested") == true)
        }
    }

    private struct Stop: Error {}
}
