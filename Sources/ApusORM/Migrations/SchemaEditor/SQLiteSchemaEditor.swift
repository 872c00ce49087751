/// Changes SQLite's tables. What SQLite can't alter is rebuilt: a new table, all rows copied and
/// counted, the old one dropped, the new one renamed and its indexes made again.
///
/// Foreign keys are off meanwhile, as DROP TABLE would delete the rows that point at the table;
/// that can't be switched inside a transaction, so it is done around it, and all references are
/// checked before the commit. https://www.sqlite.org/lang_altertable.html#otheralter
struct SQLiteSchemaEditor: SchemaEditor {
    private var deferred: [(table: String, sql: String)] = []

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

    private mutating func create(_ model: ModelSchema, in state: ProjectState) -> [SchemaStep] {
        let columns = SQLiteColumns(state: state)
        var steps: [SchemaStep] = [.execute(columns.createTable(model))]
        deferred += columns.createIndexes(model).map { (model.table, $0) }
        for through in state.throughTables(of: model) { steps += create(through, in: state) }
        return steps
    }

    private mutating func drop(_ model: ModelSchema, in state: ProjectState) -> [SchemaStep] {
        let steps = state.throughTables(of: model).flatMap { drop($0, in: state) }
        deferred.removeAll { $0.table == model.table }
        return steps + [.execute("DROP TABLE \(model.table.quotedName)")]
    }

    /// Renames a table, and gives the indexes whose names follow from its name new ones.
    private mutating func renameTable(
        _ old: ModelSchema, to new: ModelSchema, in state: ProjectState
    ) -> [SchemaStep] {
        guard old.table.lowercased() != new.table.lowercased() else { return [] }
        let rename = "ALTER TABLE \(old.table.quotedName) RENAME TO \(new.table.quotedName)"
        return [.execute(rename)] + renameIndexes(from: old, to: new, in: state)
    }

    /// Gives the indexes whose names follow from the table's and the columns' names new ones, and
    /// rewrites those that are still to be made.
    private mutating func renameIndexes(
        from old: ModelSchema, to new: ModelSchema, in state: ProjectState
    ) -> [SchemaStep] {
        let columns = SQLiteColumns(state: state)
        var steps: [SchemaStep] = []
        func rename(_ oldSQL: String, to newSQL: String, over names: [String]?, unique: Bool) {
            guard oldSQL != newSQL else { return }
            if let position = deferred.firstIndex(where: { $0.sql == oldSQL }) {
                deferred[position] = (new.table, newSQL)
            } else if let names {
                let name = IndexName.implied(
                    table: new.table, columns: names, suffix: unique ? "_uniq" : "")
                steps.append(.dropIndex(name, table: new.table, columns: names, unique: unique))
                steps.append(.execute(newSQL))
            }
        }
        for (oldFields, newFields) in zip(old.uniqueTogether, new.uniqueTogether) {
            rename(
                columns.createUnique(oldFields, on: old),
                to: columns.createUnique(newFields, on: new), over: new.columnNames(newFields),
                unique: true)
        }
        for (oldField, newField) in zip(old.columns, new.columns)
        where oldField.needsIndex && newField.needsIndex {
            rename(
                columns.createIndex(of: oldField, on: old),
                to: columns.createIndex(of: newField, on: new), over: [newField.column],
                unique: false)
        }
        // What has a name of its own follows a renamed table by itself once it is made.
        for (oldIndex, newIndex) in zip(old.indexes, new.indexes) {
            rename(
                columns.createIndex(oldIndex, on: old), to: columns.createIndex(newIndex, on: new),
                over: nil, unique: false)
        }
        for (oldConstraint, newConstraint) in zip(old.constraints, new.constraints) {
            if let oldSQL = columns.createIndex(of: oldConstraint, on: old),
                let newSQL = columns.createIndex(of: newConstraint, on: new)
            {
                rename(oldSQL, to: newSQL, over: nil, unique: true)
            }
        }
        return steps
    }

    /// Renames the tables that many-to-many fields made up, and the columns in them, where they
    /// follow from a name that has changed.
    private mutating func renameThroughTables(
        from: ProjectState, to: ProjectState, renamed: (ModelName) -> ModelName
    ) -> [SchemaStep] {
        var steps: [SchemaStep] = []
        for old in from.models {
            guard let new = to[renamed(old.name)] else { continue }
            for (oldTable, newTable) in zip(from.throughTables(of: old), to.throughTables(of: new))
            where oldTable != newTable {
                if oldTable.table.lowercased() != newTable.table.lowercased() {
                    steps.append(
                        .execute(
                            "ALTER TABLE \(oldTable.table.quotedName) "
                                + "RENAME TO \(newTable.table.quotedName)"))
                }
                for (oldField, newField) in zip(oldTable.fields, newTable.fields) {
                    steps += renameColumn(
                        of: newTable, from: oldField.column, to: newField.column)
                }
                steps += renameIndexes(from: oldTable, to: newTable, in: to)
            }
        }
        return steps
    }

    private func renameColumn(
        of model: ModelSchema, from old: String, to new: String
    ) -> [SchemaStep] {
        if old == new { return [] }
        return [
            .execute(
                "ALTER TABLE \(model.table.quotedName) RENAME COLUMN \(old.quotedName) "
                    + "TO \(new.quotedName)")
        ]
    }

    // MARK: Changes inside a table

    private mutating func change(
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
            return alter(
                oldField, to: field, oneOff: oneOff, from: old, to: new, before: from, in: to)
        case .renameField(let oldName, let newName, _):
            guard let oldField = old.field(oldName), let field = new.field(newName) else {
                return []
            }
            if field.isManyToMany {
                return renameThroughTables(from: from, to: to) { $0 }
            }
            return alter(
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

    private mutating func dropNamedIndex(_ name: String, madeBy sql: String) -> [SchemaStep] {
        if let position = deferred.firstIndex(where: { $0.sql == sql }) {
            deferred.remove(at: position)
            return []
        }
        return [.execute("DROP INDEX \(name.quotedName)")]
    }

    private mutating func alterUniqueTogether(
        from old: ModelSchema, to new: ModelSchema, in state: ProjectState
    ) -> [SchemaStep] {
        let columns = SQLiteColumns(state: state)
        var steps: [SchemaStep] = []
        for fields in old.uniqueTogether where !new.uniqueTogether.contains(fields) {
            let sql = columns.createUnique(fields, on: old)
            if let position = deferred.firstIndex(where: { $0.sql == sql }) {
                deferred.remove(at: position)
                continue
            }
            let names = old.columnNames(fields)
            let name = IndexName.implied(table: old.table, columns: names, suffix: "_uniq")
            steps.append(.dropIndex(name, table: new.table, columns: names, unique: true))
        }
        for fields in new.uniqueTogether where !old.uniqueTogether.contains(fields) {
            steps.append(.execute(columns.createUnique(fields, on: new)))
        }
        return steps
    }

    private mutating func add(
        _ field: FieldSchema, oneOff: SQLValue?, from old: ModelSchema, to new: ModelSchema,
        in state: ProjectState
    ) -> [SchemaStep] {
        if field.isManyToMany {
            return state.throughTable(of: field, on: new).map { create($0, in: state) } ?? []
        }
        let columns = SQLiteColumns(state: state)
        let value = field.valueForOldRows(oneOff: oneOff)
        let fits =
            field.isNullable && value == nil || field.databaseDefault != nil
            || field.generated?.isStored == false
        guard fits, !field.isPrimaryKey, !field.isUnique, field.generated?.isStored != true else {
            return rebuild(
                old, to: new, in: state, values: value.map { [field.column: $0] } ?? [:])
        }
        if field.needsIndex {
            deferred.append((new.table, columns.createIndex(of: field, on: new)))
        }
        return [
            .execute(
                "ALTER TABLE \(new.table.quotedName) ADD COLUMN \(field.column.quotedName) "
                    + columns.definition(of: field))
        ]
    }

    private mutating func remove(
        _ field: FieldSchema, from old: ModelSchema, to new: ModelSchema, before: ProjectState,
        in state: ProjectState
    ) -> [SchemaStep] {
        if field.isManyToMany {
            return before.throughTable(of: field, on: old).map { drop($0, in: before) } ?? []
        }
        let isFree =
            !field.isPrimaryKey && !field.isUnique && !field.needsIndex
            && field.reference?.isEnforced != true
        guard isFree else { return rebuild(old, to: new, in: state) }
        return [
            .execute(
                "ALTER TABLE \(new.table.quotedName) DROP COLUMN \(field.column.quotedName)")
        ]
    }

    private mutating func alter(
        _ oldField: FieldSchema, to field: FieldSchema, oneOff: SQLValue?, from old: ModelSchema,
        to new: ModelSchema, before: ProjectState, in state: ProjectState
    ) -> [SchemaStep] {
        if field.isManyToMany || oldField.isManyToMany { return [] }
        let columns = SQLiteColumns(state: state)
        let oldColumns = SQLiteColumns(state: before)
        if oldColumns.definition(of: oldField) == columns.definition(of: field) {
            // Nothing that the table's own text says: at most a name and an index.
            var steps = renameColumn(of: new, from: oldField.column, to: field.column)
            if oldField.needsIndex, !field.needsIndex {
                steps += dropIndex(of: oldField, on: old, nowAt: field.column, in: before)
            } else if field.needsIndex, !oldField.needsIndex {
                deferred.append((new.table, columns.createIndex(of: field, on: new)))
            }
            if !steps.isEmpty { steps += renameIndexes(from: old, to: new, in: state) }
            return steps
        }
        var values = [field.column: oldField.column.quotedName]
        if oldField.isNullable, !field.isNullable,
            let value = field.databaseDefault?.literal ?? field.valueForOldRows(oneOff: oneOff)
        {
            values[field.column] = "coalesce(\(oldField.column.quotedName), \(value))"
        }
        if field.generated != nil { values[field.column] = nil }
        var steps = rebuild(old, to: new, in: state, values: values)
        // Columns that point at this one have its type.
        for (pointing, pointingField) in state.references(to: new.name)
        where pointing.name != new.name && columns.target(of: pointingField) == field {
            for table in tables(of: pointing, holding: pointingField, in: state) {
                let isSame =
                    oldColumns.createTable(table) == columns.createTable(table)
                if !isSame { steps += rebuild(table, to: table, in: state) }
            }
        }
        for through in state.throughTables(of: new)
        where oldColumns.createTable(through) != columns.createTable(through) {
            steps += rebuild(through, to: through, in: state)
        }
        return steps
    }

    /// Drops a column's own index; one that is still to be made is not made.
    private mutating func dropIndex(
        of field: FieldSchema, on model: ModelSchema, nowAt column: String, in state: ProjectState
    ) -> [SchemaStep] {
        let sql = SQLiteColumns(state: state).createIndex(of: field, on: model)
        if let position = deferred.firstIndex(where: { $0.sql == sql }) {
            deferred.remove(at: position)
            return []
        }
        let name = IndexName.implied(table: model.table, columns: [field.column])
        return [.dropIndex(name, table: model.table, columns: [column], unique: false)]
    }

    private func tables(
        of model: ModelSchema, holding field: FieldSchema, in state: ProjectState
    ) -> [ModelSchema] {
        field.isManyToMany ? state.throughTable(of: field, on: model).map { [$0] } ?? [] : [model]
    }

    // MARK: Rebuilding

    /// Puts a table built as `new` says in the place of `old`. Columns keep their values; those in
    /// `values` get these SQL expressions over the old row.
    private mutating func rebuild(
        _ old: ModelSchema, to new: ModelSchema, in state: ProjectState,
        values: [String: String] = [:]
    ) -> [SchemaStep] {
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
                from: new.table, to: temporary, columns: names, expressions: expressions),
            .swap(new.table, for: temporary),
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

extension FieldSchema {
    /// The SQL expression for what existing rows get in a new field; nil where that is NULL.
    fileprivate func valueForOldRows(oneOff: SQLValue?) -> String? {
        if let value = oneOff ?? defaultValue { return value == .null ? nil : value.literal }
        if isNullable || databaseDefault != nil || generated != nil { return nil }
        if isBlank, type.allowsEmptyText, reference == nil { return "''" }
        if autoNow != nil {
            switch type {
            case .date: return "date('now')"
            case .time: return "time('now')"
            default: return "strftime('%Y-%m-%d %H:%M:%f', 'now')"
            }
        }
        return nil
    }
}
