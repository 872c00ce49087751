public import ApusWeb
public import ArgumentParser

extension Command {
    /// A command that swift-argument-parser parses; its configuration gives the name and the
    /// summary. A line that can't be parsed exits with status 2.
    public init(_ type: (some ParsableCommand).Type) {
        self.init(parsed: type._commandName, type.configuration.abstract) { arguments in
            try Self.parseAndRun(type, arguments)
        }
    }

    private static func parseAndRun<Parsed: ParsableCommand>(
        _ type: Parsed.Type, _ arguments: [String]
    ) throws {
        var command: any ParsableCommand
        do {
            command = try type.parseAsRoot(arguments)
        } catch {
            let isHelp = type.exitCode(for: error) == .success
            let message = type.fullMessage(for: error)
            if isHelp {
                Output.line(message)
                throw Exit(status: 0)
            }
            throw CommandError(message, status: 2)
        }
        do {
            try command.run()
        } catch let code as ExitCode {
            throw Exit(status: code.rawValue)
        } catch let error as ValidationError {
            throw CommandError(error.message, status: 2)
        }
    }
}
