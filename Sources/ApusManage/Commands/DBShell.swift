import ApusWeb
import ArgumentParser
import Glibc

/// `manage dbshell`.
struct DBShell: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dbshell",
        abstract: "Opens the database in its own command-line program, sqlite3.",
        usage: "manage dbshell [-- ARGUMENTS]")

    @Argument(parsing: .captureForPassthrough, help: "Arguments for sqlite3.")
    var arguments: [String] = []

    func run(_ site: Site) throws {
        if arguments == ["--help"] || arguments == ["-h"] {
            Output.line(DBShell.helpMessage())
            return
        }
        let passed = arguments.first == "--" ? Array(arguments.dropFirst()) : arguments
        let path = try Self.databasePath(site.settings)
        do {
            try Spawn.replaceProcess(with: "sqlite3", [path] + passed)
        } catch let error as SystemError where error.code == ENOENT {
            throw CommandError(
                "You appear not to have the 'sqlite3' program installed or on your path. "
                    + "Install it: apt-get install sqlite3")
        }
    }

    /// The file of the site's SQLite database.
    static func databasePath(_ settings: Settings) throws -> String {
        let url = settings.databaseURL
        guard url.hasPrefix("sqlite:///") else {
            throw CommandError("dbshell opens SQLite files, and the database is '\(url)'.")
        }
        return Path.join(settings.projectFolder, String(url.dropFirst("sqlite:///".count)))
    }
}
