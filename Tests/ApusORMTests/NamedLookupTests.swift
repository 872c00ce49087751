import ApusORM
import Testing

@Suite(.polls) struct NamedLookupTests {
    @Test func `names lead over relations, forwards and back`() throws {
        #expect(try Choice.query.filter("question__text__icontains", "WHY").count() == 3)
        #expect(try Question.query.filter("choices__votes__gte", 10).get().id == 2)
        #expect(try Choice.query.filter("question_id", 2).count() == 1)
        #expect(try Choice.query.filter("question__published_at__year", 2023).count() == 4)
        #expect(try Choice.query.filter("votes__in", [1, 2]).count() == 2)
        #expect(try Choice.query.filter("votes__range", [2, 10]).count() == 3)
        #expect(try Choice.query.filter("votes", "10").count() == 1)
        #expect(try Choice.query.exclude("question__text__startswith", "W").count() == 1)
        let ordered = try Choice.query.order(by: "-question__text", "votes").all()
        #expect(ordered.map(\.votes) == [1, 2, 3, 10])
        #expect(
            try Choice.query.order(by: "pk").values(named: ["text", "question__text"]).first
                == [.text("a"), .text("Why?")])
        #expect(try Choice.query.aggregate("Sum", "votes") == .integer(16))
    }

    @Test func `a wrong name is told of a query without rows, too`() throws {
        let none = Choice.query.none().filter("nope", 1)
        #expect(throws: QueryError.self) { try none.count() }
        #expect(throws: QueryError.self) { try none.exists() }
        #expect(throws: QueryError.self) { try none.values { $0.text } }
        #expect(throws: QueryError.self) { try none.selecting(["pk"]).count() }
        #expect(throws: QueryError.self) { try none.update { $0.votes = 1 } }
        #expect(throws: QueryError.self) { try none.delete() }
        #expect(throws: QueryError.self) { try none.annotate { $0.votes.sum }.all() }
        #expect(try Choice.query.none().count() == 0)
    }

    @Test func `a wrong name says what there is to choose from`() throws {
        let unknown = #expect(throws: QueryError.self) {
            try Choice.query.filter("nope", 1).count()
        }
        #expect(
            unknown?.description
                == "Cannot resolve keyword 'nope' into field. Choices are: id, question, question_id, text, votes"
        )
        let lookup = #expect(throws: QueryError.self) {
            try Choice.query.filter("text__nope", 1).count()
        }
        #expect(
            lookup?.description
                == "Unsupported lookup 'nope' for text or join on the field not permitted.")
        let number = #expect(throws: QueryError.self) {
            try Choice.query.filter("votes", "many").count()
        }
        #expect(number?.description == "Field 'votes' expected a number but got 'many'.")
    }
}
