import ApusORM

/// Changes SQLite's tables. What SQLite can't alter is rebuilt: a new table, all rows copied and
/// counted, the old one dropped, the new one renamed and its indexes made again.
///
/// Foreign keys are off meanwhile, as DROP TABLE would delete the rows that point at the table;
/// that can't be switched inside a transaction, so it is done around it, and all references are
/// checked before the commit. https://www.sqlite.org/lang_altertable.html#otheralter
struct SQLiteSchemaEditor: SchemaEditor {
    /// Statements that wait for the end of the migration: indexes of tables that were made.
    var deferred: [(table: String, sql: String)] = []

    var preparation: [String] { ["PRAGMA foreign_keys = OFF"] }
    var conclusion: [String] { ["PRAGMA foreign_keys = ON"] }

    mutating func deferredSteps() -> [SchemaStep] {
        defer { deferred = [] }
        return deferred.map { .execute($0.sql) }
    }

    mutating func steps(
        for operation: MigrationOperation, app: String, from: ProjectState, to: ProjectState
    ) throws -> [SchemaStep] {
        switch operation {
        case .sql(let sql, _): return [.script(sql)]
        case .run(let body, _): return [.run(body)]
        default: break
        }
        guard let name = operation.model.map({ ModelName(app: app, model: $0) }) else { return [] }
        let old = from[name]
        let new = to[operation.newModelName.map { ModelName(app: app, model: $0) } ?? name]
        guard (new ?? old)?.options.isManaged ?? false else { return [] }
        if let new { try to.requireTargets(of: new) }
        switch (old, new) {
        case (nil, let new?): return create(new, in: to)
        case (let old?, nil): return drop(old, in: from)
        case (let old?, let new?):
            return try change(old, to: new, by: operation, from: from, to: to)
        case (nil, nil):
            throw MigrationError("\(app) has no model \(name.model) to work on.")
        }
    }

    // MARK: Whole tables

    mutating func create(_ model: ModelSchema, in state: ProjectState) -> [SchemaStep] {
        let columns = SQLiteColumns(state: state)
        var steps: [SchemaStep] = [.execute(columns.createTable(model))]
        deferred += columns.createIndexes(model).map { (model.table, $0) }
        for through in state.throughTables(of: model) { steps += create(through, in: state) }
        return steps
    }

    mutating func drop(_ model: ModelSchema, in state: ProjectState) -> [SchemaStep] {
        let steps = state.throughTables(of: model).flatMap { drop($0, in: state) }
        deferred.removeAll { $0.table == model.table }
        return steps + [.execute("DROP TABLE \(model.table.quotedName)")]
    }

    // MARK: Changes inside a table

    mutating func change(
        _ old: ModelSchema, to new: ModelSchema, by operation: MigrationOperation,
        from: ProjectState, to: ProjectState
    ) throws -> [SchemaStep] {
        let columns = SQLiteColumns(state: to)
        switch operation {
        case .renameModel, .alterTable:
            return renameTable(old, to: new, in: to)
                + renameThroughTables(from: from, to: to) { $0 == old.name ? new.name : $0 }
        case .addField(_, let added, let oneOff):
            guard let field = new.field(added.name) else { return [] }
            return add(field, oneOff: oneOff, from: old, to: new, in: to)
        case .removeField(let removed, _):
            guard let field = old.field(removed) else { return [] }
            return remove(field, from: old, to: new, before: from, in: to)
        case .alterField(_, let altered, let oneOff):
            guard let oldField = old.field(altered.name), let field = new.field(altered.name)
            else { return [] }
            return try alter(
                oldField, to: field, oneOff: oneOff, from: old, to: new, before: from, in: to)
        case .renameField(let oldName, let newName, _):
            guard let oldField = old.field(oldName), let field = new.field(newName) else {
                return []
            }
            if field.isManyToMany {
                return renameThroughTables(from: from, to: to) { $0 }
            }
            return try alter(
                oldField, to: field, oneOff: nil, from: old, to: new, before: from, in: to)
        case .alterOrder:
            switch (old.options.orderWithRespectTo, new.options.orderWithRespectTo) {
            case (nil, _?): return add(.order, oneOff: 0, from: old, to: new, in: to)
            case (_?, nil): return remove(.order, from: old, to: new, before: from, in: to)
            default: return []
            }
        case .addIndex(_, let index): return [.execute(columns.createIndex(index, on: new))]
        case .removeIndex(let name, _):
            guard let index = old.indexes.first(where: { $0.name == name }) else { return [] }
            return dropNamedIndex(name, madeBy: columns.createIndex(index, on: old))
        case .renameIndex(let oldName, let newName, _):
            guard let oldIndex = old.indexes.first(where: { $0.name == oldName }),
                let index = new.indexes.first(where: { $0.name == newName })
            else { return [] }
            return dropNamedIndex(oldName, madeBy: columns.createIndex(oldIndex, on: old))
                + [.execute(columns.createIndex(index, on: new))]
        case .alterUniqueTogether: return alterUniqueTogether(from: old, to: new, in: to)
        case .addConstraint(_, let constraint):
            if let sql = columns.createIndex(of: constraint, on: new) { return [.execute(sql)] }
            return rebuild(old, to: new, in: to)
        case .removeConstraint(let name, _):
            let constraint = old.constraints.first { $0.name == name }
            if let sql = constraint.flatMap({ columns.createIndex(of: $0, on: old) }) {
                return dropNamedIndex(name, madeBy: sql)
            }
            return rebuild(old, to: new, in: to)
        default: return []
        }
    }

    // MARK: Rebuilding

    /// Puts a table built as `new` says in the place of `old`. Columns keep their values; those in
    /// `values` get these SQL expressions over the old row. The column of `altered` becomes the
    /// last, as Django has it.
    mutating func rebuild(
        _ old: ModelSchema, to new: ModelSchema, in state: ProjectState,
        values: [String: String] = [:], altered: FieldSchema? = nil
    ) -> [SchemaStep] {
        var new = new
        if let index = altered.flatMap({ new.fields.firstIndex(of: $0) }) {
            new.fields.append(new.fields.remove(at: index))
        }
        let columns = SQLiteColumns(state: state)
        let temporary = "new__\(new.table)"
        let oldColumns = Set(old.columns.map(\.column))
        let copied = new.columns.filter {
            $0.generated == nil && (oldColumns.contains($0.column) || values[$0.column] != nil)
        }
        let names = copied.map(\.column.quotedName)
        let expressions = copied.map { values[$0.column] ?? $0.column.quotedName }
        var steps: [SchemaStep] = [
            .execute(columns.createTable(new, as: temporary)),
            .copyRows(
                from: new.table, to: temporary, columns: names, expressions: expressions,
                known: Set(old.columns.map { $0.column.lowercased() })),
            .swap(new.table, for: temporary, indexes: KnownIndexes(of: old, becoming: new)),
        ]
        deferred.removeAll { $0.table == new.table }
        steps += deferredSteps()
        steps += columns.createIndexes(new).map { .execute($0) }
        return steps
    }
}

extension MigrationOperation {
    /// The name that the model has afterwards, where the operation changes it.
    fileprivate var newModelName: String? {
        if case .renameModel(_, let new) = self { new } else { nil }
    }
}
