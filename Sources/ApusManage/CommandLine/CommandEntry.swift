import ArgumentParser

/// A command as the front finds and runs it.
struct CommandEntry {
    /// The word.
    let name: String
    /// One sentence for the help.
    let summary: String
    /// Does it, with the arguments that follow the word, `--help` among them.
    let run: ([String]) throws -> Void

    init(_ name: String, _ summary: String, run: @escaping ([String]) throws -> Void) {
        self.name = name
        self.summary = summary
        self.run = run
    }

    /// A command that needs nothing but its arguments.
    init<Parsed: ParsableCommand>(_ type: Parsed.Type) {
        self.init(type) { command in
            var command = command
            try command.run()
        }
    }

    /// A command whose work also needs what `body` has caught: the site.
    init<Parsed: ParsableCommand>(_ type: Parsed.Type, body: @escaping (Parsed) throws -> Void) {
        self.init(type._commandName, type.configuration.abstract) { arguments in
            let command = try Self.parse(type, arguments)
            do {
                try body(command)
            } catch let code as ExitCode {
                throw Exit(status: code.rawValue)
            } catch let error as ValidationError {
                throw CommandError(error.message, status: 2)
            }
        }
    }

    /// The arguments as a `Parsed`. Help is printed; what can't be parsed becomes a
    /// `CommandError` of status 2.
    private static func parse<Parsed: ParsableCommand>(
        _ type: Parsed.Type, _ arguments: [String]
    ) throws -> Parsed {
        do {
            let command = try type.parseAsRoot(arguments)
            if let parsed = command as? Parsed { return parsed }
            // Asked for help, the parser answers a command of its own that throws it.
            var other = command
            try other.run()
            throw Exit(status: 0)
        } catch let exit as Exit {
            throw exit
        } catch {
            let message = type.fullMessage(for: error)
            if type.exitCode(for: error) == .success {
                Output.line(message)
                throw Exit(status: 0)
            }
            throw CommandError(message, status: 2)
        }
    }
}
