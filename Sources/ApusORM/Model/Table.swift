public import ApusValues
import Synchronization

/// A model's table, with everything that does not change: names and SQL are written once here and
/// never again by a query.
public final class Table: Sendable {
    /// The model as migrations see it.
    public var schema: ModelSchema { rules?.schema(from: declared) ?? declared }
    /// The same without the model's `rules`.
    let declared: ModelSchema
    /// What `rules` add, where the model has some.
    private let rules: RuleSchemas?
    /// The fields in the rows' order; the primary key first.
    public let fields: [TableField]
    /// The model; nil for a table in between that a many-to-many relation made up.
    public let model: (any Model.Type)?
    /// The fields, by name, that name a row in fixtures in place of its key.
    public let naturalKey: [String]
    /// The many-to-many relations that the model declares.
    let manyFields: [ManyField]
    /// Who hears of the changes of rows.
    let observers: TableObservers
    /// What other models call back to this one.
    let relations: [Relation]
    /// The order of queries that have none.
    let ordering: [String]
    /// A small number of the table's own, for statement caches.
    let number = TableRegistry.nextNumber()
    /// `"polls_question"`.
    let quotedName: String
    /// `"polls_question"."id", "polls_question"."text"`.
    let columnList: String
    /// `SELECT … FROM …`
    let selectAllSQL: String
    /// `SELECT … FROM … WHERE "polls_question"."id" = ?`
    let selectByKeySQL: String
    /// The INSERT of a row whose key the database hands out.
    let insertSQL: String
    /// The INSERT of a row with its key.
    let insertWithKeySQL: String
    /// The UPDATE of all fields of one row; the key is bound last.
    let updateSQL: String
    /// The places of the fields that the database computes.
    private let generated: [Int]
    /// The fields whose values may have to be written differently, or refused.
    let checkedFields: [TableField]

    /// The table of `model`; the names follow from the type's where they aren't given.
    ///
    /// - Parameters:
    ///   - name: The table's name, where it isn't `app_model`.
    ///   - fields: The fields in the rows' order, `.id` first.
    ///   - relations: The rows of other models that point here, by the names they have here.
    ///   - ordering: The order of queries that have none: field names, `-` before for descending.
    ///   - indexes: Indexes over several fields, or with a name of their own.
    ///   - uniqueTogether: Sets of fields that no two rows have equal.
    ///   - constraints: Named rules that every row keeps.
    ///   - verboseName: The model's name for people, where it isn't the type's in words.
    ///   - verboseNamePlural: The plural of that, where it isn't the name and an `s`.
    ///   - latestBy: The fields that `latest()` and `earliest()` look at.
    ///   - naturalKey: The fields that name a row in fixtures in place of its key.
    ///   - permissions: What users may be allowed to do beside the usual.
    ///   - defaultPermissions: The usual: add, change, delete and view, where it is nil.
    ///   - managed: Whether migrations make and change the table.
    ///   - comment: What the database notes beside the table, where it can.
    public convenience init<M: Model>(
        _ model: M.Type, name: String? = nil, fields: [Field], relations: [Relation] = [],
        ordering: [String] = [], indexes: [IndexSchema] = [], uniqueTogether: [[String]] = [],
        constraints: [ConstraintSchema] = [], verboseName: String? = nil,
        verboseNamePlural: String? = nil, latestBy: [String] = [],
        naturalKey: [String] = [], permissions: [ModelPermission] = [],
        defaultPermissions: [String]? = nil,
        managed: Bool = true, comment: String? = nil
    ) {
        let schema = ModelSchema(
            model.modelName, table: name, fields: fields.map(\.schema), indexes: indexes,
            uniqueTogether: uniqueTogether, constraints: constraints,
            options: ModelOptions(
                verboseName: verboseName, verboseNamePlural: verboseNamePlural,
                ordering: ordering, latestBy: latestBy, defaultPermissions: defaultPermissions,
                permissions: permissions, managed: managed, comment: comment))
        self.init(
            model, schema, fields, relations: relations, naturalKey: naturalKey,
            owner: { M.table },
            manyFields: fields.compactMap { field in
                field.many.map { ManyField(field.schema, $0, of: schema) { M.table } }
            })
    }

    /// The table in between that the many-to-many relation `field` of `owner` makes up.
    convenience init(
        through field: FieldSchema, of owner: ModelSchema,
        ownerTable: @escaping @Sendable () -> Table,
        to target: any Model.Type
    ) {
        let schema = ModelSchema.through(field, of: owner, to: target.modelName)
        let targets: [(@Sendable () -> Table)?] = [nil, ownerTable, { target.table }]
        let holder = TableHolder()
        self.init(
            nil, schema,
            zip(schema.fields, targets).map {
                Field(schema: $0, target: $1, defaultValue: nil)
            }, relations: [], owner: { holder.table ?? ownerTable() }, manyFields: [])
        holder.table = self
    }

    private init(
        _ model: (any Model.Type)?, _ schema: ModelSchema, _ declared: [Field],
        relations: [Relation], naturalKey: [String] = [],
        owner: @escaping @Sendable () -> Table, manyFields: [ManyField]
    ) {
        self.model = model
        self.declared = schema
        rules = (model as? any ModelRules.Type).map(RuleSchemas.init)
        self.relations = relations
        self.naturalKey = naturalKey
        self.manyFields = manyFields
        observers = TableObservers(hasHooks: model is any ModelHooks.Type)
        ordering = schema.options.ordering
        quotedName = quote(schema.table)
        let tableName = schema.table
        let columns = declared.filter { $0.many == nil }
        fields = columns.enumerated().map { index, field in
            TableField(field, index: index, tableName: tableName, owner: owner)
        }
        columnList = self.fields.map(\.qualifiedName).joined(separator: ", ")
        let key = self.fields[0]
        let others = self.fields.dropFirst().filter { $0.schema.generated == nil }
        let written = [key] + others
        checkedFields = self.fields.filter { $0.checksValues && $0.schema.generated == nil }
        generated = self.fields.filter { $0.schema.generated != nil }.map(\.index)
        selectAllSQL = "SELECT \(columnList) FROM \(quotedName)"
        selectByKeySQL = "\(selectAllSQL) WHERE \(key.qualifiedName) = ?"
        insertSQL =
            others.isEmpty
            ? "INSERT INTO \(quotedName) DEFAULT VALUES"
            : "INSERT INTO \(quotedName) ("
                + others.map(\.quotedName).joined(separator: ", ") + ") VALUES ("
                + others.map { _ in "?" }.joined(separator: ", ") + ")"
        insertWithKeySQL =
            "INSERT INTO \(quotedName) ("
            + written.map(\.quotedName).joined(separator: ", ") + ") VALUES ("
            + written.map { _ in "?" }.joined(separator: ", ") + ")"
        updateSQL =
            "UPDATE \(quotedName) SET "
            + others.map { "\($0.quotedName) = ?" }.joined(separator: ", ")
            + " WHERE \(key.qualifiedName) = ?"
        TableRegistry.add(self)
    }

    /// `values`, one for each field, as `method` is to write them: without those that the database
    /// computes. Throws a `ValidationError` for what no column can hold.
    func written(
        _ values: [SQLValue], by method: StaticString = "save()"
    ) throws -> [SQLValue] {
        var values = values
        for field in checkedFields {
            values[field.index] = try field.written(values[field.index], by: method)
        }
        if generated.isEmpty { return values }
        return values.enumerated().filter { !generated.contains($0.offset) }.map(\.element)
    }

    /// How often this process has written to the table in the current database: what was loaded
    /// before is stale after the next time.
    var writeCount: Int { (try? Database.current.identity.writes(to: number)) ?? 0 }

    /// Says that rows changed.
    func countWrite() { try? Database.current.identity.countWrite(to: number) }

    /// The primary key's field.
    var key: TableField { fields[0] }

    /// The many-to-many relation called `name`.
    func many(named name: String) -> ManyField? { manyFields.first { $0.name == name } }
}

/// A table that its own fields lead back to.
private final class TableHolder: Sendable {
    private let storage = Mutex<Table?>(nil)

    var table: Table? {
        get { storage.withLock { $0 } }
        set { storage.withLock { $0 = newValue } }
    }
}

/// A field of a table, with its names written as SQL.
public final class TableField: Sendable {
    /// The field as migrations see it.
    public let schema: FieldSchema
    /// The field's place in a row.
    public let index: Int
    /// `"text"`.
    let quotedName: String
    /// `"polls_question"."text"`.
    let qualifiedName: String
    /// What a new row gets that does not say.
    let defaultValue: (@Sendable () -> SQLValue)?
    /// What the foreign key gets when the row that it points at is deleted.
    let deletionValue: (@Sendable () throws -> SQLValue)?
    /// What checks a value beyond what the schema says.
    let validators: (@Sendable (SQLValue) throws -> Void)?
    private let owner: @Sendable () -> Table
    private let reference: (@Sendable () -> Table)?

    /// The table that has the field.
    public var table: Table { owner() }

    /// The table that the field points at, where it is a foreign key.
    public var target: Table? { reference?() }

    /// What the column holds: for a foreign key what the other row's key is.
    var valueType: FieldType { target?.key.valueType ?? schema.type }

    init(
        _ field: Field, index: Int, tableName: String, owner: @escaping @Sendable () -> Table
    ) {
        schema = field.schema
        self.index = index
        quotedName = quote(field.schema.column)
        qualifiedName = quote(tableName) + "." + quotedName
        self.owner = owner
        reference = field.target
        defaultValue = field.defaultValue
        deletionValue = field.deletionValue
        validators = field.validators
    }

    /// How people read a value of the field: its label, where the field has choices.
    public func label(of value: SQLValue) -> DynamicValue {
        if value == .null { return .null }
        return .string(schema.choices.first { $0.value == value }?.label ?? value.asText)
    }
}

/// An identifier as SQL: in double quotes, quotes doubled.
func quote(_ identifier: String) -> String {
    "\"" + identifier.replacing("\"", with: "\"\"") + "\""
}
