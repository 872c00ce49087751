import ApusWeb
import Glibc

/// The commands that Apus brings.
enum Commands {
    /// Those of every site.
    static func all(for site: Site) -> CommandTable {
        var groups = [
            CommandTable.Group(
                name: "apus",
                commands: [
                    check(site), dbshell(site), RunServer.command(site), serve(site),
                    Command(StartApp.self),
                    Command(StartProject.self), Command(TestCommand.self),
                ])
        ]
        for app in site.apps {
            let type = type(of: app)
            groups.append(CommandTable.Group(name: type.label, commands: type.commands))
        }
        return CommandTable(groups)
    }

    /// What the site's runserver reminds of: migrations that haven't been applied.
    static func unappliedReminder(_ site: Site) throws -> String { "" }
}
