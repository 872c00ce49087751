/// The commands that `manage` knows, grouped by the app that brings them.
struct CommandTable {
    /// A group's heading in the help, and its commands.
    struct Group {
        let name: String
        var commands: [CommandEntry]
    }

    private(set) var groups: [Group]

    /// The groups in the order given; of two commands with one name the first is found, so that a
    /// site's app can put its own in the place of Apus's (as in Django) when it comes first.
    init(_ groups: [Group]) {
        self.groups = groups.filter { !$0.commands.isEmpty }
    }

    /// The command of that name.
    subscript(name: String) -> CommandEntry? {
        for group in groups {
            if let command = group.commands.first(where: { $0.name == name }) { return command }
        }
        return nil
    }

    /// Every name, sorted, once.
    var names: [String] {
        Array(Set(groups.flatMap { $0.commands.map(\.name) })).sorted()
    }

    /// What `manage help` prints: the names below their group's heading, groups in alphabetical
    /// order, as Django prints them.
    var helpPage: String {
        var text = """

            Type 'manage help <subcommand>' for help on a specific subcommand.

            Available subcommands:

            """
        for group in groups.sorted(by: { $0.name < $1.name }) {
            text += "\n[\(group.name)]\n"
            for name in Set(group.commands.map(\.name)).sorted() { text += "    \(name)\n" }
        }
        return text
    }
}
