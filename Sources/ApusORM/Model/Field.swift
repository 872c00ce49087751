public import ApusValues

/// A field as a model declares it: its schema, and what only the running program knows.
public struct Field: Sendable {
    var schema: FieldSchema
    var target: (@Sendable () -> Table)?
    var defaultValue: (@Sendable () -> SQLValue)?
    /// What a foreign key gets when the row that it points at is deleted.
    var deletionValue: (@Sendable () throws -> SQLValue)?
    /// What a many-to-many relation is made of.
    var many: ManyDeclaration?
    /// What checks a value beyond what the schema says.
    var validators: (@Sendable (SQLValue) throws -> Void)?

    /// The primary key of a model that declares none: an integer that the database hands out.
    public static let id = Field(
        schema: FieldSchema("id", .key, primaryKey: true), target: nil, defaultValue: nil)

    /// The primary key that the database hands out, in a column with another name than `id`.
    public static func id(column: String) -> Field {
        Field(
            schema: FieldSchema("id", .key, column: column, primaryKey: true), target: nil,
            defaultValue: nil)
    }

    init(
        schema: FieldSchema, target: (@Sendable () -> Table)?,
        defaultValue: (@Sendable () -> SQLValue)?
    ) {
        self.schema = schema
        self.target = target
        self.defaultValue = defaultValue
    }

    /// A field called `name` (the property) that holds `Value`s; what the arguments mean stands at
    /// `@Field`. A literal default goes to `default` and is known to migrations; one that is
    /// computed for each new value goes to `computed`. One that is a name, `.draft`, goes to
    /// `named`: migrations know it where it is a case of an enum.
    public init<Value: FieldValue>(
        _ name: String, _ type: Value.Type, primaryKey: Bool = false, kind: TextKind? = nil,
        maxLength: Int? = nil, digits: Int? = nil, places: Int? = nil, unique: Bool = false,
        index: Bool? = nil,
        column: String? = nil, onDelete: OnDelete = .cascade,
        onDeleteValue: (@Sendable () throws -> SQLValue)? = nil, relatedName: String? = nil,
        databaseDefault: Value.Plain? = nil, blank: Bool? = nil,
        choices: KeyValuePairs<Value.Plain, String> = [:],
        validators: [Validator<Value.Plain>] = [], editable: Bool = true, autoNow: AutoNow? = nil,
        generated: GeneratedColumn? = nil, default constant: Value? = nil,
        named: (@Sendable () -> Value)? = nil, computed: (@Sendable () -> Value)? = nil,
        verboseName: String? = nil, helpText: String = ""
    ) {
        var fieldType = Value.fieldType
        if case .text = fieldType {
            fieldType = kind?.fieldType(maxLength: maxLength) ?? .text(maxLength: maxLength)
        } else if case .decimal(let all, let some) = fieldType {
            fieldType = .decimal(digits: digits ?? all, places: places ?? some)
        }
        deletionValue = onDeleteValue
        let model = Value.referencedModel
        target = model.map { table(of: $0) }
        let reference = model.map {
            ForeignKeyReference(
                to: $0.modelName, onDelete: onDelete, relatedName: relatedName,
                index: index ?? true)
        }
        let constant = constant ?? named.flatMap { constantCase($0()) }
        let isSlug = if case .slug = fieldType { true } else { false }
        schema = FieldSchema(
            name, fieldType, column: column, null: Value.isNullable,
            primaryKey: primaryKey, unique: unique || Value.self is any UniqueReference.Type,
            index: reference == nil && index ?? isSlug, default: constant?.sqlValue,
            databaseDefault: databaseDefault?.sqlValue, references: reference,
            verboseName: verboseName, helpText: helpText, blank: blank,
            editable: editable,
            choices: choices.isEmpty
                ? Value.choices : choices.map { FieldChoice($0.key.sqlValue, $0.value) },
            autoNow: autoNow, generated: generated)
        if autoNow != nil, let moment = Value.Plain.self as? any Moment.Type {
            defaultValue = { moment.present.sqlValue }
        } else if let computed = computed ?? named {
            defaultValue = { computed().sqlValue }
        } else if let constant {
            let value = constant.sqlValue
            defaultValue = { value }
        } else if Value.isNullable {
            defaultValue = { .null }
        }
        if !validators.isEmpty {
            self.validators = { value in
                let value = try Value.Plain(storedAs: value)
                var error = ValidationError()
                for validator in validators {
                    try error.collect { try validator(value) }
                }
                try error.throwIfAny()
            }
        }
    }
}

/// `value` where it is an enum's case: a struct's static property may be computed.
private func constantCase<Value: FieldValue>(_ value: Value) -> Value? {
    var mirror = Mirror(reflecting: value)
    if mirror.displayStyle == .optional, let wrapped = mirror.children.first {
        mirror = Mirror(reflecting: wrapped.value)
    }
    return mirror.displayStyle == .enum ? value : nil
}

private func table(of model: any Model.Type) -> @Sendable () -> Table {
    { model.table }
}
