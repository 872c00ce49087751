import ApusORM
import ApusWeb
import ArgumentParser

/// `manage restore`.
struct Restore: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore",
        abstract: "Puts a backup into the place of the database.",
        usage: "manage restore FILE [--noinput]")

    @Argument(help: "The backup.")
    var file: String

    @Flag(name: [.customLong("noinput"), .customLong("no-input")], help: "Don't ask anything.")
    var noInput = false

    func run(_ site: Site) throws {
        try site.begin()
        let question = """
            You have requested to restore the database from '\(file)'.
            This will IRREVERSIBLY DESTROY all data currently in the database.
            Are you sure you want to do this?
            """
        guard noInput || Confirmation.ask(question) else {
            Output.line("Restore cancelled.")
            return
        }
        do {
            try Database.current.restore(from: file)
        } catch let error as DatabaseError {
            throw CommandError("The restore failed: \(error)")
        }
        Output.line("Restored from \(file).")
        // The backup may be older than the code.
        if let reminder = try UnappliedReminder.text(for: site) { Output.line(reminder) }
    }
}
