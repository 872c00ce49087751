/// An index over one or more fields, or over what SQL computes of them.
public struct IndexSchema: Hashable, Sendable {
    /// The index's name in the database.
    public var name: String
    /// The fields, by property name, in order; a leading `-` means descending.
    public var fields: [String]
    /// SQL expressions that follow the fields: `lower("title")`.
    public var expressions: [String]
    /// The SQL condition that rows in the index meet, where it doesn't cover them all.
    public var condition: String?

    /// An index from its parts.
    public init(
        _ name: String, fields: [String] = [], expressions: [String] = [], condition: String? = nil
    ) {
        self.name = name
        self.fields = fields
        self.expressions = expressions
        self.condition = condition
    }
}
