import ApusORM
import Testing

/// What lookups find in a real file: the SQL's meaning, beside `QuerySQLTests` for its text.
@Suite(.polls) struct LookupResultTests {
    private func votes(_ condition: (Choice.Columns) -> Condition) throws -> [Int] {
        try Choice.filter(condition).order { $0.votes }.all().map(\.votes)
    }

    @Test func `comparisons hold at their bounds`() throws {
        #expect(try votes { $0.votes > 2 } == [3, 10])
        #expect(try votes { $0.votes >= 2 } == [2, 3, 10])
        #expect(try votes { $0.votes < 2 } == [1])
        #expect(try votes { $0.votes <= 2 } == [1, 2])
        #expect(try votes { $0.votes != 2 } == [1, 3, 10])
        #expect(try votes { $0.votes.in(2...3) } == [2, 3])
        #expect(try votes { $0.votes.in([1, 10, 99]) } == [1, 10])
        #expect(try votes { $0.votes.in([]) } == [])
    }

    @Test func `conditions are joined as they are written`() throws {
        #expect(try votes { $0.text == "a" && $0.votes > 5 } == [10])
        #expect(try votes { $0.text == "b" || $0.votes > 5 } == [2, 10])
        #expect(try votes { !($0.text == "a") } == [2, 3])
        #expect(try votes { !($0.text == "a" || $0.text == "b") } == [3])
    }

    @Test func `a percent sign in a pattern is a percent sign`() throws {
        #expect(try Question.filter { $0.text.contains("100%") }.get().text == "100% sure?")
        #expect(try Question.filter { $0.text.contains("1%0") }.count() == 0)
        #expect(try Question.filter { $0.text.contains("_hy") }.count() == 0)
        #expect(try Question.filter { $0.text.contains("hy") }.get().text == "Why?")
    }

    @Test func `rows are found by what they point at`() throws {
        #expect(try votes { $0.question.text == "Why?" } == [1, 2, 3])
        #expect(try votes { $0.question.id == 2 } == [10])
        let others = Choice.exclude { $0.question.text == "Why?" }
        #expect(try others.all().map(\.votes) == [10])
    }

    @Test func `an update counts in the database and says how many rows it changed`() throws {
        #expect(try Choice.filter { $0.votes > 2 }.update { $0.votes += 5 } == 2)
        #expect(try votes { $0.votes > 0 } == [1, 2, 8, 15])
        #expect(try Choice.filter { $0.votes > 99 }.update { $0.votes = 0 } == 0)
    }
}
