import ApusValues

/// What names a row of a model in place of its primary key: the values of some of its fields. Where
/// one of them is a foreign key to a model that has a natural key itself, that model's values stand
/// in its place.
final class NaturalKey: Sendable {
    /// The model.
    let schema: ModelSchema
    /// The model's own fields, by name.
    let fields: [String]

    /// The columns that make it up, each with its table's alias, and what they hold.
    private let parts: [(column: String, type: FieldType)]
    /// `FROM "blog_post" t0 LEFT JOIN …`
    private let source: String

    init(
        schema: ModelSchema, fields: [String], parts: [(column: String, type: FieldType)],
        source: String
    ) {
        self.schema = schema
        self.fields = fields
        self.parts = parts
        self.source = source
    }

    /// The values that name the row whose `column` holds `value`, as fixtures have them; nil where
    /// there is no such row.
    func values(
        ofRowWith value: SQLValue, in column: String, on connection: Connection
    ) throws -> DynamicValue? {
        let rows = try connection.query(
            "SELECT \(parts.map(\.column).joined(separator: ", ")) \(source) "
                + "WHERE t0.\(column.quotedName) = ?", [value])
        guard let row = rows.first else { return nil }
        return .list(
            try parts.indices.map { try FixtureValues.value(row[$0], of: parts[$0].type) })
    }

    /// What `column` holds in the row that `values` name; nil where there is no such row. Throws
    /// `FixtureInput.Invalid` where there are several, or the values aren't of this key.
    func find(
        _ values: [DynamicValue], in column: String, on connection: Connection
    ) throws -> SQLValue? {
        guard values.count == parts.count else {
            throw FixtureInput.Invalid(
                "A natural key of \(schema.name) has \(parts.count) values, not \(values.count).")
        }
        let stored = try zip(parts, values).map {
            try FixtureInput.stored($1, as: $0.type, nullable: true)
        }
        return try find(zip(parts.map(\.column), stored), in: column, on: connection)
    }

    /// The primary key of the row whose own columns hold `values`, in the order of `fields`; nil
    /// where there is no such row.
    func find(own values: [SQLValue], on connection: Connection) throws -> SQLValue? {
        guard let key = schema.primaryKey?.column else { return nil }
        let columns = schema.columnNames(fields).map { "t0.\($0.quotedName)" }
        return try find(zip(columns, values), in: key, on: connection)
    }

    private func find(
        _ terms: some Sequence<(String, SQLValue)>, in column: String, on connection: Connection
    ) throws -> SQLValue? {
        let conditions = terms.map { $1 == .null ? "\($0) IS NULL" : "\($0) = ?" }
        let rows = try connection.query(
            "SELECT t0.\(column.quotedName) \(source) WHERE "
                + "\(conditions.joined(separator: " AND ")) LIMIT 2",
            terms.map(\.1).filter { $0 != .null })
        if rows.count > 1 {
            throw FixtureInput.Invalid(
                "Several rows of \(schema.name) have this natural key: its fields are to be "
                    + "unique.")
        }
        return rows.first?[0]
    }
}
