import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `A database that someone changed by hand` {
    private static let initial = Migration(
        "0001_initial",
        operations: [
            .createModel(Library.author),
            .createModel(
                "Book",
                fields: [
                    .key("id"), .field("title", .text(maxLength: 100), index: true),
                    .foreignKey("author", to: "library.Author"),
                    .field("pages", .positiveInteger, default: 0),
                    .field("code", .uuid, unique: true),
                    .manyToMany("readers", to: "library.Author"),
                ]),
            .addIndex(to: "Book", IndexSchema("by_pages", fields: ["-pages", "title"])),
            .alterUniqueTogether("Book", [["title", "author"]]),
        ])

    private func project() throws -> TestProject {
        let project = try TestProject(Self.initial)
        try project.migrate()
        return project
    }

    private func differences(_ project: TestProject) throws -> [String] {
        try project.commands.databaseReport().differences.map(\.description)
    }

    @Test func `differs in nothing before`() throws {
        let project = try project()
        #expect(try differences(project) == [])
        #expect(try project.commands.databaseReport().unapplied == [])
    }

    @Test(arguments: [
        (
            "DROP TABLE library_book_readers",
            "The table 'library_book_readers' does not exist."
        ),
        (
            "ALTER TABLE library_author RENAME COLUMN name TO label",
            "The column 'library_author.name' does not exist."
        ),
        (
            "ALTER TABLE library_author ADD COLUMN age integer",
            "The column 'library_author.age' belongs to no field."
        ),
        ("DROP INDEX by_pages", "lacks the index over pages descending, title."),
        (
            "CREATE INDEX own ON library_author (name)",
            "has the index over name, which no migration made."
        ),
        (
            "DROP TABLE library_book_readers; CREATE TABLE library_book_readers (id integer "
                + "PRIMARY KEY, book_id integer, author_id bigint NOT NULL)",
            "The column 'library_book_readers.book_id' is of type 'integer', not 'bigint', and it "
                + "takes NULL."
        ),
        (
            "DROP TABLE library_book_readers; CREATE TABLE library_book_readers (id integer "
                + "PRIMARY KEY, book_id bigint NOT NULL, author_id bigint NOT NULL, n text NOT NULL)",
            "lacks the foreign key from author_id to library_author."
        ),
        (
            "DROP TABLE library_book_readers; CREATE TABLE library_book_readers (id integer "
                + "PRIMARY KEY, book_id bigint NOT NULL, author_id bigint NOT NULL, n text NOT NULL)",
            "The column 'library_book_readers.n' belongs to no field, and no row can be added "
                + "without it."
        ),
    ])
    func `differs in what was changed`(_ change: String, _ words: String) throws {
        let project = try project()
        try project.connection.run(script: change)
        let found = try differences(project)
        #expect(found.contains { $0.hasSuffix(words) }, "\(found)")
    }

    @Test func `lacks what its migrations have not made yet`() throws {
        let project = try TestProject(
            app: "library", models: [Library.author],
            Self.initial, Migration("0002_more", after: ["0001_initial"], operations: []))
        try project.migrate("library", "0001")
        let report = try project.commands.databaseReport()
        #expect(report.unapplied == ["library.0002_more"])
        #expect(report.changedApps == ["library"])
        #expect(report.differences == [])
    }

    @Test func `keeps its rules in the order of no text`() {
        #expect(
            SQLiteTable.checks(
                in: "CREATE TABLE t (a int CHECK (a > 0), b text CHECK ((b <> ')') OR b IS NULL))")
                == ["(a>0)", "((b<>')')ORbISNULL)"])
    }
}
