import ApusORM

/// How SQLite spells columns, tables and indexes.
struct SQLiteColumns {
    /// The state that references are looked up in.
    let state: ProjectState

    /// The type of a column; a foreign key's is that of the key it points at.
    func type(of field: FieldSchema) -> String {
        if field.reference != nil { return referenceType(of: field, depth: 0) }
        return Self.type(field.type)
    }

    private func referenceType(of field: FieldSchema, depth: Int) -> String {
        guard let target = target(of: field), depth < 8 else { return Self.type(field.type) }
        if target.reference != nil { return referenceType(of: target, depth: depth + 1) }
        switch target.type {
        case .key, .positiveBigInteger: return "bigint"
        case .integerKey, .positiveInteger: return "integer"
        case .smallKey, .positiveSmallInteger: return "smallint"
        default: return Self.type(target.type)
        }
    }

    /// The field that a foreign key points at.
    func target(of field: FieldSchema) -> FieldSchema? {
        guard let reference = field.reference, let model = state[reference.model] else {
            return nil
        }
        return reference.field.map(model.field) ?? model.primaryKey
    }

    private static func type(_ type: FieldType) -> String {
        switch type {
        case .key, .integerKey, .smallKey, .integer: "integer"
        case .smallInteger: "smallint"
        case .bigInteger: "bigint"
        case .positiveSmallInteger: "smallint unsigned"
        case .positiveInteger: "integer unsigned"
        case .positiveBigInteger: "bigint unsigned"
        case .boolean: "bool"
        case .double: "real"
        case .decimal: "decimal"
        case .text(nil), .json: "text"
        case .text(let length?): "varchar(\(length))"
        case .slug(let length), .email(let length), .url(let length), .filePath(let length):
            "varchar(\(length))"
        case .ipAddress: "char(39)"
        case .uuid: "char(32)"
        case .date: "date"
        case .time: "time"
        case .dateTime: "datetime"
        case .duration: "bigint"
        case .blob: "BLOB"
        case .manyToMany: ""
        }
    }

    /// What a column's type demands of its values.
    private func check(of field: FieldSchema) -> String? {
        if field.reference != nil { return nil }
        let column = field.column.quotedName
        switch field.type {
        case .positiveSmallInteger, .positiveInteger, .positiveBigInteger:
            return "CHECK (\(column) >= 0)"
        case .json: return "CHECK ((JSON_VALID(\(column)) OR \(column) IS NULL))"
        default: return nil
        }
    }

    /// A column's definition without its name.
    func definition(of field: FieldSchema) -> String {
        var words = [type(of: field)]
        if let value = field.databaseDefault { words.append("DEFAULT \(value.literal)") }
        if let generated = field.generated {
            words.append("GENERATED ALWAYS AS (\(generated.expression))")
            words.append(generated.isStored ? "STORED" : "VIRTUAL")
        } else {
            words.append(field.isNullable ? "NULL" : "NOT NULL")
        }
        if field.isPrimaryKey {
            words.append("PRIMARY KEY")
        } else if field.isUnique {
            words.append("UNIQUE")
        }
        if let check = check(of: field) { words.append(check) }
        if field.type.isGenerated, field.reference == nil { words.append("AUTOINCREMENT") }
        if let reference = field.reference, reference.isEnforced,
            let model = state[reference.model], let target = target(of: field)
        {
            words.append(
                "REFERENCES \(model.table.quotedName) (\(target.column.quotedName)) "
                    + "DEFERRABLE INITIALLY DEFERRED")
        }
        return words.joined(separator: " ")
    }

    /// The statement that makes a model's table, under `name` where that isn't its own.
    func createTable(_ model: ModelSchema, as name: String? = nil) -> String {
        var parts = model.columns.map { "\($0.column.quotedName) \(definition(of: $0))" }
        for constraint in model.constraints {
            switch constraint.rule {
            case .check(let condition):
                parts.append("CONSTRAINT \(constraint.name.quotedName) CHECK (\(condition))")
            case .unique(let fields, nil):
                let columns = model.columnNames(fields).map(\.quotedName).joined(separator: ", ")
                parts.append("CONSTRAINT \(constraint.name.quotedName) UNIQUE (\(columns))")
            case .unique: break
            }
        }
        let table = (name ?? model.table).quotedName
        return "CREATE TABLE \(table) (\(parts.joined(separator: ", ")))"
    }

    /// The statements that make all indexes of a model's table.
    func createIndexes(_ model: ModelSchema) -> [String] {
        model.uniqueTogether.map { createUnique($0, on: model) }
            + model.constraints.compactMap { createIndex(of: $0, on: model) }
            + model.columns.filter(\.needsIndex).map { createIndex(of: $0, on: model) }
            + model.indexes.map { createIndex($0, on: model) }
    }

    /// The statement that makes the index of what must be unique together.
    func createUnique(_ fields: [String], on model: ModelSchema) -> String {
        let columns = model.columnNames(fields)
        let name = IndexName.implied(table: model.table, columns: columns, suffix: "_uniq")
        return "CREATE UNIQUE INDEX \(name.quotedName) ON \(model.table.quotedName) "
            + "(\(columns.map(\.quotedName).joined(separator: ", ")))"
    }

    /// The statement that makes a column's own index.
    func createIndex(of field: FieldSchema, on model: ModelSchema) -> String {
        let name = IndexName.implied(table: model.table, columns: [field.column])
        return "CREATE INDEX \(name.quotedName) ON \(model.table.quotedName) "
            + "(\(field.column.quotedName))"
    }

    /// The statement that makes an index with a name.
    func createIndex(_ index: IndexSchema, on model: ModelSchema) -> String {
        let columns = index.fields.map { field -> String in
            let isDescending = field.hasPrefix("-")
            let name = isDescending ? String(field.dropFirst()) : field
            return (model.field(name)?.column ?? name).quotedName + (isDescending ? " DESC" : "")
        }
        return "CREATE INDEX \(index.name.quotedName) ON \(model.table.quotedName) "
            + "(\((columns + index.expressions).joined(separator: ", ")))"
            + (index.condition.map { " WHERE \($0)" } ?? "")
    }

    /// The statement that makes the index of a constraint that is one; nil for the others.
    func createIndex(of constraint: ConstraintSchema, on model: ModelSchema) -> String? {
        guard case .unique(let fields, let condition?) = constraint.rule else { return nil }
        let columns = model.columnNames(fields).map(\.quotedName).joined(separator: ", ")
        return "CREATE UNIQUE INDEX \(constraint.name.quotedName) ON \(model.table.quotedName) "
            + "(\(columns)) WHERE \(condition)"
    }
}
