/// A word that an app adds to `manage`. Types conform through `Command` of ApusManage.
public protocol AppCommand {
    /// The word.
    static var manageWord: String { get }
    /// One sentence for the help.
    static var manageSummary: String { get }
    /// Does it, with the arguments that follow the word.
    static func runFromManage(_ arguments: [String]) throws
}

/// The commands of an app: `[Seed.self]`.
public struct Commands: Sendable, ExpressibleByArrayLiteral {
    /// The types in the order in which the app lists them.
    public var types: [any (AppCommand & Sendable).Type]

    /// The commands `types`.
    public init(_ types: [any (AppCommand & Sendable).Type]) { self.types = types }

    /// The commands `types`.
    public init(arrayLiteral types: any (AppCommand & Sendable).Type...) { self.types = types }
}
