import ApusORM
import FoundationEssentials
import Testing

@Suite(.polls) struct `Queries put together` {
    private let few = Choice.filter { $0.votes < 3 }
    private let many = Choice.filter { $0.votes >= 3 }

    @Test func `give the values that are asked for`() throws {
        let all = try Choice.query.values { $0.text }
        #expect(Set(try few.union(many).values { $0.text }) == Set(all))
        let pairs = try few.union(many).values { ($0.votes, $0.text) }
        #expect(pairs.count == all.count && Set(pairs.map(\.1)) == Set(all))
    }

    @Test func `name rows by their keys in another query`() throws {
        #expect(try Choice.filter { $0.id.in(few.union(many)) }.count() == Choice.count())
        #expect(try Choice.exclude { $0.id.in(few.union(many)) }.count() == 0)
    }

    @Test func `each row counts once where some are left out first`() throws {
        let question = try Question.create(text: "Twice?", publishedAt: .now)
        try Choice.create(question: question, text: "a", votes: 70)
        try Choice.create(question: question, text: "b", votes: 70)
        let found = Question.filter { $0.choices.votes == 70 }.distinct()
        #expect(try found.count() == 1)
        #expect(try !found.offset(1).exists())
        #expect(try found.offset(1).all().isEmpty)
    }
}
