import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage sqlmigrate`.
struct SQLMigrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sqlmigrate",
        abstract: "Prints the SQL of a migration.",
        usage: "manage sqlmigrate APP MIGRATION [--backwards]")

    @Argument(help: "The app.")
    var app: String

    @Argument(help: "The migration, by its name or how that begins.")
    var migration: String

    @Flag(help: "Print the SQL that undoes it.")
    var backwards = false

    func run(_ site: Site) throws {
        try MigrationCommands.run(site) {
            try $0.sqlMigrate(app: app, migration: migration, backwards: backwards)
        }
    }
}
