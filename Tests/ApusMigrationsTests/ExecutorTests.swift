import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `Applying migrations` {
    private static let migrations = [
        Migration("0001_initial", operations: [.createModel(Library.author)]),
        Migration(
            "0002_book", after: ["0001_initial"], operations: [.createModel(Library.book)]),
        Migration(
            "0003_book_pages", after: ["0002_book"],
            operations: [.addField(to: "Book", Library.pages)]),
    ]

    private func project() throws -> TestProject {
        try TestProject([
            MigratingApp(
                label: "library", models: [], migrations: Migrations("library", Self.migrations))
        ])
    }

    @Test func `records them as Django does`() throws {
        let project = try project()
        try project.migrate()
        #expect(
            try project.rows("SELECT id, app, name FROM django_migrations") == [
                [1, "library", "0001_initial"], [2, "library", "0002_book"],
                [3, "library", "0003_book_pages"],
            ])
        #expect(
            try project.statement(of: "django_migrations")
                == #"CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY "#
                + #"AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "#
                + #""applied" datetime NOT NULL)"#)
        guard case .text(let date) = try project.rows("SELECT applied FROM django_migrations")[0][0]
        else { Issue.record("no date"); return }
        #expect(date.prefix(2) == "20" && date.count >= 19)
    }

    @Test(arguments: [false, true])
    func `does nothing where another process was faster`(_ isSquashed: Bool) throws {
        let squashed = Migration(
            "0001_squashed_0003", replaces: ["0001_initial", "0002_book", "0003_book_pages"],
            operations: [
                .createModel(Library.author), .createModel(Library.book),
                .addField(to: "Book", Library.pages),
            ])
        let list = isSquashed ? Self.migrations + [squashed] : Self.migrations
        let project = try TestProject([
            MigratingApp(label: "library", models: [], migrations: Migrations("library", list))
        ])
        // What this process saw before the other one began.
        let graph = try MigrationGraph([Migrations("library", list)])
        let plan = graph.plan(to: graph.leaves().map { .migration($0) })
        #expect(plan.count == (isSquashed ? 1 : 3))
        try project.migrate()
        let records = try project.rows("SELECT name FROM django_migrations")
        try MigrationExecutor(graph, on: project.connection).run(plan)
        #expect(try project.rows("SELECT name FROM django_migrations") == records)
    }

    @Test func `goes back to the one named, and to nothing`() throws {
        let project = try project()
        try project.migrate()
        try project.migrate("library", "0002")
        let back = try project.statement(of: "library_book")
        #expect(!back.contains("pages"))
        try project.migrate("library", "0001_initial")
        #expect(try project.names(of: "table") == ["django_migrations", "library_author"])
        try project.migrate("library", "zero")
        #expect(try project.names(of: "table") == ["django_migrations"])
        #expect(try project.rows("SELECT * FROM django_migrations") == [])
        try project.migrate()
        #expect(try project.statement(of: "library_book").contains("pages"))
    }

    @Test func `undoes every kind of operation`() throws {
        let tag = ModelSchema("library.Tag", fields: [.key("id")])
        let changes: [MigrationOperation] = [
            .createModel(tag), .alterTable("Book", to: "books"),
            .addField(to: "Book", .manyToMany("tags", to: "library.Tag")),
            .addField(to: "Book", .field("isbn", .text(maxLength: 13), null: true, index: true)),
            .renameField("isbn", to: "code", on: "Book"),
            .alterField(on: "Book", .field("title", .text(), unique: true)),
            .addIndex(to: "Book", IndexSchema("by_title", fields: ["title"])),
            .renameIndex("by_title", to: "by_the_title", on: "Book"),
            .alterUniqueTogether("Book", [["title", "pages"]]),
            .addConstraint(to: "Book", .check("some", #""pages" >= 0"#)),
            .addConstraint(
                to: "Book", .unique("big", fields: ["title"], condition: #""pages" > 9"#)),
            .alterOrder("Book", withRespectTo: "author"), .renameModel("Book", to: "Tome"),
            .alterOptions("Tome", ModelOptions(ordering: ["title"])),
            .sql("CREATE TABLE extra (a)", reverse: "DROP TABLE extra"),
            .run(
                { try $0.execute("CREATE TABLE more (a)") },
                reverse: {
                    try $0.execute("DROP TABLE more")
                }),
            .removeField("author", from: "Tome"), .removeConstraint("big", from: "Tome"),
            .removeIndex("by_the_title", from: "Tome"), .deleteModel("Tome"),
        ]
        let project = try TestProject([
            MigratingApp(
                label: "library", models: [],
                migrations: Migrations(
                    "library",
                    Self.migrations + [
                        Migration("0004_all", after: ["0003_book_pages"], operations: changes)
                    ]))
        ])
        try project.migrate("library", "0003")
        let before = try project.rows(
            "SELECT type, name, tbl_name FROM sqlite_master ORDER BY name")
        try project.migrate()
        #expect(
            try project.names(of: "table") == [
                "django_migrations", "extra", "library_author", "library_tag", "more",
            ])
        try project.migrate("library", "0003")
        #expect(
            try project.rows("SELECT type, name, tbl_name FROM sqlite_master ORDER BY name")
                == before)
        let columns = try project.rows(
            "SELECT name FROM pragma_table_info('library_book') ORDER BY name")
        #expect(columns == [["author_id"], ["id"], ["pages"], ["title"]])
    }

    @Test func `says why a step without a reverse can't be undone`() throws {
        let project = try TestProject(Migration("0001_sql", operations: [.sql("SELECT 1")]))
        try project.migrate()
        #expect {
            try project.migrate("library", "zero")
        } throws: { error in
            (error as? MigrationError)?.message
                == "Raw SQL operation has no reverse, so its migration can't be undone. "
                + "Give the step a `reverse:`."
        }
        #expect(try project.rows("SELECT name FROM django_migrations") == [["0001_sql"]])
    }

    @Test func `runs code inside the migration's transaction`() throws {
        let project = try TestProject(
            Migration(
                "0001_code",
                operations: [
                    .createModel(Library.author),
                    .run { connection in
                        try connection.execute("INSERT INTO library_author (name) VALUES ('Ada')")
                    } reverse: { connection in
                        try connection.execute("DELETE FROM library_author")
                    },
                ]),
            Migration(
                "0002_error", after: ["0001_code"],
                operations: [
                    .run { try $0.execute("DELETE FROM library_author") },
                    .run { _ in throw MigrationError("Not today.") },
                ]))
        #expect(throws: MigrationError("Not today.")) { try project.migrate() }
        #expect(try project.rows("SELECT name FROM library_author") == [["Ada"]])
        try project.migrate("library", "zero")
        #expect(try project.names(of: "table") == ["django_migrations"])
    }

    @Test func `fakes`() throws {
        let project = try project()
        try project.migrate("library", "0002") { $0.isFake = true }
        #expect(project.output.contains("  Applying library.0001_initial... FAKED\n"))
        #expect(try project.names(of: "table") == ["django_migrations"])
        try project.migrate("library", "zero") { $0.isFake = true }
        #expect(try project.rows("SELECT * FROM django_migrations") == [])
    }

    @Test func `adopts tables that exist already, where all columns are there`() throws {
        let project = try project()
        try project.migrate("library", "0001")
        try project.connection.execute("DELETE FROM django_migrations")
        try project.migrate { $0.isFakeInitial = true }
        #expect(project.output.contains("  Applying library.0001_initial... FAKED\n"))
        #expect(project.output.contains("  Applying library.0002_book... OK\n"))
        try project.migrate("library", "zero")
        try project.connection.execute("CREATE TABLE library_author (id integer)")
        #expect(throws: DatabaseError.self) { try project.migrate { $0.isFakeInitial = true } }
    }

    @Test func `refuses a history with a gap`() throws {
        let project = try project()
        try project.migrate()
        try project.connection.execute("DELETE FROM django_migrations WHERE name = '0002_book'")
        #expect {
            try project.migrate()
        } throws: { error in
            (error as? MigrationError)?.message
                == "Migration library.0003_book_pages is applied before its dependency "
                + "library.0002_book on database 'default'."
        }
    }

    @Test(arguments: [
        (
            [Migration("b", after: ["a"], operations: [])],
            "Migration x.b dependencies reference nonexistent parent node ('x', 'a')"
        ),
        (
            [
                Migration("a", after: ["b"], operations: []),
                Migration("b", after: ["a"], operations: []),
            ],
            "Migrations wait for each other in a circle: x.a comes before itself."
        ),
        (
            [Migration("a", operations: []), Migration("a", operations: [])],
            "There are two migrations called x.a."
        ),
    ])
    func `refuses a list that makes no sense`(list: [Migration], message: String) {
        #expect {
            try MigrationGraph([Migrations("x", list)])
        } throws: { error in
            (error as? MigrationError)?.message == message
        }
    }

    @Test func `follows dependencies into other apps`() throws {
        let graph = try MigrationGraph([
            Migrations("a", [Migration("0001", after: ["b.0002"], operations: [])]),
            Migrations(
                "b",
                [
                    Migration("0001", operations: []),
                    Migration("0002", after: ["0001"], operations: []),
                    Migration("0003", after: ["0002"], operations: []),
                ]),
        ])
        let plan = graph.plan(to: [.migration("a.0001")])
        #expect(plan.map(\.id) == ["b.0001", "b.0002", "a.0001"])
        let applied = try MigrationGraph(
            [
                Migrations("a", [Migration("0001", after: ["b.__first__"], operations: [])]),
                Migrations("b", [Migration("0001", operations: [])]),
            ], applied: ["a.0001", "b.0001"])
        #expect(
            applied.plan(to: [.zero(app: "b")]) == [
                PlannedMigration(id: "a.0001", isBackwards: true),
                PlannedMigration(id: "b.0001", isBackwards: true),
            ])
    }

    @Test func `takes a squashed migration for those it stands for`() throws {
        let squashed = Migration(
            "0001_squashed_0002_book", replaces: ["0001_initial", "0002_book"],
            operations: [.createModel(Library.author), .createModel(Library.book)])
        let all = [Self.migrations[0], Self.migrations[1], squashed, Self.migrations[2]]
        let app = MigratingApp(
            label: "library", models: [], migrations: Migrations("library", all))
        let fresh = try TestProject([app])
        try fresh.migrate()
        #expect(
            try fresh.rows("SELECT name FROM django_migrations ORDER BY name") == [
                ["0001_initial"], ["0001_squashed_0002_book"], ["0002_book"], ["0003_book_pages"],
            ])
        let half = try project()
        try half.migrate("library", "0001")
        half.apps = [app]
        try half.migrate()
        #expect(half.output.contains("Applying library.0002_book... OK"))
        #expect(try half.migrate().contains("No migrations to apply."))
    }

    @Test func `goes on where only some of what a squashed migration stands for is applied`()
        throws
    {
        let squashed = Migration(
            "0001_squashed_0002_book", replaces: ["0001_initial", "0002_book"],
            operations: [.createModel(Library.author), .createModel(Library.book)])
        let last = Migration(
            "0003_book_pages", after: ["0001_squashed_0002_book"],
            operations: Self.migrations[2].operations)
        let half = try project()
        try half.migrate("library", "0001")
        half.apps = [
            MigratingApp(
                label: "library", models: [],
                migrations: Migrations(
                    "library", [Self.migrations[0], Self.migrations[1], squashed, last]))
        ]
        half.output = ""
        _ = try half.commands.showMigrations()
        #expect(
            half.output == "library\n [X] 0001_initial\n [ ] 0002_book\n [ ] 0003_book_pages\n")
        let output = try half.migrate()
        #expect(
            output.hasSuffix(
                "  Applying library.0002_book... OK\n  Applying library.0003_book_pages... OK\n"))
        #expect(
            try half.rows("SELECT name FROM django_migrations ORDER BY name") == [
                ["0001_initial"], ["0001_squashed_0002_book"], ["0002_book"], ["0003_book_pages"],
            ])
        #expect(try half.migrate().contains("No migrations to apply."))
    }

    @Test(arguments: [
        (
            ForeignKeyReference(to: "library.Nobody"),
            "The field library.Book.author points at library.Nobody, but app 'library' has no "
                + "model Nobody at this point of the migrations."
        ),
        (
            ForeignKeyReference(to: "library.Author", field: "code"),
            "The field library.Book.author points at a field code that library.Author doesn't have "
                + "at this point of the migrations."
        ),
    ])
    func `makes no foreign key to nothing`(
        _ reference: ForeignKeyReference, _ message: String
    ) throws {
        var field = FieldSchema.foreignKey("author", to: "library.Author")
        field.reference = reference
        let book = ModelSchema("library.Book", fields: [.key("id"), field])
        let project = try TestProject(
            Migration(
                "0001_initial", operations: [.createModel(Library.author), .createModel(book)]))
        #expect(throws: MigrationError(message)) { try project.migrate() }
    }

    @Test func `names the migration and the model where an operation makes no sense`() throws {
        let project = try TestProject(
            Migration("0001_initial", operations: [.removeField("age", from: "Author")]))
        #expect {
            try project.migrate()
        } throws: { error in
            (error as? MigrationError)?.message
                == "Migration library.0001_initial: library has no model Author at this point of "
                + "its migrations."
        }
    }
}
