import ApusORM
import Testing

/// What `exclude` and `!` leave out over relations.
@Suite(.books) struct NegationTests {
    private func ids(_ query: QuerySet<Book>) throws -> [Int] {
        try query.order(by: "pk").all().map(\.id.value)
    }

    @Test func `rows that lack the relation before the related rows lack these, too`() throws {
        #expect(try ids(Book.query.exclude("press__imprints__name", nil)) == [1, 2])
        #expect(try ids(Book.exclude { $0.press.imprints.name == nil }) == [1, 2])
        #expect(try ids(Book.query.exclude("press__imprints__isnull", true)) == [1, 2, 3, 6])
        #expect(
            try ids(Book.query.exclude("press__imprints__name__isnull", false)) == [3, 4, 5, 6])
        #expect(
            try ids(Book.filter { !($0.press.imprints.name == nil) || $0.id == 5 }) == [1, 2, 5])
        #expect(
            try ids(Book.exclude { $0.press.imprints.name == nil && $0.pages > 1 }) == [1, 2])
        #expect(
            try Review.query.exclude("book__press__imprints__name", nil).order(by: "pk").all()
                .map(\.id) == [1, 4])
        #expect(
            try Imprint.exclude { $0.press.books.title.optional == nil }.order { $0.id }.all()
                .map(\.id) == [1, 2])
        #expect(try ids(Book.query.exclude("authors__name", nil)) == [1, 2, 3, 4, 5])
    }

    @Test func `the step behind a row's relation is about the same pairs`() throws {
        let ada = try Author.get(1)
        #expect(try ids(ada.books.filter { $0.authors.name == "Bob" }) == [])
        #expect(try ids(ada.books.exclude { $0.authors.name == "Bob" }) == [1, 2, 3])
        #expect(try ids(ada.books.exclude { $0.authors.name == "Ada" }) == [])
        let adas = ada.books.filter { $0.authors.name == "Ada" }
        #expect(try ids(adas.filter { $0.authors.name == "Bob" }) == [1, 3])
        #expect(try ids(ada.books.order { $0.id }.filter { $0.authors.name == "Bob" }) == [1, 3])
        #expect(try ids(ada.books.distinct().filter { $0.authors.name == "Bob" }) == [1, 3])
        let counted = try ada.books.annotate { $0.authors.count }.all()
        #expect(counted.map { $0.1 } == [1, 1, 1])
        #expect(try ids(Press.get(1).books.filter { $0.authors.name == "Bob" }) == [1])
    }
}
