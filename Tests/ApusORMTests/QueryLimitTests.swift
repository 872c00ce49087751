import ApusORM
import FoundationEssentials
import Testing

@Suite struct `A query that may cost so much` {
    private static let endless =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT SUM(i) FROM n"

    private func kind(_ body: () throws -> Void) -> DatabaseError.Kind? {
        do { try body() } catch { return (error as? DatabaseError)?.kind }
        return nil
    }

    @Test func `ends when its time is over, and the connection goes on`() throws {
        let database = try Database(":memory:", limits: QueryLimits(seconds: 0.05))
        let slow = kind { _ = try database.connection.query(Self.endless) }
        #expect(slow == .tooSlow(seconds: 0.05))
        #expect(try database.connection.query("SELECT 1").first?[0] == 1)
    }

    @Test func `gives its rows and not one more`() throws {
        try withPolls { database in
            try database.limited(to: QueryLimits(rows: 3)) {
                for number in 1...3 {
                    _ = try Question.create(text: "\(number)", publishedAt: .now)
                }
                #expect(try Question.all().count == 3)
                _ = try Question.create(text: "4", publishedAt: .now)
                let all = kind { _ = try Question.all() }
                #expect(all == .tooManyRows(limit: 3))
                let filtered = kind { _ = try Question.filter { $0.id > 0 }.all() }
                #expect(filtered == .tooManyRows(limit: 3))
                #expect(try Question.filter { $0.id > 0 }.limit(3).all().count == 3)
                #expect(try Question.query.count() == 4)
                let unlimited = try database.limited(to: QueryLimits()) { try Question.all() }
                #expect(unlimited.count == 4)
                let after = kind { _ = try Question.all() }
                #expect(after == .tooManyRows(limit: 3))
            }
            #expect(try Question.all().count == 4)
        }
    }

    private func withPolls(_ body: (Database) throws -> Void) throws {
        let file = try TestDatabase()
        try file.database.with { try body(file.database) }
    }
}
