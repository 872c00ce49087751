import ApusORM
import Testing

@Suite(.polls) struct StatementReuseTests {
    @Test func `all rows are read by the same statement as an unnarrowed query writes`() throws {
        let log = try QueryLog.collect {
            #expect(try Choice.all().count == Choice.query.count())
            _ = try Choice.all()
        }
        let text = try Choice.query.sql().text
        #expect(log.queries.map(\.sql).filter { !$0.contains("COUNT") } == [text, text])
    }

    @Test func `reading all rows sees what was written since`() throws {
        let before = try Choice.all()
        try Choice.query.update { $0.votes = 7 }
        let after = try Choice.all()
        #expect(after.map(\.id) == before.map(\.id))
        #expect(after.allSatisfy { $0.votes == 7 })
        try Choice.query.delete()
        #expect(try Choice.all().isEmpty)
    }

    @Test func `rows are all read, however many the statement gave the last time`() throws {
        let question = try #require(try Question.all().first)
        for count in [3, 0, 40, 1, 1_500, 2] {
            try Choice.query.delete()
            try Choice.bulkCreate(
                (0..<count).map { Choice(question: question, text: "\($0)", votes: $0) })
            let votes = try Choice.query.order { $0.id.ascending }.all().map(\.votes)
            #expect(votes == Array(0..<count))
            #expect(try Choice.all().count == count)
        }
    }

    @Test func `kept statements survive a change of the table`() throws {
        let connection = try Database.current.connection
        let first = try #require(try Choice.all().first)
        let count = try Choice.all().count
        let table = Choice.schema.table
        try connection.execute("ALTER TABLE \(table) ADD COLUMN added TEXT DEFAULT 'x'")
        #expect(try Choice.all().count == count)
        #expect(try Choice.get(first.id).text == first.text)
        try connection.execute("ALTER TABLE \(table) RENAME TO elsewhere")
        #expect(throws: DatabaseError.self) { try Choice.all() }
        #expect(throws: DatabaseError.self) { try Choice.get(first.id) }
        try connection.execute("ALTER TABLE elsewhere RENAME TO \(table)")
        #expect(try Choice.all().map(\.id).contains(first.id))
        #expect(try Choice.get(first.id).text == first.text)
    }

    @Test func `all rows can be read inside a loop over all rows`() throws {
        let count = try Choice.query.count()
        var seen = 0
        try Choice.query.forEach { _ in
            seen += 1
            let inner = try Choice.all().count
            #expect(inner == count)
        }
        #expect(seen == count)
    }
}
