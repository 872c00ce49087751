import ApusORM
import ApusWeb
import ArgumentParser

/// `manage flush`.
struct Flush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "flush",
        abstract: "Removes all rows of all models, and begins their keys anew.",
        usage: "manage flush [--noinput]")

    @Flag(name: [.customLong("noinput"), .customLong("no-input")], help: "Don't ask anything.")
    var noInput = false

    func run(_ site: Site) throws {
        let database = site.settings.databaseURL
        let question = """
            You have requested a flush of the database.
            This will IRREVERSIBLY DESTROY all data currently in the "\(database)" database,
            and return each table to an empty state.
            Are you sure you want to do this?
            """
        guard noInput || Confirmation.ask(question) else { return Output.line("Flush cancelled.") }
        try DataCommands.run(site) { try $0.flush(database: database) }
    }
}

/// `manage sqlflush`.
struct SQLFlush: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sqlflush",
        abstract: "Prints the SQL that flush runs.",
        usage: "manage sqlflush")

    func run(_ site: Site) throws { try DataCommands.run(site) { try $0.sqlFlush() } }
}
