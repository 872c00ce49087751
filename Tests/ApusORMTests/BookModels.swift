import ApusORM
import ApusValues
import Testing

// Books with two relations to many and an order of their own, for queries that go over both.

@Model(app: "books")
struct Author {
    @Field(maxLength: 50) var name: String
    @Reverse(\Book.authors) var books: ManyToMany<Book>
}

@Model(app: "books")
struct Topic {
    @Field(maxLength: 50) var name: String
    @Reverse(\Book.topics) var books: ManyToMany<Book>
}

@Model(app: "books")
struct Press {
    @Field(maxLength: 50) var name: String
    @Reverse(\Imprint.press) var imprints: Related<Imprint>
    @Reverse(\Book.press) var books: Related<Book>
}

@Model(app: "books")
struct Imprint {
    @Field(maxLength: 50) var name: String?
    var press: ForeignKey<Press>
}

@Model(app: "books", ordering: ["title"])
struct Book {
    @Field(maxLength: 50) var title: String
    var pages = 0
    @Field(onDelete: .setNull) var press: ForeignKey<Press>?
    var authors: ManyToMany<Author>
    var topics: ManyToMany<Topic>
    @Reverse(\Review.book) var reviews: Related<Review>
}

@Model(app: "books")
struct Review {
    var book: ForeignKey<Book>
    var stars: Int
}

/// A model whose order leads back to itself.
@Model(app: "books", ordering: ["parent", "name"])
struct Chapter {
    @Field(maxLength: 50) var name: String
    @Field(onDelete: .setNull) var parent: ForeignKey<Chapter>?
}

/// Models whose orders lead to each other.
@Model(app: "books", ordering: ["errata"])
struct Edition {
    @Field(onDelete: .setNull) var errata: ForeignKey<Errata>?
}

@Model(app: "books", ordering: ["edition"])
struct Errata {
    var edition: ForeignKey<Edition>
}

extension Trait where Self == OwnDatabase {
    /// A database with six books. What their queries give was asked of Django 5.2.
    static var books: Self {
        OwnDatabase { database in
            try database.makeTables(of: [
                Author.self, Topic.self, Press.self, Imprint.self, Book.self, Review.self,
            ])
            let authors = try ["Ada", "Bob", "Cyd", "Dan"].map { try Author.create(name: $0) }
            let topics = try ["art", "history", "maths", "travel"].map {
                try Topic.create(name: $0)
            }
            let presses = try ["Acorn", "Birch", "Cedar"].map { try Press.create(name: $0) }
            try Imprint.create(name: "Leaf", press: presses[0])
            try Imprint.create(name: nil, press: presses[1])
            let books: [(String, Int, Int?, [Int], [Int])] = [
                ("Engines", 300, 0, [0, 1], [2, 1]), ("Arches", 120, 0, [0], [0, 1, 3]),
                ("Deltas", 200, 1, [0, 1, 2], [3]), ("Banks", 80, 2, [1], [1]),
                ("Films", 500, nil, [2], []), ("Caves", 200, 1, [], [0, 1, 2, 3]),
            ]
            for (title, pages, press, writers, about) in books {
                let book = try Book.create(
                    title: title, pages: pages, press: press.map { presses[$0] })
                try book.authors.add(contentsOf: writers.map { authors[$0] })
                try book.topics.add(contentsOf: about.map { topics[$0] })
            }
            for (book, stars) in [(1, 5), (3, 2), (3, 4), (2, 1), (6, 3)] {
                try Review.create(book: ForeignKey(id: Key(book)), stars: stars)
            }
        }
    }
}
