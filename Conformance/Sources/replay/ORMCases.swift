import ApusORM
import ApusValues
import FoundationEssentials

/// Queries over the library of `ORMModels.swift`, told by names; each case has a database of its
/// own.
struct ORMCases: Subject {
    /// What can't be said by names yet.
    struct Unbuilt: Error { let what: String }

    private let script: String
    private let rows: [(sql: String, values: [SQLValue])]

    init(file: JSON) throws {
        // A model's table is known to deletions once it was touched.
        let models: [any Model.Type] = [
            Publisher.self, Author.self, Tag.self, Book.self, Review.self,
        ]
        for model in models { _ = model.table }
        script = LibrarySchema.statements
        rows = LibrarySchema.rows(file)
    }

    func replay(_ item: JSON) throws -> Outcome {
        let database = try Database(":memory:")
        return try database.with {
            let connection = try database.connection
            try connection.run(script: script)
            try connection.transaction {
                for row in rows { try connection.execute(row.sql, row.values) }
            }
            do {
                switch item["model"]?.string {
                case "Publisher": return try run(Publisher.self, item)
                case "Author": return try run(Author.self, item)
                case "Tag": return try run(Tag.self, item)
                case "Book": return try run(Book.self, item)
                case "Review": return try run(Review.self, item)
                default: return .skipped("no such model")
                }
            } catch let unbuilt as Unbuilt {
                return .skipped("not built yet: \(unbuilt.what)")
            }
        }
    }

    private func run<M: Model>(_: M.Type, _ item: JSON) throws -> Outcome where M.ID == Key<M> {
        var query = LibraryCase<M>(item)
        return try query.run()
    }
}

/// The library's tables and rows.
enum LibrarySchema {
    static let statements: String = {
        let references = { (table: String) in
            "bigint NOT NULL REFERENCES \"lib_\(table)\" (\"id\") DEFERRABLE INITIALLY DEFERRED"
        }
        let key = "\"id\" integer NOT NULL PRIMARY KEY AUTOINCREMENT"
        return """
            CREATE TABLE "lib_publisher" (\(key), "name" varchar(50) NOT NULL UNIQUE,
            "country" varchar(2) NOT NULL, "parent_id" bigint NULL REFERENCES "lib_publisher" ("id")
            DEFERRABLE INITIALLY DEFERRED);
            CREATE TABLE "lib_author" (\(key), "name" varchar(50) NOT NULL, "age" integer NULL,
            "email" varchar(254) NOT NULL);
            CREATE TABLE "lib_tag" (\(key), "name" varchar(50) NOT NULL UNIQUE);
            CREATE TABLE "lib_book" (\(key), "title" varchar(100) NOT NULL,
            "slug" varchar(50) NOT NULL UNIQUE, "publisher_id" bigint NULL
            REFERENCES "lib_publisher" ("id") DEFERRABLE INITIALLY DEFERRED,
            "price" decimal NOT NULL, "rating" real NULL, "pages" integer NOT NULL,
            "published" date NOT NULL, "added" datetime NOT NULL, "in_print" bool NOT NULL,
            "meta" text NOT NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)));
            CREATE TABLE "lib_review" (\(key), "book_id" \(references("book")),
            "stars" integer NOT NULL, "text" text NOT NULL, "at" datetime NOT NULL);
            CREATE TABLE "lib_book_authors" (\(key), "book_id" \(references("book")),
            "author_id" \(references("author")));
            CREATE TABLE "lib_book_tags" (\(key), "book_id" \(references("book")),
            "tag_id" \(references("tag")));
            CREATE TABLE "lib_author_friends" (\(key), "from_author_id" \(references("author")),
            "to_author_id" \(references("author")));
            CREATE INDEX "i1" ON "lib_publisher" ("parent_id");
            CREATE INDEX "i2" ON "lib_book" ("publisher_id");
            CREATE INDEX "i3" ON "lib_review" ("book_id");
            CREATE UNIQUE INDEX "i4" ON "lib_book_authors" ("book_id", "author_id");
            CREATE INDEX "i5" ON "lib_book_authors" ("book_id");
            CREATE INDEX "i6" ON "lib_book_authors" ("author_id");
            CREATE UNIQUE INDEX "i7" ON "lib_book_tags" ("book_id", "tag_id");
            CREATE INDEX "i8" ON "lib_book_tags" ("book_id");
            CREATE INDEX "i9" ON "lib_book_tags" ("tag_id");
            """
    }()

    static func rows(_ file: JSON) -> [(sql: String, values: [SQLValue])] {
        var rows: [(String, [SQLValue])] = []
        for (model, list) in file["data"]?.object ?? [] {
            for row in list.array ?? [] {
                let columns = row.object ?? []
                let names = columns.map { "\"\($0.key)\"" }.joined(separator: ", ")
                let marks = columns.map { _ in "?" }.joined(separator: ", ")
                rows.append(
                    (
                        "INSERT INTO \"lib_\(model.lowercased())\" (\(names)) VALUES (\(marks))",
                        columns.map { $0.key == "meta" ? .text($0.value.text) : stored($0.value) }
                    ))
            }
        }
        let between = [
            "Book.authors": ("book_authors", "book_id", "author_id"),
            "Book.tags": ("book_tags", "book_id", "tag_id"),
            "Author.friends": ("author_friends", "from_author_id", "to_author_id"),
        ]
        for (name, owners) in file["m2m"]?.object ?? [] {
            guard let (table, own, other) = between[name] else { continue }
            for (owner, others) in owners.object ?? [] {
                for target in others.array ?? [] {
                    let pair: [SQLValue] = [
                        .integer(Int64(owner) ?? 0), .integer(Int64(target.int ?? 0)),
                    ]
                    let sql =
                        "INSERT INTO \"lib_\(table)\" (\"\(own)\", \"\(other)\") VALUES (?, ?)"
                    rows.append((sql, pair))
                    // Friends are friends of each other.
                    if own == "from_author_id" { rows.append((sql, pair.reversed())) }
                }
            }
        }
        return rows
    }

    /// A recorded value as SQLite holds it.
    static func stored(_ json: JSON) -> SQLValue {
        switch json {
        case .null: .null
        case .bool(let flag): .integer(flag ? 1 : 0)
        case .int(let number): .integer(Int64(number))
        case .number(let text): .real(Double(text) ?? 0)
        case .string(let text): .text(text)
        default:
            switch json["$t"]?.string {
            case "float", "decimal": .real(Double(json["v"]?.string ?? "") ?? 0)
            case "datetime": .text((json["v"]?.string ?? "").replacing("T", with: " "))
            default: .text(json["v"]?.string ?? json.text)
            }
        }
    }
}

extension JSON {
    /// The value as JSON text, as Python's `json.dumps` writes it.
    var text: String {
        switch self {
        case .string(let text):
            "\""
                + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
                + "\""
        case .array(let items): "[" + items.map(\.text).joined(separator: ", ") + "]"
        case .object(let members):
            "{"
                + members.map { "\(JSON.string($0.key).text): \($0.value.text)" }
                .joined(separator: ", ") + "}"
        default: "\(self)"
        }
    }
}
