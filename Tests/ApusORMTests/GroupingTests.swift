import ApusORM
import Testing

/// Which rows an aggregate puts together, where other relations to many are read beside it.
@Suite(.books) struct GroupingTests {
    private let counted = Book.query.annotate("n", .aggregate("Count", "topics"))

    private func lines(_ rows: [[SQLValue]]) -> [String] {
        rows.map { row in
            row.map { value in
                switch value {
                case .null: "-"
                case .integer(let number): "\(number)"
                case .text(let text): text
                default: "?"
                }
            }.joined(separator: " ")
        }
    }

    private let perAuthor = [
        "1 Ada 2", "1 Bob 2", "2 Ada 3", "3 Ada 1", "3 Bob 1", "3 Cyd 1", "4 Bob 1",
        "5 Cyd 0", "6 - 4",
    ]

    @Test func `a column of another relation is read for each of its rows`() throws {
        let rows = try counted.order(by: "pk", "authors__name")
            .values(named: ["pk", "authors__name", "n"])
        #expect(lines(rows) == perAuthor)
    }

    @Test func `an annotation of another relation is, too, wherever rows are counted`() throws {
        let named = Book.query.annotate("x", .field("authors__name"))
            .annotate("n", .aggregate("Count", "topics"))
        #expect(
            try lines(named.order(by: "pk", "x").values(named: ["pk", "x", "n"])) == perAuthor)
        #expect(try named.count() == 9)
        #expect(try named.aggregate("Sum", "n") == 15)
        #expect(try !named.filter("n__gt", 4).exists())
        #expect(
            try Press.query.filter { _ in
                Condition(
                    .exists(in: named.filter("press", .outer("pk")).filter("n__gt", 3)))
            }.all().map(\.id) == [2])
        #expect(
            try Book.query.filter("pk__in", .rows(of: named.filter("n__gt", 3)))
                .order(by: "pk").all().map(\.id) == [1, 6])
        let typed = try Book.annotate { ($0.authors.name.optional, $0.topics.count) }
            .order { book, name, _ in
                book.id
                name
            }.all()
        #expect(typed.map(\.2) == [2, 2, 3, 1, 1, 1, 1, 0, 4])
        let sums = Book.query.annotate(
            "n",
            .calculation(
                .aggregate("Count", "topics"), "+", .call("Length", [.field("authors__name")])))
        #expect(
            try lines(sums.order(by: "pk").values(named: ["pk", "n"]))
                == ["1 7", "2 6", "3 6", "4 4", "5 3", "6 -"])
    }

    @Test func `so is what rows are ordered by`() throws {
        #expect(
            try lines(counted.order(by: "authors__name", "pk").values(named: ["pk", "n"]))
                == ["6 4", "1 2", "2 3", "3 1", "1 2", "3 1", "4 1", "3 1", "5 0"])
    }

    @Test func `a condition on groups may be about a row beside them`() throws {
        let many = Book.query.annotate("n", .aggregate("Count", "authors"))
        let other = many.condition("n__gt", 2) || many.condition("topics__name", "history")
        #expect(
            try many.filter { _ in other }.order(by: "pk").all().map(\.id) == [1, 2, 3, 4, 6])
        // The rows that are counted are others than those that the condition is about.
        let own = counted.condition("n__gt", 3) || counted.condition("topics__name", "history")
        #expect(
            try counted.filter { _ in own }.order(by: "pk").all().map(\.id) == [
                1, 2, 4, 6, 6, 6, 6,
            ])
        // A negation asks a subquery, which makes no groups.
        let none = many.condition("n__gt", 2) || !many.condition("topics__name", "history")
        #expect(try many.filter { _ in none }.order(by: "pk").all().map(\.id) == [3, 5])
    }

    @Test func `groups are told apart by columns that are read later`() throws {
        let groups = Book.query.grouped(by: ["press"]).annotate("n", .aggregate("Count", "authors"))
        #expect(
            try lines(
                groups.order(by: "press_id", "title").values(named: ["press", "title", "n"])) == [
                    "- Films 1", "1 Arches 1", "1 Engines 2", "2 Caves 0",
                    "2 Deltas 3", "3 Banks 1",
                ])
        let some = groups.condition("n__gt", 1) || groups.condition("topics__name", "maths")
        #expect(
            try lines(groups.filter { _ in some }.values(named: ["press", "n"])).sorted()
                == ["1 2", "1 3", "2 0", "2 3"])
        let counted = Book.query.annotate("x", .call("Lower", [.field("title")]))
        #expect(
            try counted.grouped(by: ["press"]).annotate("n", .aggregate("Count", "pk")).count()
                == 4)
        #expect(
            try Book.query.grouped(by: ["press"]).annotate("x", .call("Lower", [.field("title")]))
                .annotate("n", .aggregate("Count", "pk")).count() == 6)
    }

    @Test func `conditions on groups and on rows beside them join as Django's`() throws {
        func read(_ query: QuerySet<Book>) throws -> [String] {
            try lines(query.order(by: "pk").values(named: ["pk", "n"]))
        }
        let history = counted.condition("topics__name", "history")
        #expect(
            try read(counted.filter { _ in counted.condition("n__gt", 1) && history })
                == ["1 2", "2 3", "6 4"])
        #expect(
            try read(counted.filter { _ in history && counted.condition("n__gt", 1) })
                == ["1 2", "2 3", "6 4"])
        #expect(
            try read(counted.filter { _ in history }.filter("n__gt", 1)) == ["1 2", "2 3", "6 4"])
        let either = history || counted.condition("pk", 6)
        #expect(
            try read(counted.filter { _ in counted.condition("n__gt", 1) && either })
                == ["1 2", "2 3", "6 16"])
        let both = counted.annotate("m", .aggregate("Count", "authors"))
        let cyd = both.condition("authors__name", "Cyd")
        #expect(
            try read(both.filter { _ in both.condition("n__gt", .field("m")) || cyd })
                == ["3 3", "5 0", "6 4"])
        let some = Book.query.annotate(
            "n", .aggregate("Count", "topics", filter: history))
        let birch = some.condition("n__gt", 0) || some.condition("press__name", "Birch")
        #expect(try read(some.filter { _ in birch }) == ["1 1", "2 1", "3 0", "4 1", "6 1"])
        let large = counted.condition("n__gt", 2) || counted.condition("topics__name", "maths")
        #expect(try read(counted.exclude { _ in large }) == ["3 1", "4 1", "5 0"])
        #expect(try read(counted.filter("n", .field("authors__pk"))) == ["1 2", "3 1"])
        let last = Book.query.annotate("n", .aggregate("Max", "topics__pk"))
        #expect(
            try read(last.filter("n__gt", .field("authors__pk")))
                == ["1 3", "1 3", "2 4", "3 4", "3 4", "3 4"])
        let many = counted.filter { _ in
            counted.condition("n__gt", 2) || counted.condition("authors__name", "Cyd")
        }
        #expect(try many.count() == 4)
        #expect(try many.aggregate("Sum", "n") == 8)
        let ranked = counted.annotate(
            "r", .window(.call("Rank", []), order: [NamedOrdering("-n")]))
        #expect(
            try lines(ranked.filter("r", 1).values(named: ["pk", "authors__name", "n"]))
                == ["6 - 4"])
        let presses = Book.query.grouped(by: ["press__name"])
            .annotate("n", .aggregate("Count", "pk"))
        let films = presses.condition("n__gt", 1) || presses.condition("pages", 500)
        #expect(
            try lines(
                presses.filter { _ in films }.order(by: "press__name")
                    .values(named: ["press__name", "n"])) == ["- 1", "Birch 2"])
        let typed = try Book.annotate { $0.topics.count }
            .filter { book, count in count > 2 || book.authors.name == "Cyd" }.all()
        #expect(typed.count == 4)
    }
}
