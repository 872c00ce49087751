import Foundation

/// A page of the tutorial as what its reader does: files to write, commands to run.
struct TutorialPage {
    enum Step {
        /// A fence whose info string has a path after the language: the file's whole text.
        case write(path: String, text: String)
        /// A `console` fence: the commands behind `$`, each with the lines that its output has.
        case run([Command], Manner)
    }

    struct Command {
        var line: String
        var expected: [String] = []
    }

    enum Manner: String {
        case succeeds
        /// Goes on while the rest of the page is read: a server.
        case background
        /// Is told to end with a failure.
        case fails
    }

    let name: String
    let steps: [Step]

    init(_ url: URL) throws {
        name = url.deletingPathExtension().lastPathComponent
        var steps: [Step] = []
        var fence: (info: [String], lines: [String])?
        for line in try String(contentsOf: url, encoding: .utf8).components(separatedBy: "\n") {
            guard line.hasPrefix("```") else {
                fence?.lines.append(line)
                continue
            }
            guard let (info, lines) = fence else {
                fence = (line.dropFirst(3).split(separator: " ").map(String.init), [])
                continue
            }
            fence = nil
            if info.first == "console" {
                let manner = info.dropFirst().first.flatMap(Manner.init) ?? .succeeds
                steps.append(.run(Self.commands(lines), manner))
            } else if info.count == 2 {
                steps.append(.write(path: info[1], text: lines.joined(separator: "\n") + "\n"))
            }
        }
        self.steps = steps
    }

    private static func commands(_ lines: [String]) -> [Command] {
        var commands: [Command] = []
        for line in lines where !line.isEmpty {
            if line.hasPrefix("$ ") {
                commands.append(Command(line: String(line.dropFirst(2))))
            } else if !commands.isEmpty {
                commands[commands.count - 1].expected.append(
                    line.trimmingCharacters(in: .whitespaces))
            }
        }
        return commands
    }
}
