import ApusORM
import Testing

/// What a relation's name means in an order: Book is ordered by its title, the others aren't.
@Suite(.books) struct RelationOrderTests {
    private func ids<M: Model>(_ query: QuerySet<M>) throws -> [Int] where M.ID == Key<M> {
        try query.all().map(\.id.value)
    }

    @Test func `rows are ordered by a relation as its model is`() throws {
        #expect(try ids(Review.query.order(by: "book", "pk")) == [4, 5, 2, 3, 1])
        #expect(try ids(Review.query.order(by: "-book", "pk")) == [1, 2, 3, 5, 4])
        #expect(try ids(Review.query.order(by: "book_id", "pk")) == [1, 4, 2, 3, 5])
    }

    @Test func `so they are by relations to many, in both directions`() throws {
        #expect(try ids(Author.query.order(by: "books", "pk")) == [4, 1, 2, 1, 2, 3, 1, 2, 3])
        #expect(try ids(Author.query.order(by: "-books", "pk")) == [3, 1, 2, 1, 2, 3, 2, 1, 4])
        #expect(try ids(Topic.query.order(by: "books", "pk")) == [1, 2, 4, 2, 1, 2, 3, 4, 4, 2, 3])
        #expect(
            try Author.query.order(by: "books__press_id", "pk").sql().text.hasSuffix(
                #"ORDER BY "books_book"."press_id" ASC, "books_author"."id" ASC"#))
        #expect(
            try Author.query.order(by: "books").selecting(["books", "pk"]).all().map { $0[0] }
                == [.null, 1, 1, 2, 3, 3, 3, 4, 5])
        let orders = try Press.query.order(by: "books").sql().text
        #expect(orders.hasSuffix(#"ORDER BY "books_book"."title" ASC"#))
    }

    @Test func `an expression that is a relation is its key`() throws {
        let book = LookupValue.field("book")
        let up = [NamedOrdering(book), NamedOrdering("pk")]
        #expect(try ids(Review.query.order(by: up)) == [1, 4, 2, 3, 5])
        let last = [NamedOrdering(book, descending: true, nulls: .last), NamedOrdering("pk")]
        #expect(try ids(Review.query.order(by: last)) == [5, 2, 3, 4, 1])
    }

    @Test func `orders that lead back to themselves are told`() throws {
        func expectLoop<M: Model>(_ query: QuerySet<M>) {
            #expect(throws: QueryError("Infinite loop caused by ordering.")) { try query.sql() }
        }
        expectLoop(Chapter.query)
        expectLoop(Chapter.query.order(by: "parent"))
        expectLoop(Edition.query)
        expectLoop(Errata.query)
        #expect(try Chapter.query.order(by: "name").sql().text.hasSuffix(#""name" ASC"#))
        #expect(try Chapter.query.order(by: "parent_id").sql().text.hasSuffix(#""parent_id" ASC"#))
    }
}
