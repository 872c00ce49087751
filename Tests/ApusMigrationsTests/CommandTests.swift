import Foundation
import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `The commands print` {
    private func withProject(
        _ models: [ModelSchema] = [Library.author, Library.book],
        _ body: (TestProject, _ folder: String) throws -> Void
    ) throws {
        try withFolder { folder in
            let project = try TestProject([
                MigratingApp(
                    label: "library", models: models, migrations: Migrations("library"),
                    folder: folder + "/Migrations")
            ])
            try body(project, folder + "/Migrations")
        }
    }

    private func make(
        _ project: TestProject, _ change: (inout MakeMigrationsOptions) -> Void = { _ in }
    ) throws -> (status: Int32, output: String) {
        var options = MakeMigrationsOptions()
        change(&options)
        project.output = ""
        let status = try project.commands.makeMigrations(
            options, ask: MigrationPrompt.noInput { project.output += $0 })
        return (status, project.output)
    }

    private func message(_ body: () throws -> Void) -> MigrationError? {
        do { try body() } catch { return error as? MigrationError }
        return nil
    }

    @Test func `makemigrations: the files and what is in them`() throws {
        try withProject { project, folder in
            let (status, output) = try make(project)
            #expect(status == 0)
            #expect(
                output == """
                    Migrations for 'library':
                      \(folder)/0001_initial.swift
                        + Create model Author
                        + Create model Book

                    """)
            let source = try readText(folder + "/0001_initial.swift")
            #expect(source.hasPrefix("import Apus\n\nlet m0001Initial = Migration(\n"))
            #expect(
                try readText(folder + "/Migrations.swift").hasSuffix(
                    "let libraryMigrations = Migrations(\"library\", [m0001Initial])\n"))
            let again = message { _ = try make(project) }
            #expect(
                again?.message
                    == "\(folder)/0001_initial.swift exists already, but this program was built "
                    + "without it. Build again, or delete the file, and run makemigrations again.")
        }
    }

    @Test func `makemigrations: the next number, after the last one`() throws {
        try withProject { project, folder in
            project.apps[0].migrations = Migrations(
                "library",
                [
                    Migration(
                        "0007_old",
                        operations: [
                            .createModel(
                                "Author", fields: Library.author.fields)
                        ])
                ])
            let (_, output) = try make(project)
            #expect(output.contains("/0008_book.swift\n    + Create model Book\n"))
            let source = try readText(folder + "/0008_book.swift")
            #expect(source.contains("    \"0008_book\",\n    after: [\"0007_old\"],\n"))
        }
    }

    @Test func `makemigrations: numbers above those that the database has recorded`() throws {
        try withProject([Library.author]) { project, _ in
            try project.connection.execute(
                "CREATE TABLE django_migrations (id integer PRIMARY KEY, app, name, applied)")
            try project.connection.execute(
                "INSERT INTO django_migrations (app, name, applied) VALUES "
                    + "('library', '0001_initial', ''), ('library', '0004_author_name', ''), "
                    + "('auth', '0012_alter_user', '')")
            #expect(try make(project) { $0.isDryRun = true }.output.contains("/0001_initial.swift"))
            project.apps[0].migrations = Migrations(
                "library",
                [
                    Migration(
                        "0001_initial", operations: [.createModel("Author", fields: [.key("id")])])
                ])
            project.apps[0].models[0].fields[1].isBlank = true
            #expect(
                try make(project) { $0.isDryRun = true }.output.contains("/0005_author_name.swift"))
            #expect(
                try project.migrate("library").hasSuffix(
                    """
                      The database has records of migrations that don't exist: \
                    library.0004_author_name.
                      A new migration of the same name would count as applied and never run. \
                    Delete those that nobody needs from the table django_migrations.

                    """))
        }
    }

    @Test func `makemigrations: a warning without a database, nothing where the checks fail`()
        throws
    {
        struct SystemCheckError: Error {}
        try withProject { project, folder in
            func make(_ error: any Error) throws {
                let commands = MigrationCommands(
                    apps: project.apps, connection: { throw error },
                    output: { project.output += $0 })
                _ = try commands.makeMigrations(ask: MigrationPrompt.noInput { _ in })
            }
            #expect(throws: SystemCheckError.self) { try make(SystemCheckError()) }
            #expect(project.output == "")
            #expect(!FileManager.default.fileExists(atPath: folder))
            do {
                _ = try Database("sqlite:////nowhere/at/all.sqlite3").connection
                Issue.record("opened")
            } catch {
                try make(error)
            }
            #expect(
                project.output.hasPrefix(
                    "Warning: Got an error checking a consistent migration history performed for "
                        + "database connection 'default': "))
            #expect(FileManager.default.fileExists(atPath: folder + "/0001_initial.swift"))
        }
    }

    @Test func `makemigrations: nothing, where nothing has changed`() throws {
        try withProject([]) { project, _ in
            let plain = try make(project)
            #expect(plain == (0, "No changes detected\n"))
            let named = try make(project) { $0.apps = ["library"] }
            #expect(named == (0, "No changes detected in app 'library'\n"))
            let check = try make(project) { $0.isCheck = true }
            #expect(check == (0, "No changes detected\n"))
        }
    }

    @Test func `makemigrations: with --check and --dry-run, without writing`() throws {
        try withProject { project, folder in
            let check = try make(project) { $0.isCheck = true }
            #expect(check.status == 1)
            let dry = try make(project) {
                $0.isDryRun = true
                $0.isVerbose = true
            }
            #expect(dry.status == 0)
            #expect(dry.output.contains("Full migrations file '0001_initial.swift':\nimport Apus"))
            #expect(!FileManager.default.fileExists(atPath: folder))
        }
    }

    @Test func `makemigrations: a name of one's own, and an empty migration`() throws {
        try withProject { project, folder in
            let named = try make(project) { $0.name = "start" }
            #expect(named.output.contains("/0001_start.swift\n"))
            let empty = try make(project) {
                $0.isEmpty = true
                $0.apps = ["library"]
                $0.name = "by_hand"
            }
            #expect(
                empty.output == "Migrations for 'library':\n  \(folder)/0001_by_hand.swift\n")
            #expect(
                try readText(folder + "/0001_by_hand.swift").hasSuffix(
                    "let m0001ByHand = Migration(\"0001_by_hand\", operations: [])\n"))
            #expect(
                try readText(folder + "/Migrations.swift").hasSuffix(
                    "Migrations(\"library\", [m0001ByHand, m0001Start])\n"))
            let bad = message { _ = try make(project) { $0.name = "no good" } }
            #expect(bad?.message == "The migration name must be a valid Swift identifier.")
            let none = message { _ = try make(project) { $0.isEmpty = true } }
            #expect(
                none?.message == "You must supply at least one app label when using --empty.")
        }
    }

    @Test func `makemigrations: what an app needs of another`() throws {
        try withFolder { folder in
            let person = ModelSchema("people.Person", fields: [.key("id")])
            let book = Library.book(.foreignKey("author", to: "people.Person"))
            let foreign = ModelSchema("foreign.Thing", fields: [.key("id")])
            let project = try TestProject([
                MigratingApp(
                    label: "library", models: [book], migrations: Migrations("library"),
                    folder: folder + "/library"),
                MigratingApp(
                    label: "people", models: [person], migrations: Migrations("people"),
                    folder: folder + "/people"),
                MigratingApp(
                    label: "foreign", models: [foreign], migrations: Migrations("foreign")),
            ])
            let one = try make(project) {
                $0.apps = ["library"]
                $0.isDryRun = true
            }
            #expect(one.output.contains("Migrations for 'library':\n"))
            #expect(one.output.contains("Migrations for 'people':\n"))
            #expect(!one.output.contains("foreign"))
            let all = try make(project)
            #expect(
                all.output.hasPrefix(
                    "The models of app 'foreign' have changed, but its migrations belong to "
                        + "another package: none are made.\nMigrations for 'library':\n"))
            let source = try readText(folder + "/library/0001_initial.swift")
            #expect(source.contains("    after: [\"people.0001_initial\"],\n"))
        }
    }

    @Test func `makemigrations: initial ones of apps that point at each other, to be adopted`()
        throws
    {
        try withFolder { folder in
            let left = ModelSchema(
                "left.A", fields: [.key("id"), .foreignKey("b", to: "right.B", null: true)])
            let right = ModelSchema(
                "right.B", fields: [.key("id"), .foreignKey("a", to: "left.A", null: true)])
            let project = try TestProject(
                [left, right].map { model in
                    MigratingApp(
                        label: model.name.app, models: [model],
                        migrations: Migrations(model.name.app),
                        folder: folder + "/" + model.name.app)
                })
            let output = try make(project).output
            #expect(output.contains("left/0002_initial.swift\n    + Add field b to a\n"))
            #expect(
                try readText(folder + "/left/0002_initial.swift").contains(
                    "    after: [\"right.0001_initial\", \"0001_initial\"],\n    initial: true,\n"))
            #expect(!(try readText(folder + "/left/0001_initial.swift").contains("initial: true")))

            let graph = try project.commands.graph()
            for change in try project.commands.detectChanges(
                graph, labels: [], name: nil, ask: MigrationPrompt.noInput { _ in })
            {
                let index = try #require(project.apps.firstIndex { $0.label == change.app })
                project.apps[index].migrations = Migrations(change.app, change.migrations)
            }
            try project.migrate()
            try project.connection.execute("DELETE FROM django_migrations")
            #expect(
                try project.migrate { $0.isFakeInitial = true }.hasSuffix(
                    """
                      Applying left.0001_initial... FAKED
                      Applying right.0001_initial... FAKED
                      Applying left.0002_initial... FAKED

                    """))
        }
    }

    @Test func `makemigrations: why it can't add a field without a value`() throws {
        try withProject([Library.book(.field("isbn", .text(maxLength: 13)))]) { project, _ in
            project.apps[0].migrations = Migrations(
                "library",
                [
                    Migration(
                        "0001_initial",
                        operations: [.createModel("Book", fields: Library.book().fields)])
                ])
            let error = message { _ = try make(project) }
            #expect(
                error
                    == MigrationError(
                        "Field 'isbn' on model 'book' not migrated: it is impossible to add a "
                            + "non-nullable field without specifying a default.", exitStatus: 3))
        }
    }

    @Test func `what an unknown app or migration should have been`() throws {
        try withProject { project, _ in
            let app = message { _ = try make(project) { $0.apps = ["Library"] } }
            #expect(
                app
                    == MigrationError(
                        "No installed app with label 'Library'. Did you mean 'library'?",
                        exitStatus: 2))
            project.apps[0].migrations = Migrations(
                "library",
                [
                    Migration("0001_initial", operations: []),
                    Migration("0001_other", after: ["0001_initial"], operations: []),
                ])
            #expect(
                message { try project.migrate("library", "0009") }?.message
                    == "Cannot find a migration matching '0009' from app 'library'. Is it one of "
                    + "0001_initial, 0001_other?")
            #expect(
                message { try project.migrate("library", "0001") }?.message
                    == "More than one migration matches '0001' in app 'library'. Please be more "
                    + "specific. Matching: 0001_initial, 0001_other.")
            #expect(
                message { try project.migrate("nothing") }
                    == MigrationError("No installed app with label 'nothing'."))
        }
    }

    @Test func `migrate: what it does, step by step`() throws {
        let project = try TestProject(
            models: [Library.author],
            Migration("0001_initial", operations: [.createModel("Author", fields: [.key("id")])]))
        #expect(
            try project.migrate() == """
                Operations to perform:
                  Apply all migrations: library
                Running migrations:
                  Applying library.0001_initial... OK

                """)
        #expect(
            try project.migrate() == """
                Operations to perform:
                  Apply all migrations: library
                Running migrations:
                  No migrations to apply.
                  Your models in app(s): 'library' have changes that are not yet reflected in a \
                migration, and so won't be applied.
                  Run 'manage makemigrations' to make new migrations, and then re-run \
                'manage migrate' to apply them.

                """)
        #expect(
            try project.migrate("library", "zero") == """
                Operations to perform:
                  Unapply all migrations: library
                Running migrations:
                  Unapplying library.0001_initial... OK

                """)
        #expect(
            try project.migrate("library", "0001").contains(
                "  Target specific migration: 0001_initial, from library\n"))
    }

    @Test func `migrate: its plan, and whether there is one`() throws {
        let project = try TestProject(
            Migration(
                "0001_initial",
                operations: [
                    .createModel("Author", fields: [.key("id")]), .sql("SELECT 1\n  AS one"),
                    .sql("SELECT 1", reverse: "SELECT 'a text of many words', 'and another'"),
                    .run({ _ in }), .run({ _ in }, reverse: { _ in }),
                ]))
        let plan = try project.migrate { $0.isPlan = true }
        #expect(
            plan == """
                Planned operations:
                library.0001_initial
                    Create model Author
                    Raw SQL operation -> SELECT 1 AS one
                    Raw SQL operation -> SELECT 1
                    Raw Swift operation
                    Raw Swift operation

                """)
        var options = MigrateOptions()
        options.isCheck = true
        #expect(try project.commands.migrate(options) == 1)
        #expect(try project.names(of: "table") == [])
        try project.migrate()
        #expect(try project.commands.migrate(options) == 0)
        options = MigrateOptions()
        options.isPlan = true
        options.app = "library"
        options.migration = "zero"
        project.output = ""
        _ = try project.commands.migrate(options)
        #expect(
            project.output == """
                Planned operations:
                library.0001_initial
                    Undo Create model Author
                    Raw SQL operation -> IRREVERSIBLE
                    Raw SQL operation -> SELECT 'a text of many words', 'and…
                    Raw Swift operation -> IRREVERSIBLE
                    Raw Swift operation

                """)
    }

    @Test func `showmigrations: what is applied`() throws {
        let project = try TestProject(
            Migration("0001_initial", operations: []),
            Migration("0002_more", after: ["0001_initial"], operations: []))
        project.apps.append(
            MigratingApp(label: "bare", models: [], migrations: Migrations("bare")))
        try project.migrate("library", "0001")
        project.output = ""
        _ = try project.commands.showMigrations()
        #expect(
            project.output
                == "bare\n (no migrations)\nlibrary\n [X] 0001_initial\n [ ] 0002_more\n")
        project.output = ""
        _ = try project.commands.showMigrations(asPlan: true, isVerbose: true)
        #expect(
            project.output
                == "[X]  library.0001_initial\n"
                + "[ ]  library.0002_more ... (library.0001_initial)\n")
    }

    @Test func `sqlmigrate: the SQL, forwards and backwards`() throws {
        let project = try TestProject(
            Migration(
                "0001_initial",
                operations: [
                    .createModel(
                        "Author", fields: [.key("id")], options: ModelOptions(ordering: ["id"])),
                    .alterOptions("Author", ModelOptions()), .run { _ in },
                ]))
        project.output = ""
        _ = try project.commands.sqlMigrate(app: "library", migration: "0001")
        #expect(
            project.output == """
                BEGIN;
                --
                -- Create model Author
                --
                CREATE TABLE "library_author" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT);
                --
                -- Change Meta options on author
                --
                -- (no-op)
                --
                -- Raw Swift operation
                --
                -- THIS OPERATION CANNOT BE WRITTEN AS SQL
                COMMIT;

                """)
        project.apps[0].migrations = Migrations(
            "library",
            [Migration("0001_initial", operations: [.createModel("Author", fields: [.key("id")])])])
        #expect(
            try project.sql("0001", backwards: true) == [#"DROP TABLE "library_author";"#])
    }

    @Test func `sqlmigrate: the SQL of what a squashed migration stands for, too`() throws {
        let note = FieldSchema.field("note", .integer, null: true)
        let project = try TestProject(
            Migration("0001_initial", operations: [.createModel("Tag", fields: [.key("id")])]),
            Migration(
                "0002_tag_note", after: ["0001_initial"], operations: [.addField(to: "Tag", note)]),
            Migration(
                "0001_squashed_0002_tag_note", replaces: ["0001_initial", "0002_tag_note"],
                operations: [.createModel("Tag", fields: [.key("id"), note])]),
            Migration(
                "0003_end", after: ["0001_squashed_0002_tag_note"],
                operations: [.removeField("note", from: "Tag")]))
        #expect(
            try project.sql("0002") == [
                #"ALTER TABLE "library_tag" ADD COLUMN "note" integer NULL;"#
            ])
        #expect(
            try project.sql("0001_squashed") == [
                #"CREATE TABLE "library_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "#
                    + #""note" integer NULL);"#
            ])
        #expect(
            try project.sql("0003") == [#"ALTER TABLE "library_tag" DROP COLUMN "note";"#])
        #expect(
            message { _ = try project.sql("0001") }?.message.hasPrefix(
                "More than one migration matches '0001' in app 'library'.") == true)
    }
}

@Suite struct `Branches of migrations` {
    private let branches = Migrations(
        "library",
        [
            Migration("0001_initial", operations: [.createModel("Book", fields: [.key("id")])]),
            Migration(
                "0002_a", after: ["0001_initial"],
                operations: [.addField(to: "Book", .field("a", .integer, null: true))]),
            Migration(
                "0002_b", after: ["0001_initial"],
                operations: [.addField(to: "Book", .field("b", .integer, null: true))]),
        ])

    private func withProject(
        _ migrations: Migrations, _ body: (TestProject, _ folder: String) throws -> Void
    ) throws {
        try withFolder { folder in
            let app = MigratingApp(
                label: "library", models: [], migrations: migrations, folder: folder)
            try body(try TestProject([app]), folder)
        }
    }

    @Test func `stop what would have to choose one`() throws {
        try withProject(branches) { project, _ in
            let error = #expect(throws: MigrationError.self) { try project.migrate() }
            #expect(
                error?.message == """
                    Conflicting migrations detected; multiple leaf nodes in the migration graph: \
                    (0002_a, 0002_b in library).
                    To fix them run 'manage makemigrations --merge'
                    """)
        }
    }

    @Test func `are joined by a merge`() throws {
        try withProject(branches) { project, folder in
            var options = MakeMigrationsOptions()
            options.isMerge = true
            let status = try project.commands.makeMigrations(
                options, ask: MigrationPrompt.noInput { _ in })
            #expect(status == 0)
            #expect(
                project.output == """
                    Merging library
                      Branch 0002_a
                        + Add field a to book
                      Branch 0002_b
                        + Add field b to book

                    Created new merge migration \(folder)/0003_merge_0002_a_0002_b.swift

                    """)
            #expect(
                try readText(folder + "/0003_merge_0002_a_0002_b.swift") == """
                    import Apus

                    let m0003Merge0002A0002B = Migration(
                        "0003_merge_0002_a_0002_b",
                        after: ["0002_a", "0002_b"],
                        operations: [])

                    """)
            project.apps[0].migrations = Migrations(
                "library",
                branches.list + [
                    Migration("0003_merge", after: ["0002_a", "0002_b"], operations: [])
                ])
            try project.migrate()
            #expect(try project.statement(of: "library_book").contains(#""a" integer NULL"#))
            #expect(try project.statement(of: "library_book").contains(#""b" integer NULL"#))
        }
    }

    @Test(arguments: [
        [
            MigrationOperation.createModel("A", fields: [.key("id")]),
            .createModel("C", fields: [.key("id"), .foreignKey("a", to: "library.A")]),
            .renameModel("A", to: "B"),
        ],
        [
            .createModel("A", fields: [.key("id")]),
            .createModel("C", fields: [.key("id"), .field("a", .bigInteger)]),
            .addField(to: "C", .foreignKey("b", to: "library.A", null: true)),
            .alterField(on: "C", .foreignKey("a", to: "library.A")),
            .renameModel("A", to: "B"),
            .createModel("A", fields: [.key("id")]),
        ],
    ])
    func `are squashed around a model that gets a new name`(
        _ operations: [MigrationOperation]
    ) throws {
        let squashed = OperationOptimizer.optimized(operations, app: "library")
        var (before, after) = (ProjectState(), ProjectState())
        for operation in operations { try before.apply(operation, app: "library") }
        for operation in squashed { try after.apply(operation, app: "library") }
        #expect(before["library.C"] == after["library.C"])
        let project = try TestProject(Migration("0001_initial", operations: squashed))
        try project.migrate()
        #expect(
            try project.rows("SELECT DISTINCT \"table\" FROM pragma_foreign_key_list('library_c')")
                == [["library_b"]])
    }

    @Test func `are not squashed where someone says no`() throws {
        try withProject(Migrations("library", Array(branches.list.prefix(2)))) { project, folder in
            let asker = MigrationPrompt.interactive(
                output: { project.output += $0 }, readLine: { "n" })
            let status = try project.commands.squashMigrations(
                app: "library", to: "0002", ask: asker)
            #expect(status == 0)
            #expect(
                project.output
                    == "Will squash the following migrations:\n - 0001_initial\n - 0002_a\n"
                    + "Do you wish to proceed? [y/N] ")
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == [])
        }
    }

    @Test func `are squashed with steps that fail in place of code`() throws {
        let code = Migrations(
            "library",
            [
                Migration("0001_initial", operations: [.run { _ in }]),
                Migration(
                    "0002_more", after: ["0001_initial"],
                    operations: [.sql("SELECT 1"), .run({ _ in }, reverse: { _ in })]),
            ])
        try withProject(code) { project, folder in
            _ = try project.commands.squashMigrations(
                app: "library", to: "0002", ask: MigrationPrompt.noInput { _ in })
            #expect(project.output.contains("Manual porting required\n"))
            #expect(
                try readText(folder + "/0001_squashed_0002_more.swift").hasSuffix(
                    """
                        operations: [
                            .run { _ in throw MigrationError("Copy this step from 0001_initial.") },
                            .sql("SELECT 1"),
                            .run(
                                { _ in throw MigrationError("Copy this step from 0002_more.") },
                                reverse: { _ in throw MigrationError("Copy this step from 0002_more.") }),
                        ])

                    """))
        }
    }

    @Test func `are squashed with the values for existing rows`() throws {
        let number = FieldSchema.field("n", .integer)
        let alterations: [MigrationOperation] = [
            .alterField(on: "Book", number, oneOff: 7),
            .alterField(on: "Book", .field("n", .integer, helpText: "How many.")),
        ]
        let addition: [MigrationOperation] = [
            .addField(to: "Book", .field("n", .integer, null: true))
        ]
        for operations in [alterations, addition + alterations] {
            let squashed = OperationOptimizer.optimized(operations, app: "library")
            try #require(squashed.count == 1)
            switch squashed[0] {
            case .alterField(_, let field, let oneOff), .addField(_, let field, let oneOff):
                #expect(field.helpText == "How many.")
                #expect(oneOff == 7)
            default: Issue.record("\(squashed[0])")
            }
        }
    }

    @Test func `are squashed into one that does the same`() throws {
        let line = Migrations("library", Array(branches.list.prefix(2)))
        try withProject(line) { project, folder in
            let status = try project.commands.squashMigrations(
                app: "library", to: "0002", ask: MigrationPrompt.noInput { _ in })
            #expect(status == 0)
            #expect(
                project.output.hasPrefix(
                    """
                    Will squash the following migrations:
                     - 0001_initial
                     - 0002_a
                    Optimizing...
                      Optimized from 2 operations to 1 operations.
                    Created new squashed migration \(folder)/0001_squashed_0002_a.swift

                    """))
            let source = try readText(folder + "/0001_squashed_0002_a.swift")
            #expect(
                source == """
                    import Apus

                    let m0001Squashed0002A = Migration(
                        "0001_squashed_0002_a",
                        replaces: ["0001_initial", "0002_a"],
                        operations: [.createModel("Book", fields: [.key("id"), \
                    .field("a", .integer, null: true)])])

                    """)
        }
    }
}
