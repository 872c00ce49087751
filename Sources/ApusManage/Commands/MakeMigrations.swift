import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage makemigrations`.
struct MakeMigrations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "makemigrations",
        abstract: "Writes migrations for what has changed in the models.",
        usage: "manage makemigrations [APP…] [OPTIONS]")

    @Argument(help: "The apps to write migrations for; all without one.")
    var apps: [String] = []

    @Flag(help: "Write nothing; exit with 1 when there are changes without migrations.")
    var check = false

    @Flag(help: "Write nothing; show what would be written.")
    var dryRun = false

    @Option(name: .shortAndLong, help: "The name of the migration, instead of one made up.")
    var name: String?

    @Flag(help: "Write a migration without operations, to be filled by hand.")
    var empty = false

    @Flag(help: "Join the last migrations of an app that has more than one.")
    var merge = false

    @Flag(name: [.customLong("noinput"), .customLong("no-input")], help: "Don't ask anything.")
    var noInput = false

    @Flag(name: .shortAndLong, help: "With --dry-run, show the texts too.")
    var verbose = false

    func run(_ site: Site) throws {
        var options = MakeMigrationsOptions()
        options.apps = apps
        options.isCheck = check
        options.isDryRun = dryRun
        options.name = name
        options.isEmpty = empty
        options.isMerge = merge
        options.isVerbose = verbose
        try MigrationCommands.run(site) {
            try $0.makeMigrations(options, ask: MigrationAnswers.asker(noInput: noInput))
        }
    }
}
