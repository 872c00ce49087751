import ApusORM
import FoundationEssentials
import Testing

private func queries(_ body: () throws -> Void) rethrows -> Int {
    try QueryLog.collect(body).queries.count
}

@Suite(.polls) struct QueryTests {
    @Test func `filters give the rows that meet them`() throws {
        #expect(
            try Choice.filter { $0.votes > 1 }.order { $0.votes.descending }.all().map(\.votes) == [
                10, 3, 2,
            ])
        #expect(try Choice.filter { $0.question.text == "How?" }.get().votes == 10)
        #expect(try Question.filter { $0.choices.text == "a" }.count() == 2)
        #expect(try Question.filter { $0.choices.votes < 5 }.count() == 3)
        #expect(try Question.filter { $0.choices.votes < 5 }.distinct().count() == 1)
        #expect(
            try Question.exclude { $0.choices.text == "b" }.order { $0.id }.all().map(\.id.value)
                == [2, 3])
        #expect(try Question.filter { $0.text.contains("%") }.get().id == 3)
        #expect(
            try Question.filter { $0.publishedAt <= .now }.order { $0.publishedAt.descending }
                .limit(2).all().map(\.id.value) == [3, 2])
        #expect(try Question.filter { $0.id.in(Question.filter { $0.text == "Why?" }) }.exists())
        #expect(
            try Choice.filter { $0.question.in(Question.filter { $0.text == "Why?" }) }.count() == 3
        )
    }

    @Test func `get is strict`() throws {
        let none = #expect(throws: NotFound.self) { try Question.get(99) }
        #expect(none?.description == "Question matching query does not exist (id = 99).")
        let many = #expect(throws: MultipleFound.self) {
            try Choice.filter { $0.text == "a" }.get()
        }
        #expect(many?.description == "get() returned more than one Choice -- it returned 2!")
    }

    @Test func `first and last follow the order, or the key`() throws {
        #expect(try Choice.first()?.id == 1)
        #expect(try Choice.last()?.id == 4)
        #expect(try Choice.order { $0.votes.descending }.first()?.votes == 10)
        #expect(try Choice.order { $0.votes.descending }.last()?.votes == 1)
        #expect(try Choice.filter { $0.votes > 99 }.first() == nil)
    }

    @Test func `reversed turns the order that counts in the end`() throws {
        func ids(_ query: QuerySet<Choice>) throws -> [Int] { try query.all().map(\.id.value) }
        #expect(try !Choice.query.reversed().sql().text.contains("ORDER BY"))
        #expect(try ids(Choice.order { $0.votes }.reversed()) == [4, 3, 2, 1])
        let turned = Choice.query.reversed().order { $0.votes }
        #expect(try ids(turned) == [4, 3, 2, 1])
        #expect(try ids(turned.reversed()) == [1, 2, 3, 4])
        #expect(try ids(turned.order(by: "-votes")) == [1, 2, 3, 4])
        #expect(try turned.first()?.id == 4)
        #expect(try turned.last()?.id == 1)
        #expect(try Choice.query.reversed().first()?.id == 4)
        #expect(try Choice.query.reversed().last()?.id == 1)
        #expect(try Choice.query.reversed().latest { $0.votes }.id == 1)
        #expect(try turned.selecting(["votes"]).limit(1).all() == [[10]])
        let few = Choice.filter { $0.votes < 3 }.reversed()
        #expect(
            try ids(few.union(Choice.filter { $0.votes == 10 }).order { $0.votes }) == [4, 2, 1])
        #expect(throws: QueryError("Cannot reverse a query once a slice has been taken.")) {
            try Choice.order { $0.votes }.limit(2).reversed().all()
        }
    }

    @Test func `an update computes in the database`() throws {
        let why = try Question.get(1)
        let changed = try why.choices.filter { $0.id == 2 }.update { $0.votes += 1 }
        #expect(changed == 1)
        #expect(try Choice.get(2).votes == 3)
        let (all, log) = try QueryLog.collect {
            try Choice.filter { $0.question.text == "Why?" }.update {
                $0.votes += 10; $0.text = "z"
            }
        }
        #expect(all == 3)
        #expect(
            log.map(\.sql) == [
                #"UPDATE "polls_choice" SET "votes" = ("polls_choice"."votes" + ?), "text" = ? WHERE "polls_choice"."id" IN (SELECT U0."id" FROM "polls_choice" U0 INNER JOIN "polls_question" U1 ON (U0."question_id" = U1."id") WHERE U1."text" = ?)"#
            ])
        #expect(log.first?.bindings == [.integer(10), .text("z"), .text("Why?")])
    }

    @Test func `an update may be about annotations, but not about other rows`() throws {
        let doubled = Choice.query.annotate("x", .calculation(.field("votes"), "*", 2))
        let more = doubled.annotate("y", .calculation(.field("x"), "+", 1))
        #expect(try more.filter("y__gt", 6).update(named: [("votes", .field("y"))]) == 2)
        #expect(try Choice.order { $0.id }.values { $0.votes } == [1, 2, 7, 21])
        func message(_ query: QuerySet<Choice>, _ value: LookupValue) -> String? {
            #expect(throws: QueryError.self) { try query.update(named: [("votes", value)]) }?
                .description
        }
        #expect(
            message(Choice.query, .aggregate("Count", "pk"))
                == "Aggregate functions are not allowed in this query "
                + "(votes=Count(Col(polls_choice, polls.Choice.id))).")
        let number = LookupValue.window(.call("RowNumber", []), order: [NamedOrdering("pk")])
        let windows =
            "Window expressions are not allowed in this query "
            + "(votes=<Window: RowNumber() OVER (Col(polls_choice, polls.Choice.id))>)."
        #expect(message(Choice.query, number) == windows)
        #expect(message(Choice.query.annotate("n", number), .field("n")) == windows)
        let asked = Choice.query.annotate("q", .field("question__text"))
        #expect(
            message(asked, .field("q"))
                == "Joined field references are not permitted in this query")
        let typed = #expect(throws: QueryError.self) {
            try Choice.query.update { $0.votes = rowNumber().over(order: $0.votes.ascending) }
        }
        #expect(typed?.description.hasPrefix("Window expressions are not allowed") == true)
    }

    @Test func `a new row has no columns to compute with`() throws {
        let message =
            "Failed to insert expression \"Col(polls_choice, polls.Choice.votes) + Value(1)\" on "
            + "polls.Choice.votes. F() expressions can only be used to update, not to insert."
        let created = #expect(throws: QueryError.self) {
            try Question.get(1).choices.create {
                $0.text = "new"
                $0.votes += 1
            }
        }
        #expect(created?.description == message)
        func count(_ text: String) throws -> (row: Choice, isNew: Bool) {
            try Question.get(1).choices.updateOrCreate {
                $0.text = text
            } _: {
                $0.votes += 1
            }
        }
        #expect(try count("a").row.votes == 2)
        #expect(#expect(throws: QueryError.self) { try count("new") }?.description == message)
        #expect(try Choice.count() == 4)
    }

    @Test func `values are typed tuples`() throws {
        let rows: [(String, Int, String)] = try Choice.order { $0.id }.values {
            ($0.text, $0.votes, $0.question.text)
        }
        #expect(rows.map { "\($0.0)\($0.1)\($0.2)" } == ["a1Why?", "b2Why?", "c3Why?", "a10How?"])
        let votes: [Int] = try Choice.order { $0.id }.values { $0.votes }
        #expect(votes == [1, 2, 3, 10])
    }

    @Test func `aggregates are typed`() throws {
        let (sum, most, mean, count) = try Choice.query.aggregate {
            ($0.votes.sum, $0.votes.max, $0.votes.average, $0.id.count)
        }
        #expect(sum == 16)
        #expect(most == 10)
        #expect(mean == 4)
        #expect(count == 4)
        let none: Int? = try Choice.filter { $0.votes > 99 }.aggregate { $0.votes.sum }
        #expect(none == nil)
        let slice: Int? = try Choice.order { $0.id }.limit(2).aggregate { $0.votes.sum }
        #expect(slice == 3)
    }

    @Test func `a relation that one row reads is loaded for all rows of its query`() throws {
        let joined = try queries {
            for choice in try Choice.all() { _ = try choice.question.get().text }
        }
        #expect(joined == 2)
        let each = try queries {
            for question in try Question.all() { _ = try question.choices.all().count }
        }
        #expect(each == 2)
        let one = try queries {
            for choice in try Choice.query.selectRelated({ $0.question }).all() {
                #expect(try !choice.question.get().text.isEmpty)
            }
        }
        #expect(one == 1)
        let prefetched = try queries {
            let all = try Question.query.prefetch { $0.choices }.order { $0.id }.all()
            #expect(try all.map { try $0.choices.count() } == [3, 1, 0])
        }
        #expect(prefetched == 2)
    }

    @Test func `related rows are read again after a write`() throws {
        let all = try Question.order { $0.id }.all()
        #expect(try all[1].choices.all().count == 1)
        let added = try all[1].choices.create { $0.text = "new" }
        #expect(added.votes == 0)
        #expect(added.question.id == 2)
        #expect(try all[1].choices.all().count == 2)
    }

    @Test func `getOrCreate and updateOrCreate make a row once`() throws {
        let first = try Question.getOrCreate { $0.text = "Why?" }
        #expect(first.row.id == 1 && !first.isNew)
        let second = try Question.getOrCreate {
            $0.text = "New?"
        } defaults: {
            $0.publishedAt = .now
        }
        #expect(second.isNew && second.row.id == 4)
        let third = try Question.updateOrCreate {
            $0.text = "New?"
        } _: {
            $0.text = "Newer?"
        }
        #expect(!third.isNew && third.row.text == "Newer?")
        #expect(try Question.count() == 4)
    }

    @Test func `forEach, inBulk and bulkCreate`() throws {
        var seen: [Int] = []
        try Choice.order { $0.id }.forEach { seen.append($0.votes) }
        #expect(seen == [1, 2, 3, 10])
        #expect(try Choice.query.inBulk([1, 3, 99]).keys.map(\.value).sorted() == [1, 3])
        let made = try Choice.bulkCreate((0..<1000).map { Choice(question: Key(3), text: "\($0)") })
        #expect(made.last?.id == 1004)
        #expect(try Choice.filter { $0.question == Key<Question>(3) }.count() == 1000)
    }
}
