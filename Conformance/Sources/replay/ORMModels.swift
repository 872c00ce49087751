import ApusORM
import ApusValues
import FoundationEssentials

// The library of `orm_queries`.

/// JSON as it is stored.
struct RawJSON: FieldValue {
    var text: String

    static var fieldType: FieldType { .json }

    init(cellOf row: inout Row) throws { text = try row.next() }

    var sqlValue: SQLValue { .text(text) }
    var dynamicValue: DynamicValue { .string(text) }
}

/// A decimal as SQLite stores it: a number.
struct Price: FieldValue {
    var amount: Double

    static var fieldType: FieldType { .decimal(digits: 8, places: 2) }

    init(cellOf row: inout Row) throws { amount = try row.next() }

    var sqlValue: SQLValue { .real(amount) }
    var dynamicValue: DynamicValue { .double(amount) }
}

struct Publisher: Model {
    var name: String
    var country: String
    var parent: ForeignKey<Publisher>?
    var id: Key<Publisher> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "lib.Publisher" }
    static let table = Table(
        Publisher.self,
        fields: [
            .id,
            Field("name", String.self, maxLength: 50, unique: true),
            Field("country", String.self, maxLength: 2),
            Field(
                "parent", ForeignKey<Publisher>?.self, onDelete: .setNull, relatedName: "imprints"),
        ],
        relations: [
            .reverse("imprints", \Publisher.Columns.parent),
            .reverse("books", \Book.Columns.publisher),
        ])

    struct Columns: ModelColumns {
        let _path: Path<Publisher>
        init(_ path: Path<Publisher>) { _path = path }
        var id: ColumnType<Key<Publisher>> { _path.column(0) }
        var name: ColumnType<String> { _path.column(1) }
        var country: ColumnType<String> { _path.column(2) }
        var parent: ColumnType<ForeignKey<Publisher>?> { _path.column(3) }
    }

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        country = try row.next()
        parent = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] {
        [id.sqlValue, name.sqlValue, country.sqlValue, parent.sqlValue]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "name": self.name.dynamicValue
        case "country": self.country.dynamicValue
        case "parent": try parent.dynamicRow()
        case "books": try Related<Book>(to: self, by: \.publisher).dynamicRows()
        case "imprints": try Related<Publisher>(to: self, by: \.parent).dynamicRows()
        default: nil
        }
    }
}

struct Author: Model {
    var name: String
    var age: Int?
    var email: String
    var id: Key<Author> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "lib.Author" }
    static let table = Table(
        Author.self,
        fields: [
            .id,
            Field("name", String.self, maxLength: 50),
            Field("age", Int?.self),
            Field("email", String.self, maxLength: 254),
            .manyToMany("friends", to: Author.self),
        ],
        relations: [
            .manyBack("books", Book.self, "authors")
        ])

    struct Columns: ModelColumns {
        let _path: Path<Author>
        init(_ path: Path<Author>) { _path = path }
        var id: ColumnType<Key<Author>> { _path.column(0) }
        var name: ColumnType<String> { _path.column(1) }
        var age: ColumnType<Int?> { _path.column(2) }
        var email: ColumnType<String> { _path.column(3) }
    }

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        age = try row.next()
        email = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] {
        [id.sqlValue, name.sqlValue, age.sqlValue, email.sqlValue]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "name": self.name.dynamicValue
        case "age": self.age.dynamicValue
        case "email": self.email.dynamicValue
        case "books": try ManyToMany<Book>(backTo: self, "authors").dynamicRows()
        case "friends": try ManyToMany<Author>(of: self, "friends").dynamicRows()
        default: nil
        }
    }
}

struct Tag: Model {
    var name: String
    var id: Key<Tag> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "lib.Tag" }
    static let table = Table(
        Tag.self,
        fields: [
            .id,
            Field("name", String.self, maxLength: 50, unique: true),
        ],
        relations: [.manyBack("book", Book.self, "tags")])

    struct Columns: ModelColumns {
        let _path: Path<Tag>
        init(_ path: Path<Tag>) { _path = path }
        var id: ColumnType<Key<Tag>> { _path.column(0) }
        var name: ColumnType<String> { _path.column(1) }
    }

    init(row: inout Row) throws {
        id = try row.next()
        name = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] {
        [id.sqlValue, name.sqlValue]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "name": self.name.dynamicValue
        case "book_set": try ManyToMany<Book>(backTo: self, "tags").dynamicRows()
        default: nil
        }
    }
}

struct Book: Model {
    var title: String
    var slug: String
    var publisher: ForeignKey<Publisher>?
    var price: Price
    var rating: Double?
    var pages: Int
    var published: CivilDate
    var added: Date
    var in_print: Bool
    var meta: RawJSON
    var id: Key<Book> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "lib.Book" }
    static let table = Table(
        Book.self,
        fields: [
            .id,
            Field("title", String.self, maxLength: 100),
            Field("slug", String.self, maxLength: 50, unique: true),
            Field(
                "publisher", ForeignKey<Publisher>?.self, onDelete: .setNull, relatedName: "books"),
            Field("price", Price.self),
            Field("rating", Double?.self),
            Field("pages", Int.self),
            Field("published", CivilDate.self),
            Field("added", Date.self),
            Field("in_print", Bool.self),
            Field("meta", RawJSON.self),
            .manyToMany("authors", to: Author.self),
            .manyToMany("tags", to: Tag.self),
        ],
        relations: [
            .reverse("reviews", \Review.Columns.book)
        ],
        ordering: ["title"])

    struct Columns: ModelColumns {
        let _path: Path<Book>
        init(_ path: Path<Book>) { _path = path }
        var id: ColumnType<Key<Book>> { _path.column(0) }
        var title: ColumnType<String> { _path.column(1) }
        var slug: ColumnType<String> { _path.column(2) }
        var publisher: ColumnType<ForeignKey<Publisher>?> { _path.column(3) }
        var price: ColumnType<Price> { _path.column(4) }
        var rating: ColumnType<Double?> { _path.column(5) }
        var pages: ColumnType<Int> { _path.column(6) }
        var published: ColumnType<CivilDate> { _path.column(7) }
        var added: ColumnType<Date> { _path.column(8) }
        var in_print: ColumnType<Bool> { _path.column(9) }
        var meta: ColumnType<RawJSON> { _path.column(10) }
    }

    init(row: inout Row) throws {
        id = try row.next()
        title = try row.next()
        slug = try row.next()
        publisher = try row.next()
        price = try row.next()
        rating = try row.next()
        pages = try row.next()
        published = try row.next()
        added = try row.next()
        in_print = try row.next()
        meta = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] {
        [
            id.sqlValue, title.sqlValue, slug.sqlValue, publisher.sqlValue, price.sqlValue,
            rating.sqlValue, pages.sqlValue, published.sqlValue, added.sqlValue, in_print.sqlValue,
            meta.sqlValue,
        ]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "title": self.title.dynamicValue
        case "slug": self.slug.dynamicValue
        case "publisher": try publisher.dynamicRow()
        case "publisher_id": publisher.map { .int($0.id.value) } ?? .null
        case "meta": self.meta.dynamicValue
        case "price": self.price.dynamicValue
        case "rating": self.rating.dynamicValue
        case "pages": self.pages.dynamicValue
        case "published": self.published.dynamicValue
        case "added": self.added.dynamicValue
        case "in_print": self.in_print.dynamicValue
        case "reviews": try Related<Review>(to: self, by: \.book).dynamicRows()
        case "authors": try ManyToMany<Author>(of: self, "authors").dynamicRows()
        case "tags": try ManyToMany<Tag>(of: self, "tags").dynamicRows()
        default: nil
        }
    }
}

struct Review: Model {
    var book: ForeignKey<Book>
    var stars: Int
    var text: String
    var at: Date
    var id: Key<Review> = .unsaved
    var _state = ModelState()

    static var modelName: ModelName { "lib.Review" }
    static let table = Table(
        Review.self,
        fields: [
            .id,
            Field("book", ForeignKey<Book>.self, relatedName: "reviews"),
            Field("stars", Int.self),
            Field("text", String.self),
            Field("at", Date.self),
        ])

    struct Columns: ModelColumns {
        let _path: Path<Review>
        init(_ path: Path<Review>) { _path = path }
        var id: ColumnType<Key<Review>> { _path.column(0) }
        var book: ColumnType<ForeignKey<Book>> { _path.column(1) }
        var stars: ColumnType<Int> { _path.column(2) }
        var text: ColumnType<String> { _path.column(3) }
        var at: ColumnType<Date> { _path.column(4) }
    }

    init(row: inout Row) throws {
        id = try row.next()
        book = try row.next()
        stars = try row.next()
        text = try row.next()
        at = try row.next()
        _state = row.state
    }

    var fieldValues: [SQLValue] {
        [id.sqlValue, book.sqlValue, stars.sqlValue, text.sqlValue, at.sqlValue]
    }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "id", "pk": id.dynamicValue
        case "book": try book.dynamicRow()
        case "stars": self.stars.dynamicValue
        case "text": self.text.dynamicValue
        case "at": self.at.dynamicValue
        default: nil
        }
    }
}
