import Synchronization

/// A model's table, with everything that does not change: names and SQL are written once here and
/// never again by a query.
public final class Table: Sendable {
    /// The model as migrations see it.
    public let schema: ModelSchema
    /// The fields in the rows' order; the primary key first.
    public let fields: [TableField]
    /// The model.
    public let model: any Model.Type
    /// `"polls_question"`.
    let quotedName: String
    /// `"polls_question"."id", "polls_question"."text"`.
    let columnList: String
    /// `SELECT … FROM … WHERE "polls_question"."id" = ?`
    let selectByKeySQL: String
    /// The INSERT of a row whose key the database hands out.
    let insertSQL: String
    /// The INSERT of a row with its key.
    let insertWithKeySQL: String
    /// The UPDATE of all fields of one row; the key is bound last.
    let updateSQL: String
    /// How often this process has written to the table: what was loaded before is then stale.
    private let writes = Atomic<Int>(0)

    /// The table of `model`; the names follow from the type's where they aren't given.
    public convenience init<M: Model>(
        _ model: M.Type, name: String? = nil, fields: [Field], indexes: [IndexSchema] = [],
        uniqueTogether: [[String]] = []
    ) {
        self.init(
            model: model,
            schema: ModelSchema(
                model.modelName, table: name, fields: fields.map(\.schema), indexes: indexes,
                uniqueTogether: uniqueTogether),
            fields: fields)
    }

    private init(model: any Model.Type, schema: ModelSchema, fields: [Field]) {
        self.model = model
        self.schema = schema
        quotedName = quote(schema.table)
        let tableName = schema.table
        self.fields = fields.enumerated().map { index, field in
            TableField(field, index: index, table: tableName, model: model)
        }
        columnList = self.fields.map(\.qualifiedName).joined(separator: ", ")
        let key = self.fields[0]
        let others = self.fields.dropFirst()
        selectByKeySQL =
            "SELECT \(columnList) FROM \(quotedName) WHERE \(key.qualifiedName) = ?"
        insertSQL =
            others.isEmpty
            ? "INSERT INTO \(quotedName) DEFAULT VALUES"
            : "INSERT INTO \(quotedName) ("
                + others.map(\.quotedName).joined(separator: ", ") + ") VALUES ("
                + others.map { _ in "?" }.joined(separator: ", ") + ")"
        insertWithKeySQL =
            "INSERT INTO \(quotedName) ("
            + self.fields.map(\.quotedName).joined(separator: ", ") + ") VALUES ("
            + self.fields.map { _ in "?" }.joined(separator: ", ") + ")"
        updateSQL =
            "UPDATE \(quotedName) SET "
            + others.map { "\($0.quotedName) = ?" }.joined(separator: ", ")
            + " WHERE \(key.qualifiedName) = ?"
    }

    /// How often this process has written to the table.
    var writeCount: Int { writes.load(ordering: .relaxed) }

    /// Says that rows changed.
    func countWrite() { writes.wrappingAdd(1, ordering: .relaxed) }

    /// The primary key's field.
    var key: TableField { fields[0] }
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
    /// The model that has the field.
    let model: any Model.Type
    /// The model that the field points at.
    let target: (any Model.Type)?
    /// What a new row gets that does not say.
    let defaultValue: (@Sendable () -> SQLValue)?

    init(_ field: Field, index: Int, table: String, model: any Model.Type) {
        schema = field.schema
        self.index = index
        quotedName = quote(field.schema.column)
        qualifiedName = quote(table) + "." + quotedName
        self.model = model
        target = field.target
        defaultValue = field.defaultValue
    }
}

/// An identifier as SQL: in double quotes, quotes doubled.
func quote(_ identifier: String) -> String {
    "\"" + identifier.replacing("\"", with: "\"\"") + "\""
}
