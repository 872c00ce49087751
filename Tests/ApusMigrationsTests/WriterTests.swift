import Foundation
import Testing

@testable import ApusMigrations
@testable import ApusORM

/// The files in `Written/` are what the writer wrote; that they are compiled with these tests
/// and linted with the rest is half of the test.
@Suite struct `A written migration` {
    static let first = Migration(
        "0001_initial",
        operations: [
            .createModel(
                "Author",
                fields: [
                    .key("id"), .field("name", .text(maxLength: 50), unique: true),
                    .field("isAlive", .boolean, default: true),
                    .field("score", .double, default: 1.5),
                ],
                options: ModelOptions(verboseName: "writer", ordering: ["-name", "id"])),
            .createModel(
                "Book",
                fields: [
                    .key("id"),
                    .field(
                        "title", .text(maxLength: 100), column: "Title",
                        default: "\"a\\b\"\n\u{1}é",
                        verboseName: "the book's title", helpText: "As on the \\(cover)."),
                    .foreignKey(
                        "author", to: "library.Author", onDelete: .protect, relatedName: "books"),
                    .manyToMany("readers", to: "library.Author", blank: true),
                    .field(
                        "kind", .text(maxLength: 1), null: true,
                        choices: [FieldChoice("p", "Poem"), FieldChoice("n", "Novel")]),
                    .field("price", .decimal(digits: 6, places: 2), databaseDefault: 0),
                    .field("added", .dateTime, autoNow: .onCreate),
                ],
                table: "books",
                indexes: [IndexSchema("by_title", fields: ["-title"], condition: #""id" > 0"#)],
                uniqueTogether: [["title", "author"]],
                constraints: [
                    .check("priced", #""price" >= 0"#), .unique("one", fields: ["title", "kind"]),
                ]),
        ])

    static let second = Migration(
        "0002_changes", after: ["0001_initial", "people.0003_more"],
        operations: [
            .addField(to: "Book", .field("isbn", .text(maxLength: 13)), oneOff: "none"),
            .addField(to: "Book", .field("sold", .bigInteger), oneOff: 0),
            .alterField(on: "Book", .field("kind", .text(maxLength: 2), null: true)),
            .renameField("sold", to: "soldCopies", on: "Book"),
            .removeField("score", from: "Author"), .renameModel("Author", to: "Writer"),
            .alterTable("Book", to: nil),
            .addIndex(to: "Book", IndexSchema("by_isbn", fields: ["isbn"])),
            .renameIndex("by_title", to: "by_the_title", on: "Book"),
            .removeIndex("by_isbn", from: "Book"), .removeConstraint("one", from: "Book"),
            .alterUniqueTogether("Book", []),
            .alterOptions("Writer", ModelOptions(managed: true)),
            .createModel("Shelf", fields: [.key("id", .integerKey)]), .deleteModel("Shelf"),
            .sql("SELECT 1", reverse: "SELECT 2"), .run { _ in },
            .run({ _ in }, reverse: { _ in }),
        ])

    static let third = Migration(
        "0003_types", after: ["0002_changes"],
        operations: [.createModel("Every", fields: types, indexes: [index])])

    private static let index = IndexSchema(
        "by_words", fields: ["small"], expressions: [#"lower("slug")"#], condition: "small > 0")

    /// A field of every type, and every option where it isn't as by default.
    private static let types: [FieldSchema] = [
        .key("id", .smallKey), .field("small", .smallInteger),
        .field("medium", .integer, default: -1), .field("tiny", .positiveSmallInteger),
        .field("count", .positiveInteger), .field("large", .positiveBigInteger),
        .field("weight", .double, null: true, blank: false),
        .field("price", .decimal(digits: 5, places: 2), default: 1.5),
        .field("slug", .slug(), unique: true), .field("short", .slug(maxLength: 9), index: true),
        .field("mail", .email(), blank: true), .field("other", .email(maxLength: 60)),
        .field("site", .url()), .field("page", .url(maxLength: 500)),
        .field("address", .ipAddress, null: true), .field("file", .filePath()),
        .field("folder", .filePath(maxLength: 30)), .field("code", .uuid),
        .field("data", .json, default: "{}"), .field("day", .date, autoNow: .onSave),
        .field("time", .time, null: true), .field("length", .duration, default: 0),
        .field("bytes", .blob, default: .blob([1, 255]), editable: false),
        .field("total", .decimal(digits: 9, places: 2), generated: "price * count"),
        .field("state", .text(maxLength: 9), choices: [FieldChoice("a", "A")]),
    ]

    @Test func `finds no change between every type and what was written of it`() throws {
        let model = ModelSchema("library.Every", fields: Self.types, indexes: [Self.index])
        var state = ProjectState()
        for operation in m0003Types.operations { try state.apply(operation, app: "library") }
        #expect(state["library.Every"] == model)
        let found = try Detection(from: state.models, to: [model])
        #expect(found.migrations.isEmpty)
    }

    @Test func `makes the columns that Django makes of every type`() throws {
        let project = try TestProject(Self.third.withoutDependencies)
        try project.migrate()
        #expect(
            try project.statement(of: "library_every")
                == #"CREATE TABLE "library_every" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "#
                + #""small" smallint NOT NULL, "medium" integer NOT NULL, "#
                + #""tiny" smallint unsigned NOT NULL CHECK ("tiny" >= 0), "#
                + #""count" integer unsigned NOT NULL CHECK ("count" >= 0), "#
                + #""large" bigint unsigned NOT NULL CHECK ("large" >= 0), "weight" real NULL, "#
                + #""price" decimal NOT NULL, "slug" varchar(50) NOT NULL UNIQUE, "#
                + #""short" varchar(9) NOT NULL, "mail" varchar(254) NOT NULL, "#
                + #""other" varchar(60) NOT NULL, "site" varchar(200) NOT NULL, "#
                + #""page" varchar(500) NOT NULL, "address" char(39) NULL, "#
                + #""file" varchar(100) NOT NULL, "folder" varchar(30) NOT NULL, "#
                + #""code" char(32) NOT NULL, "#
                + #""data" text NOT NULL CHECK ((JSON_VALID("data") OR "data" IS NULL)), "#
                + #""day" date NOT NULL, "time" time NULL, "length" bigint NOT NULL, "#
                + #""bytes" BLOB NOT NULL, "#
                + #""total" decimal GENERATED ALWAYS AS (price * count) STORED, "#
                + #""state" varchar(9) NOT NULL)"#)
        #expect(
            try project.statement(of: "by_words")
                == #"CREATE INDEX "by_words" ON "library_every" ("small", lower("slug")) "#
                + "WHERE small > 0")
    }

    @Test func `takes each type's own change through a rebuild`() throws {
        var changed = Self.types.filter { !$0.type.isGenerated }
        for index in changed.indices where changed[index].generated == nil {
            changed[index].isNullable = true
        }
        let project = try TestProject(
            Self.third.withoutDependencies,
            Migration(
                "0004_null", after: ["0003_types"],
                operations: changed.map { .alterField(on: "Every", $0) }))
        try project.migrate("library", "0003_types")
        try project.connection.execute(
            "INSERT INTO library_every (small, medium, tiny, count, large, price, slug, short, mail, "
                + "other, site, page, file, folder, code, data, day, length, bytes, state) VALUES "
                + "(1, 2, 3, 4, 5, 2.5, 's', 't', 'm', 'o', 'u', 'p', 'f', 'd', 'c', '[1]', "
                + "'2026-01-02', 7, X'0102', 'a')")
        func row() throws -> [String: SQLValue] {
            let row = try project.connection.query("SELECT * FROM library_every").first
            return Dictionary(
                uniqueKeysWithValues: zip(row?.columns ?? [], row?.values ?? []))
        }
        let before = try row()
        #expect(before["total"] == .integer(10))
        try project.migrate()
        #expect(try row() == before)
        try project.migrate("library", "0003_types")
        #expect(try row() == before)
    }

    private func file(_ name: String) throws -> String {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return try readText("/\(folder)/Written/\(name)")
    }

    @Test func `is the file it was`() throws {
        for migration in [Self.first, Self.second, Self.third] {
            let source = MigrationWriter.source(of: migration)
                .replacing("import Apus\n", with: "import ApusORM\n")
            let file = try file(MigrationWriter.fileName(of: migration.name))
            #expect(source == file)
        }
    }

    @Test func `is listed in the app's index`() throws {
        let source = MigrationWriter.indexSource(
            app: "library", variables: ["m0001Initial", "m0002Changes", "m0003Types"]
        ).replacing("import Apus\n", with: "import ApusORM\n")
        let file = try file("Migrations.swift")
        #expect(source == file)
        let first = try self.file("0001_initial.swift")
        #expect(MigrationWriter.variables(in: first) == ["m0001Initial"])
    }

    @Test(arguments: [
        (#"let m1: Migration = Migration("1", operations: [])"#, ["m1"]),
        (#"let m1: Migration = .init("1", operations: [])"#, ["m1"]),
        ("let m1 =\n    Migration(\n\"1\")\npublic let m2=Migration (", ["m1", "m2"]),
        ("// let m1 = Migration(\n/* let m2 = Migration( /* */ let m3 = Migration( */", []),
        (#"let m1 = Migration("// \" let m2 = Migration("); let m3 = Migration("#, ["m1", "m3"]),
        ("let m1 = \"\"\"\n \"let m2 = Migration(\n\"\"\"\nlet m3 = Migration(", ["m3"]),
        (##"let a = #"one " and \"#; let m1 = Migration("##, ["m1"]),
        ("let helper = MigrationHelper()\nlet own = made()\nlet", ["own"]),
    ])
    func `is found however someone wrote it`(_ source: String, _ variables: [String]) {
        #expect(MigrationWriter.variables(in: source, listed: ["own", "gone"]) == variables)
    }

    @Test func `stays in the app's index once it is there`() throws {
        try withFolder { folder in
            func write(_ text: String, _ file: String) throws {
                try text.write(toFile: "\(folder)/\(file)", atomically: true, encoding: .utf8)
            }
            try write("let m0001Own = made(\"0001_own\")", "0001_own.swift")
            try write(
                MigrationWriter.indexSource(app: "library", variables: ["m0001Own", "m0009Gone"]),
                "Migrations.swift")
            try MigrationFiles(folder: folder).write(
                [Migration("0002_more", operations: [])], app: "library")
            #expect(
                try readText(folder + "/Migrations.swift").hasSuffix(
                    "Migrations(\"library\", [m0001Own, m0002More])\n"))
        }
    }

    @Test func `adds up to the same state when it is compiled`() throws {
        func state(_ migrations: [Migration]) throws -> ProjectState {
            var state = ProjectState()
            for migration in migrations {
                for operation in migration.operations {
                    try state.apply(operation, app: "library")
                }
            }
            return state
        }
        let compiled = try state(libraryMigrations.list)
        let original = try state([Self.first, Self.second, Self.third])
        #expect(compiled == original)
        #expect(libraryMigrations.app == "library")
        #expect(
            libraryMigrations.list.map(\.name)
                == ["0001_initial", "0002_changes", "0003_types"])
        #expect(libraryMigrations.list[1].dependencies == Self.second.dependencies)
    }

    @Test(arguments: [
        ("plain", #""plain""#), ("\u{7}\u{200E}\t\0", #""\u{7}\u{200e}\t\0""#),
        ("\\(name) \"x\"", #""\\(name) \"x\"""#), ("日本 é", #""日本 é""#),
    ])
    func `escapes text`(text: String, literal: String) {
        #expect(text.swiftLiteral == literal)
    }
}

extension Migration {
    /// The migration as an app's first.
    fileprivate var withoutDependencies: Migration {
        Migration(name, operations: operations)
    }
}
