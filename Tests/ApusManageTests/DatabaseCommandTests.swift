import ApusMigrations
import ApusORM
import ApusWeb
import Testing

@testable import ApusManage

private struct Notes: App {
    static let label = "notes"
    static let migrations = Migrations(
        "notes",
        [
            Migration(
                "0001_initial",
                operations: [
                    .createModel(
                        "Note", fields: [.key("id"), .field("text", .text(), index: true)])
                ])
        ])
}

@Suite struct `The commands about the whole database` {
    private let folder: TemporaryFolder
    private let database: Database
    private let front: Front

    init() throws {
        folder = try TemporaryFolder()
        var settings = Settings(projectFolder: folder.path)
        settings.databaseURL = "sqlite:///site.sqlite3"
        let site = Site(settings: settings, apps: [Notes()]) {}
        front = Front(table: SiteCommands.table(for: site))
        database = try Database("sqlite:///\(folder.path)/site.sqlite3")
    }

    /// The exit status of a command on this test's database.
    private func run(_ arguments: String...) -> Int32 {
        database.with { front.run(arguments) }
    }

    private func texts() throws -> [SQLValue] {
        try database.connection.query("SELECT text FROM notes_note ORDER BY id").map { $0[0] }
    }

    @Test func `bring back what was backed up`() throws {
        let file = folder.path + "/backup.sqlite3"
        #expect(run("backup", file) == 1)  // There is no database yet.
        #expect(Files.kind(folder.path + "/site.sqlite3") == .missing)
        #expect(run("migrate") == 0)
        try database.connection.execute("INSERT INTO notes_note (text) VALUES ('kept')")
        #expect(run("backup", file) == 0)
        try database.connection.execute("UPDATE notes_note SET text = 'changed'")
        // Nobody at the terminal says yes.
        #expect(run("restore", file, "--noinput") == 0)
        #expect(try texts() == ["kept"])
        #expect(run("restore", folder.path + "/nothing", "--noinput") == 1)
        try Files.write("no database", to: folder.path + "/text")
        #expect(run("restore", folder.path + "/text", "--noinput") == 1)
        #expect(try texts() == ["kept"])
        #expect(run("backup") == 2)
    }

    @Test func `find what is wrong with it`() throws {
        #expect(run("migrate") == 0)
        #expect(run("check", "--database") == 0)
        try database.connection.execute("ALTER TABLE notes_note ADD COLUMN extra integer")
        #expect(run("check", "--database") == 0)
        #expect(run("check", "--database", "--fail-level", "WARNING") == 1)
        try database.connection.execute("ALTER TABLE notes_note RENAME COLUMN text TO words")
        #expect(run("check") == 0)
        #expect(run("check", "--database") == 1)
    }

    @Test func `have an id for each kind of difference`() throws {
        #expect(run("migrate") == 0)
        try database.connection.run(
            script: """
                DROP TABLE notes_note;
                CREATE TABLE notes_note (id varchar(9) NOT NULL PRIMARY KEY, n integer NOT NULL);
                CREATE INDEX own ON notes_note (n);
                """)
        let commands = MigrationCommands(
            apps: [
                MigratingApp(label: "notes", models: [], migrations: Notes.migrations),
                MigratingApp(
                    label: "more", models: [],
                    migrations: Migrations("more", [Migration("0001_initial", operations: [])])),
            ],
            connection: { try database.connection }, output: { _ in })
        let messages = DatabaseChecks.messages(of: try commands.databaseReport())
        #expect(
            Set(messages.map(\.id)) == [
                "database.E004", "database.E005", "database.W007", "database.W008",
                "database.I009", "migrations.W001", "migrations.W002",
            ])
        #expect(messages.allSatisfy { $0.id.contains(".\(letter(of: $0.level))") })
    }

    private func letter(of level: CheckMessage.Level) -> String {
        switch level {
        case .error: "E"
        case .warning: "W"
        default: "I"
        }
    }
}
