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

    @Test func `distinct rows are told apart by their annotations`() throws {
        let named = Question.query.annotate("x", .field("choices__text")).distinct()
        #expect(try named.order(by: "pk").all().map(\.id) == [1, 1, 1, 2, 3])
        #expect(try named.count() == 5)
        #expect(try named.aggregate("Count", "x") == 4)
        let twice = Question.query.annotate("x", .call("Lower", ["Y"])).annotate(
            "n", .field("choices__votes"))
        #expect(try twice.distinct().filter("n__lt", 3).count() == 2)
    }

    @Test func `a computed document is looked into by keys`() throws {
        let made = Choice.query.annotate(
            "doc", .call("JSONObject", ["t", .field("text"), "size", .field("votes")]))
        #expect(try made.filter("doc__size", 3).all().map(\.text) == ["c"])
        #expect(try made.filter("doc__t__in", ["b", "c"]).filter("votes__lt", 3).count() == 1)
        #expect(
            try made.filter("doc__t", "a").filter("doc__size__gt", 1).all().map(\.votes) == [10])
        let constant = Choice.query.annotate("doc", .json(#"{"what?": 1}"#))
        #expect(try constant.filter("doc__what?", 1).count() == 4)
    }
}
