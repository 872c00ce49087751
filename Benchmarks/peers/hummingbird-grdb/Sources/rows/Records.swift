import Foundation
import GRDB

/// What rows are read into: by hand, column by column, or by Codable.
protocol Records {
    associatedtype World: FetchableRecord & TableRecord
    associatedtype Item: FetchableRecord & TableRecord
    associatedtype Review: FetchableRecord & TableRecord
}

struct Entry: Codable, MutablePersistableRecord {
    static let databaseTableName = "bench_entry"
    var id: Int64?
    var name: String
    var number: Int

    mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }
}

struct Author: Codable, FetchableRecord, TableRecord {
    static let databaseTableName = "bench_author"
    static let books = hasMany(Book.self)
    var id: Int
    var name: String
    var country: String
}

struct Book: Codable, FetchableRecord, TableRecord {
    static let databaseTableName = "bench_book"
    static let author = belongsTo(Author.self)
    var id: Int
    var authorID: Int
    var title: String
    var year: Int

    enum CodingKeys: String, CodingKey {
        case id, title, year
        case authorID = "author_id"
    }
}

struct AuthorWithBooks: Codable, FetchableRecord {
    var author: Author
    var benchBooks: [Book]
}

enum ByHand: Records {
    struct World: FetchableRecord, TableRecord {
        static let databaseTableName = "bench_world"
        let id: Int
        let randomNumber: Int

        init(row: Row) {
            id = row[0]
            randomNumber = row[1]
        }
    }

    struct Item: FetchableRecord, TableRecord {
        static let databaseTableName = "bench_item"
        let id: Int
        let name: String
        let title: String
        let note: String
        let count: Int
        let size: Int
        let price: Double
        let weight: Double
        let isPublic: Bool
        let addedAt: Date

        init(row: Row) {
            id = row[0]
            name = row[1]
            title = row[2]
            note = row[3]
            count = row[4]
            size = row[5]
            price = row[6]
            weight = row[7]
            isPublic = row[8]
            addedAt = row[9]
        }
    }

    struct Review: FetchableRecord, TableRecord {
        static let databaseTableName = "bench_review"
        let id: Int
        let bookID: Int
        let stars: Int
        let text: String

        init(row: Row) {
            id = row[0]
            bookID = row[1]
            stars = row[2]
            text = row[3]
        }
    }
}

enum ByCodable: Records {
    struct World: Codable, FetchableRecord, TableRecord {
        static let databaseTableName = "bench_world"
        let id: Int
        let randomNumber: Int

        enum CodingKeys: String, CodingKey {
            case id
            case randomNumber = "random_number"
        }
    }

    struct Item: Codable, FetchableRecord, TableRecord {
        static let databaseTableName = "bench_item"
        let id: Int
        let name: String
        let title: String
        let note: String
        let count: Int
        let size: Int
        let price: Double
        let weight: Double
        let isPublic: Bool
        let addedAt: Date

        enum CodingKeys: String, CodingKey {
            case id, name, title, note, count, size, price, weight
            case isPublic = "is_public"
            case addedAt = "added_at"
        }
    }

    struct Review: Codable, FetchableRecord, TableRecord {
        static let databaseTableName = "bench_review"
        let id: Int
        let bookID: Int
        let stars: Int
        let text: String

        enum CodingKeys: String, CodingKey {
            case id, stars, text
            case bookID = "book_id"
        }
    }
}
