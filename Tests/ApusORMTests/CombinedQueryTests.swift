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

    @Test func `have aggregates over all their rows`() throws {
        #expect(try few.union(many).aggregate("Sum", "votes") == 16)
        #expect(try few.union(many).aggregate("Max", "text") == "c")
        let (sum, count) = try few.unionAll(few).aggregate { ($0.votes.sum, $0.count) }
        #expect(sum == 6 && count == 4)
        #expect(try few.intersection(Choice.query).aggregate { $0.votes.average } == 1.5)
        #expect(try Choice.query.difference(few).aggregate { $0.votes.min } == 3)
        let best = Choice.order { $0.votes.descending }.limit(1)
        #expect(try few.union(best).aggregate { $0.votes.sum } == 13)
        #expect(
            try few.union(many).order { $0.votes }.limit(3).aggregate { $0.votes.sum } == 6)
        #expect(try few.union(best.union(many)).aggregate { $0.votes.sum } == 16)
        let doubled = few.annotate("x", .calculation(.field("votes"), "*", 2))
        let tripled = many.annotate("x", .calculation(.field("votes"), "*", 3))
        #expect(try doubled.union(tripled).aggregate("Sum", "x") == 45)
        let beyond = #expect(throws: QueryError.self) {
            try few.union(many).aggregate { $0.question.text.max }
        }
        #expect(
            beyond?.description.hasPrefix("Calling aggregate() after union() is not supported")
                == true)
    }

    @Test func `are told apart by what they are annotated with`() throws {
        let first = Choice.query.filter("pk", 1)
        let both = first.annotate("x", 1).union(first.annotate("x", 2))
        #expect(try both.all().map(\.id) == [1, 1])
        #expect(try both.count() == 2)
        #expect(
            try both.order(by: "-x").selecting(["pk", "x"]).all() == [[1, 2], [1, 1]])
        #expect(try Choice.query.filter("pk__in", .rows(of: both)).count() == 1)
        let counted = Question.query.annotate("n", .aggregate("Count", "choices"))
        #expect(
            try counted.filter("pk", 1).union(counted.filter("pk", 3)).order(by: "n").all()
                .map(\.id) == [3, 1])
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
