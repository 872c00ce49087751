import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `The autodetector` {
    @Test func `finds nothing between equal states`() throws {
        let detection = try Detection(
            from: [Library.author, Library.book], to: [Library.author, Library.book])
        #expect(detection.migrations.isEmpty)
    }

    @Test func `does not mind the order of fields`() throws {
        var swapped = Library.book(Library.pages)
        swapped.fields.swapAt(1, 2)
        #expect(
            try Detection(from: [Library.book(Library.pages)], to: [swapped]).migrations.isEmpty)
    }

    @Test func `creates a model after the one it points at, with its foreign key`() throws {
        var review = ModelSchema(
            "library.Ahead", fields: [.key("id"), .foreignKey("author", to: "library.Author")])
        review.uniqueTogether = [["author", "id"]]
        let detection = try Detection(from: [], to: [review, Library.author])
        #expect(detection.lines == ["+ Create model Author", "+ Create model Ahead"])
        guard
            case .createModel(_, let fields, _, _, let unique, _, _)? =
                detection.migrations["library"]?[0].operations[1]
        else { Issue.record("no creation"); return }
        #expect(fields.map(\.name) == ["id", "author"])
        #expect(unique == [["author", "id"]])
    }

    @Test func `breaks a circle of foreign keys with a field added later`() throws {
        let hen = ModelSchema(
            "farm.Hen", fields: [.key("id"), .foreignKey("egg", to: "farm.Egg")])
        let egg = ModelSchema(
            "farm.Egg", fields: [.key("id"), .foreignKey("hen", to: "farm.Hen", null: true)])
        let detection = try Detection(from: [], to: [hen, egg])
        #expect(
            detection.lines == [
                "+ Create model Egg", "+ Create model Hen", "+ Add field hen to egg",
            ])
        #expect(detection.migrations["farm"]?.count == 1)
    }

    @Test func `cuts migrations where apps point at each other`() throws {
        let left = ModelSchema(
            "left.A", fields: [.key("id"), .foreignKey("b", to: "right.B", null: true)])
        let right = ModelSchema(
            "right.B", fields: [.key("id"), .foreignKey("a", to: "left.A", null: true)])
        let migrations = try Detection(from: [], to: [left, right]).migrations
        #expect(
            migrations["left"]?.map { $0.operations.map(\.description) } == [
                ["Create model A"], ["Add field b to a"],
            ])
        #expect(
            migrations["right"]?.map { $0.operations.map(\.description) } == [
                ["Create model B"]
            ])
        #expect(migrations["left"]?[1].dependencies == ["right.auto_1", "left.auto_1"])
        #expect(migrations["right"]?[0].dependencies == ["left.auto_1"])
    }

    @Test func `deletes relations before the models they hold together`() throws {
        let detection = try Detection(from: [Library.author, Library.book], to: [])
        #expect(
            detection.lines == [
                "- Remove field author from book", "- Delete model Author", "- Delete model Book",
            ])
    }

    @Test func `asks whether a model was renamed, and believes the answer`() throws {
        var tome = Library.book
        tome = ModelSchema("library.Tome", fields: tome.fields)
        let renamed = try Detection(
            from: [Library.author, Library.book], to: [Library.author, tome])
        #expect(renamed.questions == [.renameModel("library.Book", to: "Tome")])
        #expect(renamed.lines == ["~ Rename model Book to Tome"])
        let other = try Detection(
            from: [Library.author, Library.book], to: [Library.author, tome]
        ) { _ in .no }
        #expect(other.lines == ["+ Create model Tome", "- Delete model Book"])
    }

    @Test func `does not alter the fields that point at a renamed model`() throws {
        let writer = ModelSchema("library.Writer", fields: Library.author.fields)
        let book = Library.book(.foreignKey("author", to: "library.Writer"))
        let detection = try Detection(
            from: [Library.author, Library.book], to: [writer, book])
        #expect(detection.lines == ["~ Rename model Author to Writer"])
    }

    @Test func `creates a model whose key points at a renamed one after the renaming`() throws {
        let writer = ModelSchema("library.Writer", fields: Library.author.fields)
        let life = ModelSchema(
            "library.Cv",
            fields: [
                .foreignKey("writer", to: "library.Writer", primaryKey: true, unique: true)
            ])
        let same = try Detection(from: [Library.author], to: [writer, life])
        #expect(same.lines == ["~ Rename model Author to Writer", "+ Create model Cv"])

        let other = ModelSchema("people.Cv", fields: life.fields)
        let apart = try Detection(from: [Library.author], to: [writer, other]).migrations
        #expect(apart["library"]?.map(\.dependencies) == [[]])
        #expect(apart["people"]?.map(\.dependencies) == [["library.auto_1"]])

        let plain = ModelSchema(
            "people.Cv", fields: [.key("id"), .foreignKey("writer", to: "library.Writer")])
        let cut = try Detection(from: [Library.author], to: [writer, plain]).migrations
        #expect(cut["library"]?.map(\.dependencies) == [["people.auto_1"]])
        #expect(
            cut["people"]?.map(\.dependencies) == [[], ["library.auto_1", "people.auto_1"]])
    }

    @Test func `asks whether a field was renamed`() throws {
        let after = Library.book(.field("length", .integer, default: 0))
        let renamed = try Detection(from: [Library.book(Library.pages)], to: [after])
        #expect(renamed.lines == ["~ Rename field pages on book to length"])
        let other = try Detection(from: [Library.book(Library.pages)], to: [after]) { _ in .no }
        #expect(
            other.lines == ["- Remove field pages from book", "+ Add field length to book"])
    }

    @Test func `keeps the column of a renamed field that names it`() throws {
        let after = Library.book(.field("length", .integer, column: "pages", default: 0))
        let detection = try Detection(from: [Library.book(Library.pages)], to: [after])
        #expect(
            detection.lines == [
                "~ Alter field pages on book", "~ Rename field pages on book to length",
            ])
        var state = ProjectState(models: [Library.book(Library.pages)])
        for operation in detection.migrations["library"]?[0].operations ?? [] {
            try state.apply(operation, app: "library")
        }
        #expect(state == ProjectState(models: [after]))
    }

    @Test func `asks what existing rows get in a field that takes no NULL`() throws {
        let field = FieldSchema.field("isbn", .text(maxLength: 13))
        let detection = try Detection(
            from: [Library.book()], to: [Library.book(field)]
        ) { _ in .value("none") }
        #expect(detection.questions == [.addition(field, to: "library.Book")])
        guard
            case .addField("Book", field, let oneOff)? =
                detection.migrations["library"]?[0].operations[0]
        else { Issue.record("no addition"); return }
        #expect(oneOff == "none")
    }

    @Test func `asks for the value of a foreign key as the key that it points at has it`() throws {
        let code = ModelSchema(
            "library.Code", fields: [.field("code", .text(maxLength: 9), primaryKey: true)])
        let detection = try Detection(
            from: [code, Library.book()],
            to: [code, Library.book(.foreignKey("code", to: "library.Code"))]
        ) { question in
            guard case .addition(let field, _) = question else { return .no }
            return .value(SQLValue(typed: "\"de\"", for: field) ?? .null)
        }
        guard
            case .addField(_, let field, let value)? = detection.migrations["library"]?[0]
                .operations[0]
        else { Issue.record("no addition"); return }
        #expect(value == "de")
        #expect(field.type == .bigInteger)
    }

    @Test func `leaves the present moment to the migration`() throws {
        let added = FieldSchema.field("added", .dateTime, autoNow: .onCreate)
        let detection = try Detection(
            from: [Library.book()], to: [Library.book(added)]
        ) { _ in .now }
        let operations = try #require(detection.migrations["library"]?[0].operations)
        guard case .addField(_, _, nil) = operations[0] else {
            Issue.record("a value")
            return
        }
        let project = try TestProject(
            Migration("0001_initial", operations: [.createModel(Library.book())]),
            Migration("0002_added", after: ["0001_initial"], operations: operations))
        try project.migrate("library", "0001")
        try project.connection.execute("INSERT INTO library_book (title) VALUES ('a')")
        try project.migrate()
        #expect(try project.rows("SELECT added LIKE '20__-%' FROM library_book") == [[1]])
    }

    @Test func `asks nothing where a default, NULL or an empty text will do`() throws {
        let fields: [FieldSchema] = [
            Library.pages, .field("note", .text(), blank: true),
            .field("rating", .double, null: true), .field("stock", .integer, databaseDefault: 0),
            .field("changed", .dateTime, autoNow: .onSave),
        ]
        for field in fields {
            let detection = try Detection(from: [Library.book()], to: [Library.book(field)])
            #expect(detection.questions.isEmpty, "\(field.name)")
            #expect(detection.lines == ["+ Add field \(field.name) to book"])
        }
    }

    @Test func `asks what replaces NULL where it is no longer taken`() throws {
        let before = Library.book(.field("isbn", .text(maxLength: 13), null: true))
        let field = FieldSchema.field("isbn", .text(maxLength: 13))
        let detection = try Detection(from: [before], to: [Library.book(field)]) { _ in .ignore }
        #expect(detection.questions == [.alteration(field, on: "library.Book")])
        guard
            case .alterField("Book", field, nil)? =
                detection.migrations["library"]?[0].operations[0]
        else { Issue.record("no alteration"); return }
    }

    @Test func `sees indexes come, go and change their names`() throws {
        var before = Library.book(Library.pages)
        before.indexes = [
            IndexSchema("one", fields: ["title"]), IndexSchema("two", fields: ["id"]),
        ]
        var after = Library.book(Library.pages)
        after.indexes = [
            IndexSchema("uno", fields: ["title"]), IndexSchema("three", fields: ["-pages"]),
        ]
        #expect(
            try Detection(from: [before], to: [after]).lines == [
                "- Remove index two from book", "~ Rename index one on book to uno",
                "+ Create index three on field(s) -pages of model book",
            ])
    }

    @Test func `takes an index over another expression for another index`() throws {
        func detection(_ old: String, _ new: String) throws -> [String] {
            var (before, after) = (Library.book(), Library.book())
            before.indexes = [IndexSchema("by_a", expressions: [old])]
            after.indexes = [IndexSchema("by_b", expressions: [new])]
            return try Detection(from: [before], to: [after]).lines
        }
        #expect(
            try detection("LOWER(title)", "UPPER(title)") == [
                "- Remove index by_a from book",
                "+ Create index by_b on UPPER(title) on model book",
            ])
        #expect(
            try detection("LOWER(title)", "LOWER(title)") == ["~ Rename index by_a on book to by_b"]
        )
    }

    @Test func `tells constraints that the database must see from those it needn't`() throws {
        var before = Library.book(Library.pages)
        before.constraints = [.check("enough", #""pages" > 0"#), .unique("one", fields: ["title"])]
        var after = before
        after.constraints = [
            .check("enough", #""pages" > 9"#),
            .unique("one", fields: ["title"], violationMessage: "There is one already."),
        ]
        #expect(
            try Detection(from: [before], to: [after]).lines == [
                "- Remove constraint enough from model book",
                "+ Create constraint enough on model book", "~ Alter constraint one on book",
            ])
    }

    @Test func `changes what is unique together around the fields in it`() throws {
        var before = Library.book(Library.pages)
        before.uniqueTogether = [["title", "pages"]]
        let gone = try Detection(from: [before], to: [Library.book()])
        #expect(
            gone.lines == [
                "~ Alter unique_together for book (0 constraint(s))",
                "- Remove field pages from book",
            ])
        let come = try Detection(from: [Library.book()], to: [before])
        #expect(
            come.lines == [
                "+ Add field pages to book", "~ Alter unique_together for book (1 constraint(s))",
            ])
    }

    @Test func `replaces a foreign key by a many-to-many field instead of altering it`() throws {
        let after = Library.book(.manyToMany("author", to: "library.Author"))
        #expect(
            try Detection(
                from: [Library.author, Library.book], to: [Library.author, after]
            ).lines == ["- Remove field author from book", "+ Add field author to book"])
    }

    @Test func `makes an index over a new field after the field, which may have to wait`() throws {
        var before = Library.book(.manyToMany("pages", to: "library.Author"))
        before.constraints = [.check("any", #""id" > 0"#)]
        var after = Library.book(Library.pages)
        after.indexes = [IndexSchema("by_pages", fields: ["pages"])]
        let lines = try Detection(from: [Library.author, before], to: [Library.author, after]).lines
        let field = try #require(lines.firstIndex(of: "+ Add field pages to book"))
        let index = try #require(lines.firstIndex { $0.hasPrefix("+ Create index by_pages") })
        #expect(field < index)
        #expect(lines.count == 4)
    }

    @Test func `notes options that the database never sees`() throws {
        var after = Library.book()
        after.options.ordering = ["-title"]
        after.table = "books"
        #expect(
            try Detection(from: [Library.book()], to: [after]).lines == [
                "~ Change Meta options on book", "~ Rename table for book to books",
            ])
    }
}
