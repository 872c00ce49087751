/// One thing that a migration does. Models and fields are named as in the code; models of other
/// apps as `app.Model`.
public enum MigrationOperation: Sendable {
    /// Make a model's table; the table's name follows from the model's where it isn't given.
    case createModel(
        String, fields: [FieldSchema], table: String? = nil, indexes: [IndexSchema] = [],
        uniqueTogether: [[String]] = [], constraints: [ConstraintSchema] = [],
        options: ModelOptions = ModelOptions())
    /// Drop a model's table.
    case deleteModel(String)
    /// Give a model a new name, and its table too where that follows from the name.
    case renameModel(String, to: String)
    /// Give a model's table a name; nil is the one that follows from the model's.
    case alterTable(String, to: String?)
    /// Set what the database notes beside the table.
    case alterTableComment(String, String?)
    /// Set what is said of the model beyond its columns.
    case alterOptions(String, ModelOptions)
    /// Set which fields must be unique together.
    case alterUniqueTogether(String, [[String]])
    /// Keep the model's rows in an order within those with the same value of this foreign key;
    /// nil for none.
    case alterOrder(String, withRespectTo: String?)
    /// Add a field. Rows that exist get the field's default, or `oneOff` where it has none.
    case addField(to: String, FieldSchema, oneOff: SQLValue? = nil)
    /// Drop a field and what it held.
    case removeField(String, from: String)
    /// Change the field of the same name. Rows with NULL in a field that no longer takes it get
    /// its default, or `oneOff` where it has none.
    case alterField(on: String, FieldSchema, oneOff: SQLValue? = nil)
    /// Give a field a new name, and its column too where that follows from the name.
    case renameField(String, to: String, on: String)
    /// Make an index.
    case addIndex(to: String, IndexSchema)
    /// Drop an index.
    case removeIndex(String, from: String)
    /// Give an index a new name.
    case renameIndex(String, to: String, on: String)
    /// Make a constraint; rows that break it stop the migration.
    case addConstraint(to: String, ConstraintSchema)
    /// Drop a constraint.
    case removeConstraint(String, from: String)
    /// Change what the database doesn't see of the constraint of that name.
    case alterConstraint(on: String, ConstraintSchema)
    /// Run SQL statements; without `reverse`, the migration can't be unapplied.
    case sql(String, reverse: String? = nil)
    /// Run code with the connection, inside the migration's transaction; without `reverse`, the
    /// migration can't be unapplied.
    case run(
        @Sendable (Connection) throws -> Void,
        reverse: (@Sendable (Connection) throws -> Void)? = nil)
}
