/// The first thing that reads a command line: it finds the command, runs it and turns what it
/// throws into a message and an exit status.
struct Front {
    let table: CommandTable
    /// Says why a name that isn't in the table isn't; nil to suggest the nearest one.
    var explainMissing: (String) -> String? = { _ in nil }

    /// Runs the command that `arguments` (without the program's name) ask for, and answers the
    /// exit status.
    func run(_ arguments: [String]) -> Int32 {
        Self.status { try dispatch(arguments) }
    }

    /// The exit status of `body`, after what it throws has been said.
    static func status(of body: () throws -> Void) -> Int32 {
        do {
            try body()
            return 0
        } catch let exit as Exit {
            return exit.status
        } catch let error as CommandError {
            Output.error(error.status == 2 ? error.message : "CommandError: \(error.message)")
            return error.status
        } catch let error as SystemCheckError {
            Output.error("\(error)")
            return 1
        } catch {
            Output.error("Error: \(error)")
            return 1
        }
    }

    private func dispatch(_ arguments: [String]) throws {
        guard let name = arguments.first else {
            Output.write(table.helpPage, to: 1)
            return
        }
        let rest = Array(arguments.dropFirst())
        switch name {
        case "help", "--help", "-h":
            try help(on: rest.first)
        case "version", "--version":
            Output.line(Manage.version)
        default:
            guard let command = table[name] else { throw unknown(name) }
            try command.run(rest)
        }
    }

    private func help(on name: String?) throws {
        switch name {
        case nil:
            Output.write(table.helpPage, to: 1)
        case "--commands":
            for name in table.names { Output.line(name) }
        case .some(let name):
            guard let command = table[name] else { throw unknown(name) }
            try command.run(["--help"])
        }
    }

    private func unknown(_ name: String) -> any Error {
        if let reason = explainMissing(name) { return CommandError(reason) }
        var message = "Unknown command: '\(name)'"
        if let nearest = Suggestion.nearest(to: name, among: table.names + ["help", "version"]) {
            message += ". Did you mean \(nearest)?"
        }
        Output.error(message + "\nType 'manage help' for usage.")
        return Exit(status: 1)
    }
}
