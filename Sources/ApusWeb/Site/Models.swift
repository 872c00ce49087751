public import ApusORM

/// The models of an app: `[Question.self, Choice.self]`.
public struct Models: Sendable, ExpressibleByArrayLiteral {
    /// The types in the order in which the app lists them.
    public var types: [any Model.Type]

    /// The models `types`.
    public init(_ types: [any Model.Type]) { self.types = types }

    /// The models `types`.
    public init(arrayLiteral types: any Model.Type...) { self.types = types }

    /// What the types say to migrations, in the same order.
    public var schemas: [ModelSchema] { types.map { $0.schema } }
}
