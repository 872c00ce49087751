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

    /// The fields that are columns of the table, in order.
    public var columns: [FieldSchema] { fields.filter { !$0.isManyToMany } }
}

/// What is said of a model beyond its columns: names for people and the default order.
public struct ModelOptions: Hashable, Sendable {
    /// The model's name for people, where it is not its type's name in words.
    public var verboseName: String?
    /// The plural of that, where it is not the name and an `s`.
    public var verboseNamePlural: String?
    /// The fields that order queries which ask for no order; a leading `-` means descending.
    public var ordering: [String]
    /// The field that `latest()` and `earliest()` look at.
    public var latestBy: [String]
    /// Whether migrations make and change the table; it is someone else's where false.
    public var isManaged: Bool
    /// What the database notes beside the table, where it can.
    public var comment: String?

    /// Options; all may be left out.
    public init(
        verboseName: String? = nil, verboseNamePlural: String? = nil, ordering: [String] = [],
        latestBy: [String] = [], managed isManaged: Bool = true, comment: String? = nil
    ) {
        self.verboseName = verboseName
        self.verboseNamePlural = verboseNamePlural
        self.ordering = ordering
        self.latestBy = latestBy
        self.isManaged = isManaged
        self.comment = comment
    }
}
