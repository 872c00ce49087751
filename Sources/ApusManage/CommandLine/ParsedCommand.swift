public import ApusWeb
public import ArgumentParser

extension Command {
    /// A command that swift-argument-parser parses; its configuration gives the name and the
    /// summary. A line that can't be parsed exits with status 2.
    public init(_ type: (some ParsableCommand).Type) {
        self.init(parsed: type._commandName, type.configuration.abstract) { arguments in
            var command = try Command.parse(type, arguments)
            do {
                try command.run()
            } catch let code as ExitCode {
                throw Exit(status: code.rawValue)
            } catch let error as ValidationError {
                throw CommandError(error.message, status: 2)
            }
        }
    }

    /// The arguments as a `Parsed`; help is printed, and what can't be parsed becomes a
    /// `CommandError` of status 2.
    static func parse<Parsed: ParsableCommand>(
        _ type: Parsed.Type, _ arguments: [String]
    ) throws -> Parsed {
        do {
            let command = try type.parseAsRoot(arguments)
            // `parseAsRoot` answers its own command when help is asked for.
            if let parsed = command as? Parsed { return parsed }
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
