public import ApusWeb
public import ArgumentParser

/// A command that an app adds to `manage`: its properties are the arguments, `run` does it.
///
///     struct Seed: Command {
///         static let configuration = CommandConfiguration(abstract: "Fills the tables.")
///         @Option(help: "How many rows.") var rows = 100
///         func run() throws { … }
///     }
///
/// The word is the type's name in lower case, with hyphens between its words, unless the
/// configuration gives another. What `run` throws is printed and ends the process with status 1;
/// throw a `CommandError` for a message of one line.
public protocol Command: ParsableCommand, AppCommand, Sendable {}

extension Command {
    /// The command's word.
    public static var manageWord: String { _commandName }

    /// The command's abstract.
    public static var manageSummary: String { configuration.abstract }

    /// Parses the arguments and runs the command.
    public static func runFromManage(_ arguments: [String]) throws {
        try CommandEntry(Self.self).run(arguments)
    }
}

/// What a command's help says of it.
public typealias CommandConfiguration = ArgumentParser.CommandConfiguration
/// A positional argument of a command.
public typealias Argument<Value> = ArgumentParser.Argument<Value>
/// An argument of a command that is given by name, with a value.
public typealias Option<Value> = ArgumentParser.Option<Value>
/// An argument of a command that is given by name alone.
public typealias Flag<Value> = ArgumentParser.Flag<Value>
