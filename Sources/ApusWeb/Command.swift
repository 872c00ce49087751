/// A word that `manage` understands, with what it does: `manage seed`.
///
///     static let commands = [
///         Command("seed", "Fills the tables with examples.") { arguments in … }
///     ]
public struct Command: Sendable {
    /// The word.
    public let name: String
    /// One sentence for the help.
    public let summary: String
    /// Does it. Gets the arguments that follow the word; what it throws is printed and ends the
    /// process with status 1.
    public let run: @Sendable ([String]) throws -> Void

    /// A command from its parts; `--help` prints the summary.
    public init(
        _ name: String, _ summary: String = "", run: @escaping @Sendable ([String]) throws -> Void
    ) {
        self.init(parsed: name, summary) { arguments in
            if arguments.first == "--help" || arguments.first == "-h" {
                print("Usage: manage \(name)" + (summary.isEmpty ? "" : "\n\n\(summary)"))
            } else {
                try run(arguments)
            }
        }
    }

    /// A command that reads all its arguments, `--help` too.
    package init(
        parsed name: String, _ summary: String,
        run: @escaping @Sendable ([String]) throws -> Void
    ) {
        self.name = name
        self.summary = summary
        self.run = run
    }
}
