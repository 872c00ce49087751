public import ApusORM

/// Something in which a database isn't as its migrations say.
public struct SchemaDifference: Hashable, Sendable, CustomStringConvertible {
    /// What differs.
    public enum Kind: Hashable, Sendable {
        /// A table that a model has is not there.
        case missingTable
        /// A column that a field has is not there.
        case missingColumn
        /// A column that no field has; where it `blocks`, it takes no NULL and has no default, and
        /// no row can be added.
        case unknownColumn(blocks: Bool)
        /// A column is of another type, takes NULL or doesn't, is the key or isn't.
        case column
        /// An index, a foreign key or a rule that a model has is not there.
        case missingRule
        /// An index, a foreign key or a rule that no model has.
        case unknownRule
    }

    /// What differs.
    public var kind: Kind
    /// The model whose table it is.
    public var model: ModelName
    /// What differs, in words.
    public var description: String

    init(_ kind: Kind, _ model: ModelSchema, _ description: String) {
        self.kind = kind
        self.model = model.name
        self.description = description
    }
}
