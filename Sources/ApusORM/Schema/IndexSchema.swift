/// An index over one or more fields.
public struct IndexSchema: Hashable, Sendable {
    /// The index's name in the database.
    public var name: String
    /// The fields, by property name, in order; a leading `-` means descending.
    public var fields: [String]
    /// The SQL condition that rows in the index meet, where it doesn't cover them all.
    public var condition: String?

    /// An index from its parts.
    public init(_ name: String, fields: [String], condition: String? = nil) {
        self.name = name
        self.fields = fields
        self.condition = condition
    }
}
