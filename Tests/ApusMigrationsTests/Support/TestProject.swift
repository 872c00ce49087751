import ApusMigrations
import ApusORM

/// A project with a database in memory: migrations are applied to it, and its commands' output
/// is kept.
final class TestProject {
    let connection: Connection
    var apps: [MigratingApp]
    var output = ""
    private let database: Database

    init(_ apps: [MigratingApp]) throws {
        database = try Database(":memory:")
        connection = try database.connection
        self.apps = apps
    }

    convenience init(
        app label: String = "library", models: [ModelSchema] = [], _ migrations: Migration...
    ) throws {
        try self.init([
            MigratingApp(label: label, models: models, migrations: Migrations(label, migrations))
        ])
    }

    var commands: MigrationCommands {
        MigrationCommands(
            apps: apps, connection: { self.connection }, output: { self.output += $0 })
    }

    /// Runs `migrate` and returns what it printed.
    @discardableResult
    func migrate(
        _ app: String? = nil, _ migration: String? = nil,
        _ change: (inout MigrateOptions) -> Void = { _ in }
    ) throws -> String {
        var options = MigrateOptions()
        options.app = app
        options.migration = migration
        change(&options)
        output = ""
        _ = try commands.migrate(options)
        return output
    }

    /// The SQL of a migration, without the comments and the transaction around it.
    func sql(_ migration: String, backwards: Bool = false) throws -> [String] {
        output = ""
        _ = try commands.sqlMigrate(
            app: apps[0].label, migration: migration, backwards: backwards)
        return output.split(separator: "\n").map(String.init)
            .filter { !$0.hasPrefix("--") && $0 != "BEGIN;" && $0 != "COMMIT;" }
    }

    /// The values of a query, row by row.
    func rows(_ sql: String) throws -> [[SQLValue]] { try connection.query(sql).map(\.values) }

    /// The tables and indexes there are, without SQLite's own.
    func names(of type: String) throws -> [String] {
        try rows("SELECT name FROM sqlite_master WHERE type = '\(type)' ORDER BY name").compactMap {
            guard case .text(let name) = $0[0], !name.hasPrefix("sqlite_") else { return nil }
            return name
        }
    }

    /// The statement that made a table.
    func statement(of table: String) throws -> String {
        guard
            case .text(let sql)? = try rows(
                "SELECT sql FROM sqlite_master WHERE name = '\(table)'"
            ).first?[0]
        else { return "" }
        return sql
    }
}
