import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage showmigrations`.
struct ShowMigrations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "showmigrations",
        abstract: "Lists the migrations, with an X where they are applied.",
        usage: "manage showmigrations [APP…] [--list | --plan]")

    @Argument(help: "The apps to show; all without one.")
    var apps: [String] = []

    @Flag(name: .shortAndLong, help: "By app; this is what happens without --plan.")
    var list = false

    @Flag(name: .shortAndLong, help: "In the order in which they apply.")
    var plan = false

    @Flag(name: .shortAndLong, help: "With the time of applying, or what each comes after.")
    var verbose = false

    func validate() throws {
        if list && plan { throw ValidationError("Give --list or --plan, not both.") }
    }

    func run(_ site: Site) throws {
        try MigrationCommands.run(site) {
            try $0.showMigrations(apps, asPlan: plan, isVerbose: verbose)
        }
    }
}
