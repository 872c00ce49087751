import ApusORM
import Testing

@Suite(.polls) struct AnnotationTests {
    @Test func `an aggregate over related rows is a value of each row`() throws {
        let counted = Question.query.annotate("n", .aggregate("Count", "choices"))
        #expect(
            try counted.order(by: "pk").values(named: ["pk", "n"]) == [
                [.integer(1), .integer(3)], [.integer(2), .integer(1)], [.integer(3), .integer(0)],
            ])
        #expect(try counted.filter("n__gt", 1).all().map(\.id) == [1])
        #expect(try counted.filter("n", 0).count() == 1)
        #expect(try counted.order(by: "-n").first()?.id == 1)
        let many = Question.query.annotate(
            "n",
            .aggregate(
                "Count", "choices", filter: .named("choices__votes__gte", 2, of: Question.self)))
        #expect(
            try many.order(by: "pk").values(named: ["n"]) == [
                [.integer(2)], [.integer(1)], [.integer(0)],
            ])
    }

    @Test func `rows are grouped by a field's values`() throws {
        let groups = Choice.query.grouped(by: ["text"])
            .annotate("sum", .aggregate("Sum", "votes"))
        #expect(
            try groups.order(by: "text").values(named: ["text", "sum"]) == [
                [.text("a"), .integer(11)], [.text("b"), .integer(2)], [.text("c"), .integer(3)],
            ])
        #expect(
            try groups.filter("sum__gt", 2).order(by: "-sum").sql().text.hasSuffix(
                #"GROUP BY "polls_choice"."text" HAVING (SUM("polls_choice"."votes") > ?) ORDER BY SUM("polls_choice"."votes") DESC"#
            ))
    }

    @Test func `functions and choices are computed by the database`() throws {
        let named = Choice.query.order(by: "pk")
            .annotate("upper", .call("Upper", [.field("text")]))
            .annotate(
                "size",
                .choice(
                    [(.named("votes__gte", 3, of: Choice.self), "big")], otherwise: "small"))
        #expect(
            try named.values(named: ["upper", "size"]) == [
                [.text("A"), .text("small")], [.text("B"), .text("small")],
                [.text("C"), .text("big")], [.text("A"), .text("big")],
            ])
        let unknown = #expect(throws: QueryError.self) {
            try Choice.query.annotate("x", .call("Nope", [])).values(named: ["x"])
        }
        #expect(unknown?.description == "sqlite has no function 'Nope' of 0 arguments.")
    }
}
