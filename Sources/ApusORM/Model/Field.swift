/// A field as a model declares it: its schema, and what only the running program knows.
public struct Field: Sendable {
    var schema: FieldSchema
    var target: (@Sendable () -> Table)?
    var defaultValue: (@Sendable () -> SQLValue)?
    /// What a foreign key gets when the row that it points at is deleted.
    var deletionValue: (@Sendable () throws -> SQLValue)?
    /// What a many-to-many relation is made of.
    var many: ManyDeclaration?

    /// The primary key that every model has.
    public static let id = Field(
        schema: FieldSchema("id", .key, primaryKey: true), target: nil, defaultValue: nil)

    init(
        schema: FieldSchema, target: (@Sendable () -> Table)?,
        defaultValue: (@Sendable () -> SQLValue)?
    ) {
        self.schema = schema
        self.target = target
        self.defaultValue = defaultValue
    }

    /// A field called `name` (the property) that holds `Value`s. A literal default goes to
    /// `default` and is known to migrations; one that is computed goes to `computed`.
    public init<Value: FieldValue>(
        _ name: String, _ type: Value.Type, maxLength: Int? = nil, column: String? = nil,
        unique: Bool = false, index: Bool? = nil, onDelete: OnDelete = .cascade,
        onDeleteValue: (@Sendable () throws -> SQLValue)? = nil, relatedName: String? = nil,
        default constant: Value? = nil,
        computed: (@Sendable () -> Value)? = nil,
        verboseName: String? = nil, helpText: String = ""
    ) {
        var fieldType = Value.fieldType
        if case .text = fieldType { fieldType = .text(maxLength: maxLength) }
        deletionValue = onDeleteValue
        let model = Value.referencedModel
        target = model.map { table(of: $0) }
        let reference = model.map {
            ForeignKeyReference(
                to: $0.modelName, onDelete: onDelete, relatedName: relatedName,
                index: index ?? true)
        }
        schema = FieldSchema(
            name, fieldType, column: column, null: Value.isNullable,
            unique: unique || Value.self is any UniqueReference.Type,
            index: reference == nil && index == true, default: constant?.sqlValue,
            references: reference, verboseName: verboseName, helpText: helpText)
        if let computed {
            defaultValue = { computed().sqlValue }
        } else if let constant {
            let value = constant.sqlValue
            defaultValue = { value }
        } else if Value.isNullable {
            defaultValue = { .null }
        }
    }
}

private func table(of model: any Model.Type) -> @Sendable () -> Table {
    { model.table }
}
