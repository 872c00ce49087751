import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `A table that is rebuilt` {
    private static let initial = Migration(
        "0001_initial",
        operations: [.createModel(Library.author), .createModel(Library.book)])

    /// Three authors with a book each, and a change to come.
    private func project(_ operations: MigrationOperation...) throws -> TestProject {
        let project = try TestProject(
            Self.initial, Migration("0002_change", after: ["0001_initial"], operations: operations))
        try project.migrate("library", "0001")
        for number in 1...3 {
            try project.connection.execute(
                "INSERT INTO library_author (id, name) VALUES (?, ?)",
                [.integer(Int64(number)), .text("author \(number)")])
            try project.connection.execute(
                "INSERT INTO library_book (title, author_id) VALUES (?, ?)",
                [.text("book \(number)"), .integer(Int64(number))])
        }
        return project
    }

    @Test func `keeps its rows and the rows that point at them`() throws {
        let project = try project(
            .alterField(on: "Author", .field("name", .text(maxLength: 90), unique: true)))
        let sql = """
            CREATE TABLE "new__library_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
            "name" varchar(90) NOT NULL UNIQUE);
            INSERT INTO "new__library_author" ("id", "name") SELECT "id", "name" FROM \
            "library_author";
            DROP TABLE "library_author";
            ALTER TABLE "new__library_author" RENAME TO "library_author";
            """
        #expect(try project.sql("0002").joined(separator: "\n") == sql)
        try project.migrate()
        #expect(
            try project.rows("SELECT id, name FROM library_author ORDER BY id") == [
                [1, "author 1"], [2, "author 2"], [3, "author 3"],
            ])
        #expect(try project.rows("SELECT COUNT(*) FROM library_book") == [[3]])
        #expect(try project.statement(of: "library_book").contains(#"REFERENCES "library_author""#))
        #expect(try project.rows("PRAGMA foreign_keys") == [[1]])
    }

    @Test func `gives no key twice, even those of rows that are gone`() throws {
        let project = try project(
            .alterField(on: "Author", .field("name", .text(maxLength: 90))))
        try project.connection.execute("DELETE FROM library_book")
        try project.connection.execute("DELETE FROM library_author")
        try project.migrate()
        try project.connection.execute("INSERT INTO library_author (name) VALUES ('new')")
        #expect(try project.rows("SELECT id FROM library_author") == [[4]])
    }

    @Test func `gets its indexes back`() throws {
        let project = try project(
            .addIndex(to: "Book", IndexSchema("by_title", fields: ["-title"])),
            .alterUniqueTogether("Book", [["title", "author"]]),
            .alterField(on: "Book", .field("title", .text(maxLength: 7))))
        let before = try project.names(of: "index")
        #expect(before == ["library_book_author_id_d9a3b67e"])
        try project.migrate()
        let indexes = try project.names(of: "index")
        #expect(indexes.count == 3)
        #expect(indexes.first == "by_title")
        #expect(indexes.contains(before[0]))
        #expect(indexes.contains { $0.hasSuffix("_uniq") })
    }

    @Test func `keeps indexes that someone made by hand`() throws {
        let project = try project(
            .sql("CREATE UNIQUE INDEX once ON library_book (title) WHERE title <> ''"),
            .alterField(on: "Book", .field("title", .text(maxLength: 7))))
        try project.connection.execute(
            "CREATE INDEX by_lower ON library_book (lower(title), author_id DESC)")
        try project.connection.execute("CREATE INDEX twice ON library_book (author_id)")
        try project.migrate()
        #expect(
            try project.names(of: "index")
                == ["by_lower", "library_book_author_id_d9a3b67e", "once", "twice"])
        #expect(
            try project.statement(of: "by_lower")
                == "CREATE INDEX by_lower ON library_book (lower(title), author_id DESC)")
    }

    @Test func `makes no second index of one with an old table's name`() throws {
        let project = try project(
            .alterField(on: "Book", .field("title", .text(maxLength: 7))))
        try project.connection.run(
            script: "DROP INDEX library_book_author_id_d9a3b67e; "
                + "CREATE INDEX old_name ON library_book (author_id)")
        try project.migrate()
        #expect(try project.names(of: "index") == ["library_book_author_id_d9a3b67e"])
    }

    @Test func `is as it was where an index or a column of someone's own would be lost`() throws {
        for sql in [
            "CREATE INDEX both ON library_book (title, author_id)",
            "CREATE INDEX both ON library_book (title, \"author_id\")",
        ] {
            let index = try project(.removeField("author", from: "Book"))
            try index.connection.execute(sql)
            #expect {
                try index.migrate()
            } throws: {
                "\($0)".hasPrefix(
                    "The index both, which someone made by hand, can't be made again on the new "
                        + "table library_book: ")
            }
            #expect(try index.names(of: "index") == ["both", "library_book_author_id_d9a3b67e"])
        }
        let column = try project(.alterField(on: "Book", .field("title", .text(maxLength: 7))))
        try column.connection.run(
            script: "ALTER TABLE library_book ADD COLUMN note text; "
                + "UPDATE library_book SET note = 'mine'")
        let error = #expect(throws: MigrationError.self) { try column.migrate() }
        #expect(
            error?.message
                == "Table library_book must be built anew, and what no migration made would be "
                + "lost: the column \"note\". Nothing was changed. Drop the column, or let a "
                + "migration that adds a field for it come before this one and record that with "
                + "'manage migrate --fake'.")
        #expect(try column.rows("SELECT DISTINCT note FROM library_book") == [["mine"]])
    }

    @Test func `may get another of its fields as its key, and the old key back`() throws {
        let keyed = ModelSchema(
            "library.Author", fields: [.field("name", .text(maxLength: 50), primaryKey: true)])
        let detection = try Detection(from: [Library.author], to: [keyed])
        #expect(
            detection.lines == ["- Remove field id from author", "~ Alter field name on author"])
        let operations = try #require(detection.migrations["library"]).flatMap(\.operations)
        let project = try TestProject(
            Migration("0001_initial", operations: [.createModel(Library.author)]),
            Migration("0002_change", after: ["0001_initial"], operations: operations))
        try project.migrate("library", "0001")
        for name in ["b", "a"] {
            try project.connection.execute(
                "INSERT INTO library_author (name) VALUES (?)", [.text(name)])
        }
        try project.migrate()
        #expect(
            try project.rows("SELECT name, type, pk FROM pragma_table_info('library_author')")
                == [["name", "varchar(50)", 1]])
        #expect(
            try project.rows("SELECT * FROM library_author ORDER BY name") == [["a"], ["b"]])
        #expect(throws: DatabaseError.self) {
            try project.connection.execute("INSERT INTO library_author VALUES ('a')")
        }
        try project.migrate("library", "0001")
        #expect(
            try project.rows("SELECT id, name FROM library_author ORDER BY name").map(\.[1])
                == ["a", "b"])
        #expect(try project.rows("SELECT COUNT(DISTINCT id) FROM library_author") == [[2]])
    }

    @Test func `gives its key's new type to the columns that point at it`() throws {
        let project = try project(
            .alterField(on: "Author", .field("id", .text(maxLength: 36), primaryKey: true)))
        try project.migrate()
        #expect(
            try project.rows("SELECT id, typeof(id) FROM library_author ORDER BY id") == [
                ["1", "text"], ["2", "text"], ["3", "text"],
            ])
        #expect(
            try project.rows(
                "SELECT title, author_id, typeof(author_id) FROM library_book ORDER BY id") == [
                    ["book 1", "1", "text"], ["book 2", "2", "text"], ["book 3", "3", "text"],
                ])
        #expect(try project.rows("PRAGMA foreign_key_check") == [])
        try project.migrate("library", "0001")
        #expect(
            try project.rows("SELECT author_id, typeof(author_id) FROM library_book LIMIT 1")
                == [[1, "integer"]])
    }

    @Test func `fills a new column of existing rows`() throws {
        let project = try project(
            .addField(to: "Author", .field("country", .text(maxLength: 2), default: "it's")),
            .addField(to: "Author", .field("age", .integer), oneOff: 40),
            .addField(to: "Author", .field("note", .text(), blank: true)),
            .addField(to: "Author", .field("rating", .double, null: true)))
        try project.migrate()
        #expect(
            try project.rows("SELECT country, age, note, rating FROM library_author WHERE id = 1")
                == [["it's", 40, "", .null]])
        #expect(
            try project.rows(
                "SELECT name FROM pragma_table_info('library_author') WHERE dflt_value NOT NULL")
                == [])
    }

    @Test func `replaces NULL that is no longer taken`() throws {
        let project = try project(
            .addField(to: "Author", .field("age", .integer, null: true)),
            .sql("UPDATE library_author SET age = 7 WHERE id = 2", reverse: ""),
            .alterField(on: "Author", .field("age", .integer), oneOff: 0))
        try project.migrate()
        #expect(
            try project.rows("SELECT age FROM library_author ORDER BY id") == [[0], [7], [0]])
    }

    @Test func `may point at itself`() throws {
        let project = try project(
            .addField(to: "Author", .foreignKey("teacher", to: "library.Author", null: true)),
            .sql("UPDATE library_author SET teacher_id = 1 WHERE id > 1"),
            .alterField(on: "Author", .field("name", .text(maxLength: 9))))
        try project.migrate()
        #expect(
            try project.rows("SELECT teacher_id FROM library_author ORDER BY id") == [
                [.null], [1], [1],
            ])
        #expect(
            try project.statement(of: "library_author").contains(#"REFERENCES "library_author""#))
    }

    @Test func `keeps triggers and does not stumble over views`() throws {
        let project = try project(
            .alterField(on: "Author", .field("name", .text(maxLength: 90))))
        try project.connection.execute("CREATE VIEW names AS SELECT name FROM library_author")
        try project.connection.execute(
            "CREATE TRIGGER shout AFTER INSERT ON library_author BEGIN "
                + "UPDATE library_author SET name = upper(name) WHERE id = new.id; END")
        try project.migrate()
        try project.connection.execute("INSERT INTO library_author (name) VALUES ('loud')")
        #expect(try project.rows("SELECT name FROM names WHERE name LIKE 'l%'") == [["LOUD"]])
    }

    @Test func `is as it was where a row breaks the new rule`() throws {
        let project = try project(
            .addField(to: "Author", .field("age", .integer, default: 1)),
            .addConstraint(to: "Author", .check("old", #""age" > 5"#)))
        let before = try project.statement(of: "library_author")
        #expect(throws: DatabaseError.self) { try project.migrate() }
        #expect(try project.statement(of: "library_author") == before)
        #expect(try project.rows("SELECT COUNT(*) FROM library_author") == [[3]])
        #expect(try project.rows("SELECT name FROM django_migrations") == [["0001_initial"]])
        #expect(try project.rows("PRAGMA foreign_keys") == [[1]])
        #expect(project.output.hasSuffix("  Applying library.0002_change...\n"))
    }

    @Test func `is as it was where rows would point at nothing`() throws {
        let project = try project(.sql("DELETE FROM library_author WHERE id = 2"))
        #expect {
            try project.migrate()
        } throws: { error in
            (error as? MigrationError)?.message
                == "The row in table 'library_book' with key 2 points at a row of table "
                + "'library_author' that does not exist. Nothing was changed; correct or delete "
                + "the row and migrate again."
        }
        #expect(try project.rows("SELECT COUNT(*) FROM library_author") == [[3]])
    }

    @Test func `of pairs keeps them when one side becomes another model`() throws {
        let editor = ModelSchema(
            "library.Editor", fields: [.key("id"), .field("name", .text(maxLength: 50))])
        let project = try project(
            .createModel(editor),
            .sql("INSERT INTO library_editor (name) VALUES ('a'), ('b'), ('c')"),
            .addField(to: "Book", .manyToMany("readers", to: "library.Author")),
            .sql("INSERT INTO library_book_readers (book_id, author_id) VALUES (1, 2), (1, 3)"),
            .alterField(on: "Book", .manyToMany("readers", to: "library.Editor")))
        try project.migrate()
        #expect(
            try project.rows("SELECT book_id, editor_id FROM library_book_readers") == [
                [1, 2], [1, 3],
            ])
        #expect(
            try project.statement(of: "library_book_readers")
                .contains(#"REFERENCES "library_editor""#))
        #expect(try project.names(of: "index").count { $0.hasPrefix("library_book_readers") } == 3)
    }

    @Test func `of pairs is not made of a column, nor given a model of its own`() throws {
        for field in [
            FieldSchema.field("readers", .text()),
            .manyToMany("readers", to: "library.Author", through: "library.Reading"),
        ] {
            let project = try project(
                .addField(to: "Book", .manyToMany("readers", to: "library.Author")),
                .alterField(on: "Book", field))
            #expect {
                try project.migrate()
            } throws: { error in
                (error as? MigrationError)?.message.hasPrefix(
                    "Cannot alter field library.Book.readers into library.Book.readers - they are "
                        + "not compatible types") == true
            }
        }
    }

    @Test func `has the column that was altered last, as Django's has`() throws {
        let project = try project(
            .addField(to: "Author", .field("age", .integer, default: 1)),
            .alterField(on: "Author", .field("name", .text(maxLength: 90))))
        try project.migrate()
        #expect(
            try project.rows("SELECT name FROM pragma_table_info('library_author')") == [
                ["id"], ["age"], ["name"],
            ])
        #expect(
            try project.rows("SELECT id, name, age FROM library_author WHERE id = 2") == [
                [2, "author 2", 1]
            ])
    }
}
