import Testing

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
            .sql("SELECT 1", reverse: "SELECT 2"),
        ])

    private func file(_ name: String) throws -> String {
        let folder = #filePath.split(separator: "/").dropLast().joined(separator: "/")
        return try readText("/\(folder)/Written/\(name)")
    }

    @Test func `is the file it was`() throws {
        for migration in [Self.first, Self.second] {
            let source = MigrationWriter.source(of: migration)
                .replacing("import Apus\n", with: "import ApusORM\n")
            let file = try file(MigrationWriter.fileName(of: migration.name))
            #expect(source == file)
        }
    }

    @Test func `is listed in the app's index`() throws {
        let source = MigrationWriter.indexSource(
            app: "library", variables: ["m0001Initial", "m0002Changes"]
        ).replacing("import Apus\n", with: "import ApusORM\n")
        let file = try file("Migrations.swift")
        #expect(source == file)
        let first = try self.file("0001_initial.swift")
        #expect(MigrationWriter.variables(in: first) == ["m0001Initial"])
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
        let original = try state([Self.first, Self.second])
        #expect(compiled == original)
        #expect(libraryMigrations.app == "library")
        #expect(libraryMigrations.list.map(\.name) == ["0001_initial", "0002_changes"])
        #expect(libraryMigrations.list.last?.dependencies == Self.second.dependencies)
    }

    @Test(arguments: [
        ("plain", #""plain""#), ("\u{7}\u{200E}\t\0", #""\u{7}\u{200e}\t\0""#),
        ("\\(name) \"x\"", #""\\(name) \"x\"""#), ("日本 é", #""日本 é""#),
    ])
    func `escapes text`(text: String, literal: String) {
        #expect(text.swiftLiteral == literal)
    }
}
