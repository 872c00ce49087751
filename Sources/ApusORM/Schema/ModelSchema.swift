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

    /// A model; the table's name follows from `name` where it isn't given.
    public init(
        _ name: ModelName, table: String? = nil, fields: [FieldSchema],
        indexes: [IndexSchema] = [], uniqueTogether: [[String]] = []
    ) {
        self.name = name
        self.table = table ?? "\(name.app)_\(name.model.lowercased())"
        self.fields = fields
        self.indexes = indexes
        self.uniqueTogether = uniqueTogether
    }

    /// The field of the primary key.
    public var primaryKey: FieldSchema? { fields.first(where: \.isPrimaryKey) }

    /// The field with that property name.
    public func field(_ name: String) -> FieldSchema? { fields.first { $0.name == name } }
}

/// A model's full name: its app's label and its type's name, written `polls.Question`.
public struct ModelName: Hashable, Sendable, CustomStringConvertible, ExpressibleByStringLiteral {
    /// The app's label: the name of the Swift module that declares the model.
    public var app: String
    /// The type's name.
    public var model: String

    /// A name from its parts.
    public init(app: String, model: String) {
        self.app = app
        self.model = model
    }

    /// A name from `app.Model`; without a dot, the app is empty.
    public init(stringLiteral text: String) {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        self.init(
            app: parts.count == 2 ? String(parts[0]) : "", model: String(parts.last ?? ""))
    }

    /// The name of the model type `type`, whose app is its module.
    public init(of type: Any.Type) {
        let path = String(reflecting: type).split(separator: ".")
        self.init(app: String(path.first ?? ""), model: String(path.last ?? ""))
    }

    public var description: String { "\(app).\(model)" }
}

/// An index over one or more fields.
public struct IndexSchema: Hashable, Sendable {
    /// The index's name in the database.
    public var name: String
    /// The fields, by property name, in order; a leading `-` means descending.
    public var fields: [String]

    /// An index from its parts.
    public init(_ name: String, fields: [String]) {
        self.name = name
        self.fields = fields
    }
}
