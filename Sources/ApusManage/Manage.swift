public import ApusWeb
import Glibc

/// The `manage` command: a site's tasks, from the first migration to serving it.
public enum Manage {
    /// The version of Apus.
    public static let version = "0.1.0"

    /// Runs the command that this program's arguments ask for, and ends the process: with status 0
    /// when it was done, 1 when it failed, 2 when it was called the wrong way.
    public static func run(_ site: Site) -> Never {
        let front = Front(table: SiteCommands.table(for: site))
        exit(front.run(Array(CommandLine.arguments.dropFirst())))
    }

    /// What the installed `manage` does: inside a project it hands over to the project's own,
    /// which it builds first when needed; elsewhere it offers `startproject`.
    public static func runInstalled() -> Never {
        let arguments = Array(CommandLine.arguments.dropFirst())
        let project = ProjectFolder.find()
        // These need no built site: they work while it doesn't compile, too.
        let own = ["startproject", "startapp", "test", "version", "--version"]
        if let project, !own.contains(arguments.first ?? "") {
            exit(Front.status { try Handover.run(project, arguments) })
        }
        var commands = [CommandEntry(StartProject.self), CommandEntry(Top.self)]
        if project != nil {
            commands += [CommandEntry(StartApp.self), CommandEntry(TestCommand.self)]
        }
        let table = CommandTable([CommandTable.Group(name: "apus", commands: commands)])
        let known = [
            "backup", "check", "dbshell", "dumpdata", "flush", "inspectdb", "loaddata",
            "makemigrations", "migrate", "restore", "runserver", "serve", "showmigrations",
            "sqlflush", "sqlmigrate", "squashmigrations", "startapp", "test",
        ]
        let front = Front(table: table) { name in
            known.contains(name) ? ProjectFolder.missingText(for: name) : nil
        }
        exit(front.run(arguments))
    }
}
