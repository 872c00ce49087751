import ApusORM
import ApusWeb
import ArgumentParser

/// `manage backup`.
struct Backup: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backup",
        abstract: "Copies the database to a file, whole and checked, while the site is served.",
        usage: "manage backup FILE")

    @Argument(help: "The file to write; one that is there is replaced at the end.")
    var file: String

    func run(_ site: Site) throws {
        try site.begin()
        do {
            try Database.current.backUp(to: file)
        } catch let error as DatabaseError {
            throw CommandError("The backup failed: \(error)")
        }
        Output.line("Wrote \(file).")
    }
}
