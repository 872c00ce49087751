import ApusMigrations
import ApusORM
import ApusWeb
import ArgumentParser

/// `manage inspectdb`.
struct Inspect: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "inspectdb",
        abstract: "Writes the database's tables as models, to begin with.",
        usage: "manage inspectdb [TABLE…] [--app APP]")

    @Argument(help: "The tables, with those that they point at; all without one.")
    var tables: [String] = []

    @Option(help: "The app that the models are for: only its tables and those they point at.")
    var app: String?

    func run(_ site: Site) throws {
        try site.begin()
        var options = InspectDBOptions()
        options.tables = tables
        options.app = app
        do {
            Output.write(try InspectDB(Database.current.connection).source(options), to: 1)
        } catch let error as DataError {
            throw CommandError(error.message)
        }
    }
}
