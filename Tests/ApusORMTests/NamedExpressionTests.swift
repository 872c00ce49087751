import ApusORM
import Testing

/// Everything that can be said by names, on the polls' rows: Why? has the choices a 1, b 2 and c 3,
/// How? has a 10, and 100% sure? has none.
@Suite(.polls) struct NamedExpressionTests {
    private func column<M: Model>(_ query: QuerySet<M>, _ name: String) throws -> [SQLValue] {
        try query.values(named: [name]).map { $0[0] }
    }

    private func computed(_ value: LookupValue) throws -> [SQLValue] {
        try column(Choice.query.order(by: "pk").annotate("x", value), "x")
    }

    @Test func `text has Django's functions`() throws {
        func first(_ function: String, _ arguments: LookupValue...) throws -> SQLValue? {
            try computed(.call(function, [.field("text")] + arguments)).first
        }
        #expect(try first("Upper") == .text("A"))
        #expect(try first("LPad", 3, "xy") == .text("xya"))
        #expect(try first("RPad", 4, "xy") == .text("axyx"))
        #expect(try first("Repeat", 3) == .text("aaa"))
        #expect(try first("Concat", "é", .field("votes")) == .text("aé1"))
        #expect(try computed(.call("Reverse", ["éab"])).first == .text("baé"))
        #expect(try first("StrIndex", "a") == .integer(1))
        #expect(try first("Ord") == .integer(97))
        #expect(try first("MD5") == .text("0cc175b9c0f1b6a831c399e269772661"))
        #expect(try first("SHA1") == .text("86f7e437faa5a7fce15d1ddcb9eaeaea377667b8"))
        #expect(
            try first("SHA224") == .text("abd37534c7d9a2efb9465de931cd7055ffdb8879563ae98078d6d6d5")
        )
        #expect(
            try first("SHA256")
                == .text("ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"))
        #expect(
            try first("SHA384")
                == .text(
                    "54a59b9f22b0b80880d8427e548b7c23abd873486e1f035dce9cd697e85175033caa88e6d57bc35efae0b5afd3145f31"
                ))
        #expect(
            try first("SHA512")
                == .text(
                    "1f40fc92da241694750979ee6cf582f2d5d7d28e18335de05abc54d0560e0f5302860c652bf08d560252aa5e74210546f369fbbbce8c12cfc7957b2652fe9a75"
                ))
    }

    @Test func `what would fill the memory is an error`() throws {
        #expect(throws: DatabaseError.self) {
            try computed(.call("Repeat", [.field("text"), 1_000_000_000]))
        }
        #expect(throws: DatabaseError.self) {
            try computed(.call("LPad", [.field("text"), 1_000_000_000, "x"]))
        }
    }

    @Test func `regular expressions choose rows and bad ones are told`() throws {
        #expect(try Choice.query.filter("text__regex", "^[ab]$").count() == 3)
        #expect(try Choice.query.filter("text__iregex", "^[AB]$").count() == 3)
        #expect(try Choice.query.exclude("text__regex", "a").count() == 2)
        let error = #expect(throws: DatabaseError.self) {
            try Choice.query.filter("text__regex", "(").count()
        }
        #expect(error?.message.hasPrefix("invalid regular expression '('") == true)
        let long = String(repeating: "a", count: 60)
        _ = try Choice(question: ForeignKey(id: 1), text: long).saved()
        let endless = #expect(throws: DatabaseError.self) {
            try Choice.query.filter("text__regex", "(a|aa)+$x").count()
        }
        #expect(endless?.message.contains("steps on this text") == true)
    }

    @Test func `parts of dates chain with comparisons and have time zones`() throws {
        // 2023-11-14 22:13:20 UTC and one and two minutes later.
        #expect(try Question.query.filter("published_at__year__gte", 2023).count() == 3)
        #expect(try Question.query.filter("published_at__date", "2023-11-14").count() == 3)
        #expect(try Question.query.filter("published_at__time__gt", "22:14").count() == 2)
        #expect(try Question.query.filter("published_at__minute__in", [13, 15]).count() == 2)
        #expect(try Question.query.filter("published_at__week_day", 3).count() == 3)
        #expect(try Question.query.filter("published_at__iso_year", 2023).count() == 3)
        #expect(try Question.query.filter("published_at__quarter", 4).count() == 3)
        let query = Question.query.order(by: "pk")
        func first(_ value: LookupValue) throws -> SQLValue? {
            try column(query.annotate("x", value), "x").first
        }
        let hour = LookupValue.call("ExtractHour", [.field("published_at")])
        #expect(try first(.inZone(hour, "Asia/Tokyo")) == .integer(7))
        let day = LookupValue.call("TruncDay", [.field("published_at")])
        #expect(try first(day) == .text("2023-11-14 00:00:00"))
        #expect(try first(.inZone(day, "Asia/Tokyo")) == .text("2023-11-14 15:00:00"))
        #expect(
            try first(.call("TruncQuarter", [.field("published_at")]))
                == .text("2023-10-01 00:00:00"))
        #expect(
            try first(.calculation(.field("published_at"), "+", .duration(90_500_000)))
                == .text("2023-11-14 22:14:50.500000"))
        let unknown = #expect(throws: DatabaseError.self) {
            try first(.inZone(hour, "Nowhere/Land"))
        }
        #expect(unknown?.message == "there is no time zone 'Nowhere/Land'")
        #expect(
            try Question.query.datetimes(named: "published_at", by: "minute", descending: true)
                .all().map { $0[0] }
                == ["15", "14", "13"].map { .text("2023-11-14 22:\($0):00") })
        #expect(
            try Question.query.dates(named: "published_at", by: "year").all()
                == [[.text("2023-01-01")]])
    }

    @Test func `subqueries look at the row around them`() throws {
        let best = LookupValue.rows(
            Choice.query.filter("question", .outer("pk")).order(by: "-votes").limit(1)
                .selecting(["text"]))
        #expect(
            try column(Question.query.order(by: "pk").annotate("best", best), "best")
                == [.text("c"), .text("a"), .null])
        let chosen = LookupValue.exists(in: Choice.query.filter("question", .outer("pk")))
        #expect(try Question.query.filter { _ in Condition(chosen) }.count() == 2)
        #expect(try Question.query.exclude { _ in Condition(chosen) }.get().id == 3)
        #expect(
            try column(Question.query.annotate("some", chosen).filter("some", false), "pk") == [3])
        let outside = #expect(throws: QueryError.self) {
            try Choice.query.filter("votes", .outer("pk")).count()
        }
        #expect(outside?.description.hasPrefix("This queryset contains a reference") == true)
    }

    @Test func `subqueries in subqueries look at the row around both`() throws {
        // Questions with a choice that another choice of a question with its text has outdone.
        let better = Choice.query.filter("question", .outside(.outer("pk")))
            .filter("votes__gt", .outer("votes"))
        let outdone = Choice.query.filter("question", .outer("pk"))
            .filter { _ in Condition(.exists(in: better)) }
        #expect(
            try Question.query.filter { _ in Condition(.exists(in: outdone)) }.all().map(\.id)
                == [1])
        #expect(
            try Question.query.exclude { _ in Condition(.exists(in: outdone)) }.count() == 2)
        let short = #expect(throws: QueryError.self) { try better.count() }
        #expect(short?.description == "An outer column is used outside a subquery.")
        let near = #expect(throws: QueryError.self) {
            try Question.query.filter { _ in Condition(.exists(in: better)) }.count()
        }
        #expect(near?.description.hasPrefix("This queryset contains a reference") == true)
        #expect(throws: QueryError.self) {
            try Choice.query.filter("question", .outside(.field("pk"))).sql()
        }
    }

    @Test func `windows number rows, and conditions on them choose among the finished rows`() throws
    {
        let rank = LookupValue.window(
            .call("RowNumber", []), partition: [.field("question")],
            order: [NamedOrdering("-votes")])
        let ranked = Choice.query.annotate("rank", rank)
        #expect(try column(ranked.order(by: "pk"), "rank") == [3, 2, 1, 1])
        #expect(try ranked.filter("rank", 1).order(by: "pk").all().map(\.votes) == [3, 10])
        #expect(try ranked.filter("rank", 1).filter("votes__lt", 5).count() == 1)
        #expect(try ranked.filter("rank", 4).exists() == false)
        let sums = LookupValue.window(
            .aggregate("Sum", "votes"), order: [NamedOrdering("pk")], frame: .rows(from: -1, to: 0))
        #expect(
            try column(Choice.query.annotate("s", sums).order(by: "pk"), "s") == [1, 3, 5, 13])
        let deviation = LookupValue.window(
            .aggregate("StdDev", "votes"), order: [NamedOrdering("pk")],
            frame: .rows(from: -1, to: 0))
        #expect(
            try column(Choice.query.annotate("d", deviation).order(by: "pk"), "d")
                == [.real(0), .real(0.5), .real(0.5), .real(3.5)])
    }

    @Test func `queries are put together`() throws {
        let few = Choice.query.filter("votes__lt", 3)
        let a = Choice.query.filter("text", "a")
        #expect(try few.union(a).order(by: "-votes").all().map(\.votes) == [10, 2, 1])
        #expect(try few.unionAll(a).count() == 4)
        #expect(try few.intersection(a).all().map(\.votes) == [1])
        #expect(try few.difference(a).all().map(\.votes) == [2])
        #expect(try few.union(a).order(by: "votes")[1..<2].all().map(\.votes) == [2])
        #expect(
            try few.union(Choice.query.order(by: "-votes").limit(1)).count() == 3)
        #expect(
            try Choice.query.selecting(["text"]).union([Question.query.selecting(["text"])])
                .order(by: ["text"]).all().map { $0[0] }
                == ["100% sure?", "How?", "Why?", "a", "b", "c"].map { .text($0) })
        let late = #expect(throws: QueryError.self) { try few.union(a).filter("pk", 1).all() }
        #expect(
            late?.description.hasPrefix("Calling filter() after union() is not supported") == true)
        #expect(throws: QueryError.self) { try few.union(a).delete() }
        #expect(throws: QueryError.self) { try few.union(a).order(by: "question__text").all() }
    }

    @Test func `aggregates look at groups, slices and conditions`() throws {
        let counted = Question.query.annotate("n", .aggregate("Count", "choices"))
        #expect(try counted.aggregate(.aggregate("Max", "n")) == 3)
        #expect(try counted.aggregate(.aggregate("Sum", "n")) == 4)
        #expect(try Choice.query.order(by: "-votes").limit(2).aggregate("Sum", "votes") == 13)
        #expect(
            try Choice.query.aggregate(
                .aggregate("Sum", "votes", filter: .named("text", "a", of: Choice.self))) == 11)
        #expect(
            try Choice.query.filter("votes__gt", 100).aggregate(
                .aggregate("Sum", "votes", default: 7)) == 7)
        #expect(try Choice.query.aggregate("Variance", "votes") == .real(12.5))
        let (values, _) = try Choice.query.aggregate(named: [
            ("sum", .aggregate("Sum", "votes")), ("double", .calculation(.field("sum"), "*", 2)),
        ])
        #expect(values == [16, 32])
        let wrong = #expect(throws: QueryError.self) {
            try Choice.query.aggregate(.aggregate("Median", "votes"))
        }
        #expect(
            wrong?.description.hasPrefix(
                "There is no aggregate 'Median'. Choices are: AnyValue, Avg") == true)
    }

    @Test func `aggregates give any value of a group, and join texts`() throws {
        let groups = Choice.query.grouped(by: ["text"])
            .annotate("any", .aggregate("AnyValue", "votes"))
        #expect(try groups.order(by: "-text").values(named: ["any"]).prefix(2) == [[3], [2]])
        #expect(
            try Choice.query.filter("votes__gt", 100).aggregate("AnyValue", "votes") == .null)
        let ordered = Choice.query.filter("votes__lt", 10).order(by: "votes")[..<3]
        #expect(
            try ordered.aggregate(.aggregation("StringAgg", .field("text"), delimiter: " + "))
                == "a + b + c")
        #expect(try ordered.aggregate("GroupConcat", "text") == "a,b,c")
        let distinct = #expect(throws: QueryError.self) {
            try ordered.aggregate(
                .aggregation("StringAgg", .field("text"), distinct: true, delimiter: " + "))
        }
        #expect(
            distinct?.description
                == "StringAgg does not support distinct with multiple expressions on this database "
                + "vendor.")
        #expect(throws: QueryError.self) {
            try ordered.aggregate(.aggregation("Sum", .field("votes"), delimiter: " + "))
        }
    }

    @Test func `each row gets a UUID of its own`() throws {
        for (function, version) in [("UUID4", "4"), ("UUID7", "7")] {
            let made = try computed(.call(function, [])).compactMap { value -> String? in
                guard case .text(let text) = value else { return nil }
                return text
            }
            #expect(made.count == 4 && Set(made).count == 4)
            for text in made {
                let digits = Array(text)
                #expect(digits.count == 32 && String(digits[12]) == version)
                #expect("89ab".contains(digits[16]))
            }
        }
    }

    @Test func `aggregates of distinct values see each once`() throws {
        let texts = Choice.query.selecting(["text"])
        let count: [(String, LookupValue)] = [("n", .aggregate("Count", "text"))]
        #expect(try texts.aggregate(named: count).values == [4])
        #expect(try texts.distinct().aggregate(named: count).values == [3])
        #expect(
            try texts.distinct().aggregate(named: [("n", .aggregate("Count", "*"))]).values == [3])
        #expect(try texts.limit(2).aggregate(named: count).values == [2])
        #expect(
            try texts.union([Choice.query.selecting(["text"])]).aggregate(named: count).values
                == [3])
    }

    @Test func `orders say where NULLs go and compute`() throws {
        let best = LookupValue.aggregate("Max", "choices__votes")
        let query = Question.query.annotate("best", best)
        func ids(_ term: NamedOrdering) throws -> [Int] {
            try query.order(by: [term]).all().map(\.id.value)
        }
        #expect(
            try ids(NamedOrdering(.field("best"), descending: true, nulls: .first)) == [3, 2, 1])
        #expect(try ids(NamedOrdering(.field("best"), nulls: .last)) == [1, 2, 3])
        #expect(try ids(NamedOrdering(.call("Length", [.field("text")]), descending: true))[0] == 3)
    }

    @Test func `an odd number of conditions holds`() throws {
        let a = Condition.named("text", "a", of: Choice.self)
        let many = Condition.named("votes__gte", 3, of: Choice.self)
        #expect(
            try Choice.query.filter { _ in a ^ many }.order(by: "pk").all().map(\.votes) == [1, 3])
        #expect(
            try Choice.query.exclude { _ in a ^ many }.order(by: "pk").all().map(\.votes) == [
                2, 10,
            ])
    }

    @Test func `lists longer than any statement's parameters are one`() throws {
        let many = LookupValue.list((1...100_000).map { .value(.integer(Int64($0))) })
        #expect(try Choice.query.filter("votes__in", many).count() == 4)
        #expect(try Choice.query.exclude("votes__in", many).count() == 0)
        let texts = LookupValue.list((1...2_000).map { .value(.text("\"\($0)")) } + ["a"])
        #expect(try Choice.query.filter("text__in", texts).count() == 2)
    }

    @Test func `rows are found, made and changed by names`() throws {
        #expect(try Choice.query.latest(by: ["votes"]).votes == 10)
        #expect(try Choice.query.earliest(by: ["-votes"]).votes == 10)
        #expect(try Choice.query.contains(Key<Choice>(1)))
        #expect(try Choice.query.filter("votes", 2).contains(Key<Choice>(1)) == false)
        #expect(try Choice.query.filter("votes", 2).explain().contains("polls_choice"))
        let (found, isNew) = try Choice.query.getOrCreate(
            named: [("text__iexact", "B")], defaults: [("nope", 1)])
        #expect(found.votes == 2 && !isNew)
        let counted = Question.query.annotate("n", .aggregate("Count", "choices"))
        #expect(try counted.filter("n__gt", 1).update(named: [("text", "Many")]) == 1)
        let conflict = #expect(throws: QueryError.self) {
            try Choice.query.annotate("votes", 1).all()
        }
        #expect(
            conflict?.description == "The annotation 'votes' conflicts with a field on the model.")
        for name in ["choices", "pk", "id"] {
            let conflict = #expect(throws: QueryError.self) {
                try Question.query.annotate(name, .aggregate("Count", "choices")).all()
            }
            #expect(
                conflict?.description
                    == "The annotation '\(name)' conflicts with a field on the model.")
        }
    }

    @Test func `an annotation of groups may be called like a field that they don't have`() throws {
        let groups = Choice.query.grouped(by: ["question"])
        #expect(
            try groups.annotate("votes", .aggregate("Sum", "votes")).order(by: "question")
                .values(named: ["question", "votes"]) == [[1, 6], [2, 10]])
        let conflict = #expect(throws: QueryError.self) {
            try groups.annotate("question", .aggregate("Sum", "votes")).all()
        }
        #expect(
            conflict?.description
                == "The annotation 'question' conflicts with a field on the model.")
    }
}
