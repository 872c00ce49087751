import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage migrate`.
struct Migrate: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Brings the database up to date, or back to an earlier migration.",
        usage: "manage migrate [APP [MIGRATION]] [OPTIONS]")

    @Argument(help: "The app to migrate; all without one.")
    var app: String?

    @Argument(help: "The migration to end at, by its name or how that begins; zero undoes all.")
    var migration: String?

    @Flag(help: "Show what would be done, and do nothing.")
    var plan = false

    @Flag(help: "Do nothing; exit with 1 when there is something to apply.")
    var check = false

    @Flag(help: "Record the migrations as applied without running them.")
    var fake = false

    @Flag(help: "Record an app's first migration where its tables exist already.")
    var fakeInitial = false

    @Flag(name: [.customLong("noinput"), .customLong("no-input")], help: "Don't ask anything.")
    var noInput = false

    func run(_ site: Site) throws {
        var options = MigrateOptions()
        options.app = app
        options.migration = migration
        options.isPlan = plan
        options.isCheck = check
        options.isFake = fake
        options.isFakeInitial = fakeInitial
        try MigrationCommands.run(site) { try $0.migrate(options) }
    }
}
