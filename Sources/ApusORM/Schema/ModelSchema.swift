/// A model as the database sees it.
public struct ModelSchema: Hashable, Sendable {
    /// The app and the type's name.
    public var name: ModelName
    /// The table's name: `polls_question`.
    public var table: String
    /// The fields in the order of the declaration, the primary key first.
    public var fields: [FieldSchema]
    /// Indexes over several fields or with a name of their own.
    public var indexes: [IndexSchema]
    /// Sets of fields that must be unique together, by property name.
    public var uniqueTogether: [[String]]
    /// Named rules that every row keeps.
    public var constraints: [ConstraintSchema]
    /// What is said of the model beyond its columns.
    public var options: ModelOptions
    /// What is wrong with the model's `rules`: such a model can't be migrated.
    public internal(set) var problems: [String] = []

    /// A model; the table's name follows from `name` where it isn't given.
    public init(
        _ name: ModelName, table: String? = nil, fields: [FieldSchema],
        indexes: [IndexSchema] = [], uniqueTogether: [[String]] = [],
        constraints: [ConstraintSchema] = [], options: ModelOptions = ModelOptions()
    ) {
        self.name = name
        self.table = table ?? name.impliedTable
        self.fields = fields
        self.indexes = indexes
        self.uniqueTogether = uniqueTogether
        self.constraints = constraints
        self.options = options
    }

    /// The field of the primary key.
    public var primaryKey: FieldSchema? { fields.first(where: \.isPrimaryKey) }

    /// The field with that property name.
    public func field(_ name: String) -> FieldSchema? { fields.first { $0.name == name } }

    /// The fields that are columns of the table, in order; the one that keeps rows in order with
    /// respect to another is the last.
    public var columns: [FieldSchema] {
        let columns = fields.filter { !$0.isManyToMany }
        return options.orderWithRespectTo == nil ? columns : columns + [.order]
    }
}

extension FieldSchema {
    /// The column behind `ModelOptions.orderWithRespectTo`.
    package static let order = FieldSchema("_order", .integer, editable: false)
}

extension ModelSchema {
    /// The columns of these fields.
    package func columnNames(_ fields: [String]) -> [String] {
        fields.map { field($0)?.column ?? $0 }
    }
}
