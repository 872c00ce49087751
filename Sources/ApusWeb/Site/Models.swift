/// The models of an app: `[Question.self, Choice.self]`.
public struct Models: Sendable, ExpressibleByArrayLiteral {
    /// The types in the order in which the app lists them.
    public var types: [any Sendable.Type]

    /// The models `types`.
    public init(_ types: [any Sendable.Type]) { self.types = types }

    /// The models `types`.
    public init(arrayLiteral types: any Sendable.Type...) { self.types = types }
}
