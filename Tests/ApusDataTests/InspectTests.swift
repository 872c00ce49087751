import Foundation
import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `inspectdb` {
    private func source(
        _ script: String = "", _ change: (inout InspectDBOptions) -> Void = { _ in }
    ) throws -> String {
        var options = InspectDBOptions()
        change(&options)
        let file = try DjangoDatabase(rows: false)
        if !script.isEmpty {
            let connection = try file.database.connection
            try connection.run(script: "DROP TABLE django_migrations; " + script)
        }
        return try InspectDB(file.database.connection).source(options)
    }

    /// What is written of a table that `script` makes in a database that isn't Django's.
    private func models(_ script: String, _ tables: String...) throws -> String {
        let text = try source(script) { $0.tables = tables }
        let head = try #require(text.firstRange(of: "import Apus\n"))
        return String(text[head.upperBound...])
    }

    /// The file stands in this module, so that it is compiled with it.
    @Test func `writes models that compile`() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        let file = folder.appendingPathComponent("Inspected/Models.swift")
        let imports = "import ApusORM\nimport ApusValues\nimport FoundationEssentials\n"
        let text = try source().replacing("import Apus\n", with: imports)
        let expected = try? String(contentsOf: file, encoding: .utf8)
        if expected != text {
            // To be read, and copied where the change is right.
            try text.write(
                toFile: "/tmp/apus-inspected-Models.swift", atomically: true, encoding: .utf8)
        }
        #expect(expected == text)
    }

    @Test func `for an app leaves its tables' names to be implied`() throws {
        let text = try source { $0.app = "polls" }
        #expect(text.contains("\n@Model\nstruct Tag {\n"))
        #expect(
            text.contains("@Model(uniqueTogether: [[\"question\", \"text\"]])\nstruct Choice {\n"))
        // What the app's tables point at is there too, and what nothing points at is not.
        #expect(text.contains("@Model(table: \"auth_user\")\nstruct User {\n"))
        #expect(!text.contains("django_admin_log"))
        #expect(throws: DataError("No table's name begins with 'blog_'.")) {
            try source { $0.app = "blog" }
        }
    }

    @Test func `takes tables by name, with those that they point at`() throws {
        let text = try source { $0.tables = ["polls_seat"] }
        let names = text.split(separator: "\n").filter { $0.hasPrefix("struct ") }
        #expect(names == ["struct User {", "struct Club {", "struct Seat {"])
        #expect(throws: DataError("There is no table 'nope' in the database.")) {
            try source { $0.tables = ["nope"] }
        }
    }

    @Test func `takes the index of a column for its own under an old table's name too`() throws {
        let text = try models(
            """
            CREATE TABLE author (id INTEGER PRIMARY KEY);
            CREATE TABLE story (id INTEGER PRIMARY KEY, n integer NOT NULL,
              author_id integer NOT NULL REFERENCES author (id));
            CREATE INDEX polls_article_author_id_8b221ad3 ON story (author_id);
            CREATE INDEX by_n ON story (n);
            CREATE INDEX _by_n ON story (n);
            CREATE INDEX an_index_with_a_very_long_name_ ON story (n DESC);
            """, "story")
        #expect(
            text == """

                @Model(table: "author")
                struct Author {
                }

                // Left out: the index '_by_n', whose name begins with an underscore or a number.
                // Left out: the index 'an_index_with_a_very_long_name_', whose name has over 30 characters.
                @Model(table: "story", indexes: [IndexSchema("by_n", fields: ["n"])])
                struct Story {
                    var n: Int32
                    @Field(onDelete: .doNothing) var author: ForeignKey<Author>
                }

                """)
    }

    @Test func `finds names that Swift and models can have`() throws {
        let text = try models(
            """
            CREATE TABLE "2nd table" (id INTEGER PRIMARY KEY, "class" text NOT NULL,
              "save" text NOT NULL, "a b" text NOT NULL, "a-b" text NOT NULL,
              "2x" text NOT NULL, "publishedAt" text NOT NULL, "URL" text NOT NULL,
              "été" text NOT NULL, "id_2" text NOT NULL, "description" text);
            CREATE TABLE "date" (id INTEGER PRIMARY KEY, x text);
            """, "2nd table", "date")
        #expect(
            text == """

                @Model(table: "2nd table")
                struct Table2ndTable {
                    var `class`: String
                    @Field(column: "save") var saveValue: String
                    @Field(column: "a b") var aB: String
                    @Field(column: "a-b") var aB2: String
                    @Field(column: "2x") var number2x: String
                    @Field(column: "publishedAt") var publishedAt: String
                    @Field(column: "URL") var url: String
                    @Field(column: "été") var t: String
                    @Field(column: "id_2") var id2: String
                    @Field(column: "description") var descriptionValue: String?
                }

                @Model(table: "date")
                struct DateModel {
                    var x: String?
                }

                """)
    }

    @Test func `reads types, defaults and what computes a column`() throws {
        let text = try models(
            """
            CREATE TABLE things (id INTEGER PRIMARY KEY, a INT NOT NULL DEFAULT 3,
              b VARCHAR(20) DEFAULT 'it''s', c NUMERIC(8, 2) NOT NULL, d DOUBLE PRECISION NOT NULL,
              e BOOLEAN NOT NULL DEFAULT 1, f TIMESTAMP DEFAULT CURRENT_TIMESTAMP, g MEDIUMINT,
              h, i STRING NOT NULL, j bigint unsigned NOT NULL,
              k text NOT NULL CHECK (json_valid(k)),
              l integer GENERATED ALWAYS AS (a + (1)) STORED, m text AS (lower(b)) VIRTUAL,
              CONSTRAINT "a, or b" CHECK (a > 0 OR b IN ('(', ')')));
            """, "things")
        #expect(
            text == """

                @Model(table: "things", constraints: [.check("a, or b", "a > 0 OR b IN ('(', ')')")])
                struct Things {
                    @Field(databaseDefault: 3) var a: Int32
                    @Field(maxLength: 20, databaseDefault: "it's") var b: String?
                    @Field(digits: 8, places: 2) var c: Decimal
                    var d: Double
                    @Field(databaseDefault: true) var e: Bool
                    var f: Date?
                    // 'mediumint' is taken for this type: a guess
                    var g: Int?
                    // '' is taken for this type: a guess
                    var h: [UInt8]?
                    // 'string' is taken for this type: a guess
                    var i: Double
                    var j: UInt
                    var k: DynamicValue
                    @Field(generated: "a + (1)") var l: Int32?
                    @Field(generated: GeneratedColumn("lower(b)", stored: false)) var m: String?
                }

                """)
    }

    @Test func `reads relations, and what a deletion does`() throws {
        let text = try models(
            """
            CREATE TABLE parents (id INTEGER PRIMARY KEY, code text UNIQUE);
            CREATE TABLE children (id INTEGER PRIMARY KEY,
              mother integer NOT NULL REFERENCES parents (id) ON DELETE CASCADE,
              father_id integer REFERENCES parents ON DELETE SET NULL,
              godfather_id integer REFERENCES parents (id) ON DELETE RESTRICT,
              twin_id integer UNIQUE REFERENCES children (id),
              code text REFERENCES parents (code),
              a integer, b integer, FOREIGN KEY (a, b) REFERENCES others (a, b));
            CREATE INDEX godfather ON children (godfather_id);
            CREATE TABLE parents_friends (id INTEGER PRIMARY KEY,
              from_parents_id integer NOT NULL REFERENCES parents (id),
              to_parents_id integer NOT NULL REFERENCES parents (id),
              UNIQUE (from_parents_id, to_parents_id));
            """, "children", "parents_friends")
        #expect(
            text == """

                // Left out: a foreign key of several columns to 'others'.
                @Model(table: "children", indexes: [IndexSchema("godfather", fields: ["godfather"])])
                struct Children {
                    @Field(index: false, column: "mother", onDelete: .cascade) var mother: ForeignKey<Parents>
                    @Field(index: false, onDelete: .setNull) var father: ForeignKey<Parents>?
                    @Field(index: false, onDelete: .restrict) var godfather: ForeignKey<Parents>?
                    @Field(onDelete: .doNothing) var twin: OneToOne<Children>?
                    // points at parents
                    var code: String?
                    var a: Int32?
                    var b: Int32?
                }

                @Model(table: "parents")
                struct Parents {
                    @Field(unique: true) var code: String?
                    @Field(symmetrical: false) var friends: ManyToMany<Parents>
                }

                """)
    }

    @Test func `lists tables that can't be models`() throws {
        let text = try models(
            """
            CREATE TABLE a (x text);
            CREATE TABLE b (x text, y text, PRIMARY KEY (x, y));
            CREATE TABLE c (id real PRIMARY KEY);
            CREATE VIEW d AS SELECT 1 AS id;
            """, "a", "b", "c", "d")
        #expect(
            text == """

                // Tables that are not models here:
                //   a: it has no primary key
                //   b: its primary key has several columns: 'x', 'y'
                //   c: its primary key 'id' holds real, which can be no key
                //   d: it is a view

                """)
    }
}
