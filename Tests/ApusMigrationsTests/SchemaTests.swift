import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `SQLite's schema` {
    @Test(arguments: [
        ("", "d41d8cd98f00b204e9800998ecf8427e"), ("abc", "900150983cd24fb0d6963f7d28e17f72"),
        (
            "12345678901234567890123456789012345678901234567890123456789012345678901234567890",
            "57edf4a22be3c955ac49da2e2107b67a"
        ),
    ])
    func `has MD5 as RFC 1321 has it`(text: String, digest: String) {
        #expect(MD5.hexadecimal(text.utf8) == digest)
    }

    /// Recorded from Django: `lib`, with authors, publishers, tags, books and reviews.
    @Test func `is Django's, names of indexes included`() throws {
        let models = [
            ModelSchema(
                "lib.Publisher",
                fields: [
                    .key("id"), .field("name", .text(maxLength: 50), unique: true),
                    .field("country", .text(maxLength: 2)),
                    .foreignKey("parent", to: "lib.Publisher", null: true),
                ]),
            ModelSchema(
                "lib.Book",
                fields: [
                    .key("id"), .field("title", .text(maxLength: 100)),
                    .field("slug", .slug(), unique: true, index: true),
                    .foreignKey("publisher", to: "lib.Publisher", null: true),
                    .field("price", .decimal(digits: 6, places: 2)),
                    .field("rating", .double, null: true), .field("pages", .integer),
                    .field("published", .date), .field("added", .dateTime),
                    .field("inPrint", .boolean), .field("meta", .json),
                    .manyToMany("tags", to: "lib.Tag"),
                ]),
            ModelSchema(
                "lib.Tag", fields: [.key("id"), .field("name", .text(maxLength: 50), unique: true)]),
        ]
        let project = try TestProject(
            app: "lib",
            Migration(
                "0001_initial",
                operations: try Detection(from: [], to: models).migrations["lib"]?[0].operations
                    ?? []))
        let sql = try project.sql("0001")
        let publisher = """
            CREATE TABLE "lib_publisher" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
            "name" varchar(50) NOT NULL UNIQUE, "country" varchar(2) NOT NULL, \
            "parent_id" bigint NULL REFERENCES "lib_publisher" ("id") \
            DEFERRABLE INITIALLY DEFERRED);
            """
        let book = """
            CREATE TABLE "lib_book" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
            "title" varchar(100) NOT NULL, "slug" varchar(50) NOT NULL UNIQUE, \
            "price" decimal NOT NULL, "rating" real NULL, "pages" integer NOT NULL, \
            "published" date NOT NULL, "added" datetime NOT NULL, "in_print" bool NOT NULL, \
            "meta" text NOT NULL CHECK ((JSON_VALID("meta") OR "meta" IS NULL)), \
            "publisher_id" bigint NULL REFERENCES "lib_publisher" ("id") \
            DEFERRABLE INITIALLY DEFERRED);
            """
        #expect(sql.contains(publisher))
        #expect(sql.contains(book))
        for index in [
            #"CREATE INDEX "lib_publisher_parent_id_5f0c86e3" ON "lib_publisher" ("parent_id");"#,
            #"CREATE INDEX "lib_book_publisher_id_bf87a19d" ON "lib_book" ("publisher_id");"#,
            """
            CREATE UNIQUE INDEX "lib_book_tags_book_id_tag_id_91e85064_uniq" ON \
            "lib_book_tags" ("book_id", "tag_id");
            """,
            #"CREATE INDEX "lib_book_tags_book_id_d2c8dfbc" ON "lib_book_tags" ("book_id");"#,
            #"CREATE INDEX "lib_book_tags_tag_id_7f1d16d8" ON "lib_book_tags" ("tag_id");"#,
        ] {
            #expect(sql.contains(index))
        }
        try project.migrate()
        #expect(
            try project.names(of: "table") == [
                "django_migrations", "lib_book", "lib_book_tags", "lib_publisher", "lib_tag",
            ])
    }

    @Test(arguments: [
        (FieldType.positiveInteger, #"integer unsigned NOT NULL CHECK ("f" >= 0)"#),
        (.uuid, "char(32) NOT NULL"), (.ipAddress, "char(39) NOT NULL"),
        (.duration, "bigint NOT NULL"), (.blob, "BLOB NOT NULL"), (.time, "time NOT NULL"),
        (.smallInteger, "smallint NOT NULL"), (.email(), "varchar(254) NOT NULL"),
        (.text(), "text NOT NULL"),
    ])
    func `has Django's types`(type: FieldType, definition: String) {
        let columns = SQLiteColumns(state: ProjectState())
        #expect(columns.definition(of: .field("f", type)) == definition)
    }

    @Test func `gives a foreign key the type of the key it points at`() {
        let code = ModelSchema(
            "lib.Country",
            fields: [.field("code", .text(maxLength: 2), primaryKey: true)])
        let columns = SQLiteColumns(state: ProjectState(models: [code]))
        let definition = """
            varchar(2) NOT NULL REFERENCES "lib_country" ("code") DEFERRABLE INITIALLY DEFERRED
            """
        #expect(columns.definition(of: .foreignKey("country", to: "lib.Country")) == definition)
    }

    @Test func `quotes what it is given`() {
        let columns = SQLiteColumns(state: ProjectState())
        #expect(
            columns.definition(of: .field("f", .text(), databaseDefault: "it's"))
                == "text DEFAULT 'it''s' NOT NULL")
        #expect(
            columns.createTable(
                ModelSchema("a.B", table: #"odd"name"#, fields: [.field("f", .integer)]))
                == #"CREATE TABLE "odd""name" ("f" integer NOT NULL)"#)
    }
}
