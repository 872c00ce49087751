import ApusORM
import FoundationEssentials
import Testing

private let question =
    #"SELECT "polls_question"."id", "polls_question"."text", "polls_question"."published_at" FROM "polls_question""#
private let choice =
    #"SELECT "polls_choice"."id", "polls_choice"."question_id", "polls_choice"."text", "polls_choice"."votes" FROM "polls_choice""#
private let toQuestion =
    #" INNER JOIN "polls_question" ON ("polls_choice"."question_id" = "polls_question"."id")"#
private let toChoice =
    #" INNER JOIN "polls_choice" ON ("polls_question"."id" = "polls_choice"."question_id")"#

private func expectSQL<M: Model>(
    _ query: QuerySet<M>, _ text: String, _ bindings: [SQLValue] = [],
    _ place: SourceLocation = #_sourceLocation
) throws {
    let sql = try query.sql()
    #expect(sql.text == text, sourceLocation: place)
    #expect(sql.bindings == bindings, sourceLocation: place)
}

@Suite struct QuerySQLTests {
    @Test func `comparisons bind their values`() throws {
        try expectSQL(Question.query, question)
        try expectSQL(
            Choice.filter { $0.votes > 3 }, choice + #" WHERE "polls_choice"."votes" > ?"#,
            [.integer(3)])
        try expectSQL(
            Choice.filter { $0.votes >= 3 && $0.text == "a" },
            choice + #" WHERE ("polls_choice"."votes" >= ? AND "polls_choice"."text" = ?)"#,
            [.integer(3), .text("a")])
        try expectSQL(
            Choice.filter { $0.votes == 1 || !($0.text == "a") },
            choice + #" WHERE ("polls_choice"."votes" = ? OR NOT ("polls_choice"."text" = ?))"#,
            [.integer(1), .text("a")])
        try expectSQL(
            Choice.filter { $0.votes.in([1, 2]) && $0.id == 4 },
            choice + #" WHERE ("polls_choice"."votes" IN (?, ?) AND "polls_choice"."id" = ?)"#,
            [.integer(1), .integer(2), .integer(4)])
        try expectSQL(
            Choice.filter { $0.votes.in(1...5) },
            choice + #" WHERE "polls_choice"."votes" BETWEEN ? AND ?"#, [.integer(1), .integer(5)])
        try expectSQL(
            Choice.filter { $0.votes > $0.votes + 1 },
            choice + #" WHERE "polls_choice"."votes" > ("polls_choice"."votes" + ?)"#, [.integer(1)]
        )
    }

    @Test func `patterns escape what LIKE would read`() throws {
        try expectSQL(
            Question.filter { $0.text.contains("50%_\\") },
            question + #" WHERE "polls_question"."text" LIKE ? ESCAPE '\'"#,
            [.text(#"%50\%\_\\%"#)])
    }

    @Test func `a foreign key's own column needs no join`() throws {
        try expectSQL(
            Choice.filter { $0.question.id == 3 },
            choice + #" WHERE "polls_choice"."question_id" = ?"#, [.integer(3)])
        try expectSQL(
            Choice.filter { $0.question == Key<Question>(3) },
            choice + #" WHERE "polls_choice"."question_id" = ?"#, [.integer(3)])
    }

    @Test func `a relation's columns join its table once`() throws {
        try expectSQL(
            Choice.filter { $0.question.text == "x" && $0.question.id > 1 },
            choice + toQuestion
                + #" WHERE ("polls_question"."text" = ? AND "polls_choice"."question_id" > ?)"#,
            [.text("x"), .integer(1)])
        try expectSQL(
            Choice.filter { $0.question.text == "x" }
                .order {
                    $0.question.publishedAt.descending; $0.votes
                },
            choice + toQuestion
                + #" WHERE "polls_question"."text" = ? ORDER BY "polls_question"."published_at" DESC, "polls_choice"."votes" ASC"#,
            [.text("x")])
    }

    @Test func `one filter is about one related row, two may be about two`() throws {
        try expectSQL(
            Question.filter { $0.choices.votes > 1 && $0.choices.text == "x" },
            question + toChoice
                + #" WHERE ("polls_choice"."votes" > ? AND "polls_choice"."text" = ?)"#,
            [.integer(1), .text("x")])
        try expectSQL(
            Question.filter { $0.choices.votes > 1 }.filter { $0.choices.text == "x" },
            question + toChoice
                + #" INNER JOIN "polls_choice" T3 ON ("polls_question"."id" = T3."question_id")"#
                + #" WHERE ("polls_choice"."votes" > ? AND T3."text" = ?)"#,
            [.integer(1), .text("x")])
    }

    @Test func `an alternative keeps the rows that have no related row`() throws {
        try expectSQL(
            Question.filter { $0.choices.votes > 1 || $0.text == "x" },
            question
                + #" LEFT OUTER JOIN "polls_choice" ON ("polls_question"."id" = "polls_choice"."question_id")"#
                + #" WHERE ("polls_choice"."votes" > ? OR "polls_question"."text" = ?)"#,
            [.integer(1), .text("x")])
    }

    @Test func `excluding over a relation to many asks for rows with no such related row`() throws {
        try expectSQL(
            Question.exclude { $0.choices.votes > 1 },
            question
                + #" WHERE NOT (EXISTS(SELECT 1 AS "a" FROM "polls_choice" U0 WHERE (U0."votes" > ? AND U0."question_id" = ("polls_question"."id")) LIMIT 1))"#,
            [.integer(1)])
    }

    @Test func `slices compose`() throws {
        try expectSQL(Question.query[2..<10][1...], question + " LIMIT 7 OFFSET 3")
        try expectSQL(Question.query[..<5], question + " LIMIT 5")
        try expectSQL(Question.query.offset(3), question + " LIMIT -1 OFFSET 3")
        #expect(throws: QueryError("Cannot filter a query once a slice has been taken.")) {
            try Question.query.limit(1).filter { $0.id == 1 }.sql()
        }
    }

    @Test func `related rows are read in the same statement when asked`() throws {
        try expectSQL(
            Choice.query.selectRelated { $0.question },
            choice.replacing(
                #" FROM"#,
                with:
                    #", "polls_question"."id", "polls_question"."text", "polls_question"."published_at" FROM"#
            )
                + toQuestion)
    }
}
