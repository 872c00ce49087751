import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage squashmigrations`.
struct SquashMigrations: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "squashmigrations",
        abstract: "Writes one migration that stands for many.",
        usage: "manage squashmigrations APP [FIRST] LAST [OPTIONS]")

    @Argument(help: "The app.")
    var app: String

    @Argument(help: "The first migration to squash, where it is not the app's first.")
    var first: String

    @Argument(help: "The last migration to squash.")
    var last: String?

    @Option(help: "The name of the migration, instead of one made up.")
    var squashedName: String?

    @Flag(help: "Keep the operations as they are.")
    var noOptimize = false

    @Flag(name: [.customLong("noinput"), .customLong("no-input")], help: "Don't ask anything.")
    var noInput = false

    func run(_ site: Site) throws {
        try site.requireSoundness()
        try MigrationCommands.run(site) {
            try $0.squashMigrations(
                app: app, from: last == nil ? nil : first, to: last ?? first, name: squashedName,
                isOptimized: !noOptimize, ask: MigrationAnswers.asker(noInput: noInput))
        }
    }
}
