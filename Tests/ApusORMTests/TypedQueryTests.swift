import ApusORM
import ApusValues
import FoundationEssentials
import Testing

/// The typed forms, on the polls' rows: Why? has the choices a 1, b 2 and c 3, How? has a 10, and
/// 100% sure? has none.
@Suite(.polls) struct TypedQueryTests {
    @Test func `rows are annotated and chosen by what they are annotated with`() throws {
        let sums = Question.annotate { $0.choices.votes.sum }
        let all = try sums.order { question, _ in question.id }.all()
        #expect(all.map(\.0.text) == ["Why?", "How?", "100% sure?"])
        #expect(all.map(\.1) == [6, 10, nil])
        let many = sums.filter { _, votes in votes > 6 }
        #expect(try many.all().map(\.0.id) == [2])
        #expect(try many.count() == 1)
        #expect(
            try many.sql().text
                == #"SELECT "polls_question"."id", "polls_question"."text", "polls_question"."published_at", SUM("polls_choice"."votes") FROM "polls_question" LEFT OUTER JOIN "polls_choice" ON ("polls_question"."id" = "polls_choice"."question_id") GROUP BY "polls_question"."id" HAVING (SUM("polls_choice"."votes") > ?)"#
        )
        let several = Question.annotate {
            ($0.choices.count, $0.choices.count(where: $0.choices.votes > 1), $0.text.length)
        }
        .order { _, count, _, _ in count.descending }
        let (question, count, popular, length) = try #require(try several.first())
        #expect(question.text == "Why?" && count == 3 && popular == 2 && length == 4)
        #expect(
            try Question.annotate { $0.choices.votes.max }
                .order { _, best in best.descending(nulls: .first) }
                .limit(2).all().map(\.0.id) == [3, 2])
    }

    @Test func `rows of an annotated query load their relations together`() throws {
        let rows = try Choice.annotate { $0.votes + 1 }.all()
        let (texts, log) = try QueryLog.collect { try rows.map { try $0.0.question.get().text } }
        #expect(texts == ["Why?", "Why?", "Why?", "How?"])
        #expect(log.count == 1)
    }

    @Test func `rows are put together to groups`() throws {
        let groups = Choice.grouped {
            $0.text
        } annotate: {
            ($0.votes.sum, $0.count)
        }
        let all = try groups.order { text, _, _ in text }.all()
        #expect(all.map(\.0) == ["a", "b", "c"])
        #expect(all.map(\.1) == [11, 2, 3])
        #expect(all.map(\.2) == [2, 1, 1])
        #expect(
            try groups.filter { _, votes, _ in votes > 2 }.order { _, votes, _ in votes.descending }
                .sql().text
                == #"SELECT "polls_choice"."text", SUM("polls_choice"."votes"), COUNT("polls_choice"."id") FROM "polls_choice" GROUP BY "polls_choice"."text" HAVING (SUM("polls_choice"."votes") > ?) ORDER BY SUM("polls_choice"."votes") DESC"#
        )
        let years = try Question.grouped {
            ($0.publishedAt.year, $0.publishedAt.minute)
        } annotate: {
            $0.count
        }.order { _, minute, _ in minute }.all()
        #expect(years.map(\.1) == [13, 14, 15] && years.allSatisfy { $0.0 == 2023 && $0.2 == 1 })
        #expect(try groups.count() == 3)
        #expect(
            try Choice.filter { $0.votes > 100 }.grouped {
                $0.text
            } annotate: {
                $0.count
            }.all().isEmpty)
    }

    @Test func `a condition or an order on an aggregate groups by the row`() throws {
        #expect(try Question.filter { $0.choices.count > 1 }.all().map(\.id) == [1])
        #expect(
            try Question.order { $0.choices.votes.sum.descending(nulls: .last) }.all().map(\.id)
                == [2, 1, 3])
        #expect(try Question.filter { $0.choices.count == 0 }.count() == 1)
    }

    @Test func `subqueries see the row around them`() throws {
        let answered = Question.filter { question in
            Choice.filter { $0.question == question.id.outer && $0.votes > 2 }.hasRows
        }
        #expect(try answered.order { $0.id }.all().map(\.id) == [1, 2])
        #expect(
            try answered.sql().text.hasSuffix(
                #"WHERE EXISTS(SELECT 1 AS "a" FROM "polls_choice" U0 WHERE (U0."question_id" = "polls_question"."id" AND U0."votes" > ?) LIMIT 1)"#
            ) || answered.sql().text.contains("EXISTS"))
        let best = try Question.annotate { question in
            Choice.filter { $0.question == question.id.outer }.order { $0.votes.descending }
                .subquery { $0.text }
        }.order { question, _ in question.id }.all()
        #expect(best.map(\.1) == ["c", "a", nil])
        #expect(
            try Question.filter {
                $0.id.in(Choice.filter { $0.text == "a" }.subquery { $0.question.id })
            }.count() == 2)
        #expect(
            try Choice.filter {
                $0.votes > Choice.query.subquery { $0.votes.average.cast(to: Int.self) }.unwrapped()
            }
            .all().map(\.votes) == [10])
        let forgotten = #expect(throws: QueryError.self) {
            try Question.filter { question in
                Choice.filter { $0.question == question.id }.hasRows
            }.count()
        }
        #expect(
            forgotten?.description
                == "The column 'id' is Question's, and the query is about Choice: write '.outer' behind a column of the query around."
        )
    }

    @Test func `windows look at the rows around a row`() throws {
        let ranked = Choice.annotate {
            (
                rowNumber().over(by: $0.question, order: $0.votes.descending),
                $0.votes.sum.over(order: $0.id.ascending, frame: .rows(from: -1, to: 0)),
                $0.votes.lag().over(order: $0.id.ascending)
            )
        }.order { choice, _, _, _ in choice.id }
        let all = try ranked.all()
        #expect(all.map(\.1) == [3, 2, 1, 1])
        #expect(all.map(\.2) == [1, 3, 5, 13])
        #expect(all.map(\.3) == [nil, 1, 2, 3])
        #expect(try ranked.filter { _, place, _, _ in place == 1 }.all().map(\.0.votes) == [3, 10])
        #expect(try ranked.filter { _, place, _, _ in place == 1 }.count() == 2)
        let quarters = try Choice.annotate {
            (
                ntile(2).over(order: $0.votes.ascending),
                percentRank().over(order: $0.votes.ascending)
            )
        }.order { choice, _, _ in choice.votes }.all()
        #expect(quarters.map(\.1) == [1, 1, 2, 2])
        #expect(quarters.map { Int($0.2 * 300) } == [0, 100, 200, 300])
    }

    @Test func `values depend on conditions`() throws {
        let words = try Choice.order { $0.votes }.values {
            Case(when: $0.votes > 5, then: "hot").when($0.votes > 1, then: "warm")
                .otherwise("cold")
        }
        #expect(words == ["cold", "warm", "warm", "hot"])
        #expect(
            try Choice.order {
                Case(when: $0.text == "b", then: 0).otherwise(1)
                $0.votes.descending
            }.all().map(\.votes) == [2, 10, 3, 1])
        #expect(
            try Choice.query.aggregate { Case(when: $0.votes > 1, then: $0.votes).otherwise(0).sum }
                == 15)
    }

    @Test func `columns have the database's functions`() throws {
        func first<Term: Expressible>(
            _ term: (Choice.Columns) -> Term
        ) throws -> Term.Value? where Term.Value: FieldValue {
            try Choice.order { $0.id }.values(term).first
        }
        #expect(try first { $0.text.uppercased() } == "A")
        #expect(try first { $0.text.padded(left: 3, with: "-") } == "--a")
        #expect(try first { $0.text.repeated(3).replacing("aa", with: "b") } == "ba")
        #expect(try first { concatenated(.of($0.text), ": ", .of($0.votes)) } == "a: 1")
        #expect(try first { $0.question.text.substring(from: 1, count: 2) } == "hy")
        #expect(try first { ($0.votes * 9).squareRoot } == 3)
        #expect(try first { $0.votes.nullIf(1).coalesce(7) } == 7)
        #expect(try first { greatest($0.votes, $0.votes + 4) } == 5)
        #expect(try first { $0.votes.cast(to: String.self) } == "1")
        #expect(try first { $0.question.publishedAt.year } == 2023)
        let tokyo = try #require(Zone(named: "Asia/Tokyo"))
        #expect(try first { $0.question.publishedAt.part(.hour, in: tokyo) } == 7)
        #expect(
            try first { $0.question.publishedAt.date(in: tokyo) }
                == CivilDate(year: 2023, month: 11, day: 15))
        #expect(
            try first { $0.question.publishedAt.truncated(to: .hour) }
                == Date(timeIntervalSince1970: 1_699_999_200))
        #expect(
            try first { $0.question.publishedAt.adding(.seconds(90)) }
                == Date(timeIntervalSince1970: 1_700_000_090))
        #expect(
            try first { choice in
                choice.question.publishedAt.adding(.milliseconds(1500))
                    .elapsed(since: choice.question.publishedAt)
            } == .milliseconds(1500))
        #expect(
            try Database.current.rows("SELECT '10:20:30'", as: TimeOfDay.self).first?.minute == 20)
        #expect(try Choice.filter { $0.text.matches("^[bc]$") }.count() == 2)
        #expect(try Question.filter { $0.text.lowercased() == "why?" }.count() == 1)
        #expect(try Question.filter { $0.publishedAt < .now }.count() == 3)
    }

    @Test func `dates are read cut short, each once`() throws {
        #expect(
            try Question.query.dates(by: .month) { $0.publishedAt }
                == [CivilDate(year: 2023, month: 11, day: 1)])
        #expect(
            try Question.query.datetimes(by: .minute, descending: true) { $0.publishedAt }
                .map(\.databaseText)
                == ["15", "14", "13"].map { "2023-11-14 22:\($0):00" })
        #expect(
            try Choice.query.datetimes(by: .minute) { $0.question.publishedAt }.count == 2)
    }

    @Test func `rows are written many at once, whatever is there already`() throws {
        try Shelf.bulkCreate([Shelf(name: "a"), Shelf(name: "b")])
        let again = try Shelf.bulkCreate(
            [Shelf(name: "a"), Shelf(name: "c")], onConflict: .ignore)
        #expect(again.map(\.id.isSaved) == [false, true])
        let parent = try #require(again.last)
        let updated = try Shelf.bulkCreate(
            [Shelf(name: "b", parent: parent)],
            onConflict: .update({ [$0.parent] }, matching: { [$0.name] }))
        #expect(updated.map(\.id) == [2])
        #expect(try Shelf.get(2).parent?.id == parent.id)
        var choices = try Choice.order { $0.id }.all()
        for index in choices.indices { choices[index].votes += 5 }
        #expect(try Choice.bulkUpdate(choices) { [$0.votes] } == 4)
        #expect(try Choice.order { $0.id }.values { $0.votes } == [6, 7, 8, 15])
        #expect(throws: QueryError.self) { try Choice.bulkUpdate(choices) { [$0.question.text] } }
        #expect(throws: QueryError.self) { try Choice.bulkUpdate(choices) { _ in [] } }
        let found = try Shelf.query.inBulk(["a", "nope"]) { $0.name }
        #expect(found.mapValues(\.id) == ["a": 1])
    }

    @Test func `SQL written by hand binds what is interpolated`() throws {
        let evil = "a' OR 1 = 1 --"
        #expect(try Choice.raw("SELECT * FROM polls_choice WHERE text = \(evil)").isEmpty)
        let rows = try Choice.raw(
            "SELECT votes, text, question_id, id, 7 AS more FROM polls_choice WHERE votes IN \(list: [1, 10]) ORDER BY id;"
        )
        #expect(rows.map(\.votes) == [1, 10])
        #expect(try rows.map { try $0.question.get().text } == ["Why?", "How?"])
        let pairs = try Database.current.rows(
            "SELECT text, SUM(votes) FROM polls_choice WHERE votes > \(1) GROUP BY text ORDER BY text",
            as: String.self, Int.self)
        #expect(pairs.map(\.0) == ["a", "b", "c"] && pairs.map(\.1) == [10, 2, 3])
        let wrong = #expect(throws: QueryError.self) {
            try Database.current.rows("SELECT 1, 2", as: Int.self)
        }
        #expect(wrong?.description == "The statement gives 2 columns, 1 types were named: 1, 2")
        #expect(try Database.current.execute("DELETE FROM polls_choice WHERE text = \("a")") == 2)
        let missing = #expect(throws: DatabaseError.self) {
            try Choice.raw("SELECT id FROM polls_choice")
        }
        #expect(missing?.kind == .noSuchColumn("raw.question_id"))
    }

    @Test func `conditions that are nested too deeply are an error`() throws {
        var condition = Condition.named("votes", 1, of: Choice.self)
        for index in 0..<100_000 {
            let other = Condition.named("votes", 2, of: Choice.self)
            condition = index % 2 == 0 ? condition && other : condition || other
        }
        let error = #expect(throws: QueryError.self) {
            try Choice.filter { [condition] _ in condition }.count()
        }
        #expect(error?.description == "The condition is nested too deeply: more than 200 levels.")
    }
}
