import ApusORM
import ApusValues
import FoundationEssentials

@Model(app: "bench")
struct World {
    var randomNumber: Int
}

@Model(app: "bench")
struct Item {
    var name: String
    var title: String
    var note: String
    var count: Int
    var size: Int
    var price: Double
    var weight: Double
    var isPublic: Bool
    var addedAt: Date
}

@Model(app: "bench")
struct Entry {
    var name: String
    var number: Int
}

@Model(app: "bench")
struct Author {
    var name: String
    var country: String
    @Reverse(\Book.author) var books: Related<Book>
}

@Model(app: "bench")
struct Book {
    var author: ForeignKey<Author>
    var title: String
    var year: Int
}

@Model(app: "bench")
struct Review {
    var book: ForeignKey<Book>
    var stars: Int
    var text: String
}
