import ApusORM

/// Columns that come, go and change.
extension SQLiteSchemaEditor {
    mutating func add(
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

    mutating func remove(
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

    mutating func alter(
        _ oldField: FieldSchema, to field: FieldSchema, oneOff: SQLValue?, from old: ModelSchema,
        to new: ModelSchema, before: ProjectState, in state: ProjectState
    ) throws -> [SchemaStep] {
        if field.isManyToMany || oldField.isManyToMany {
            return try alterManyToMany(
                oldField, to: field, from: old, to: new, before: before, in: state)
        }
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
        var steps = rebuild(old, to: new, in: state, values: values, altered: field)
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

    /// Between two fields to many only where they point may change: the rows keep their keys,
    /// which must be those of rows of the new target.
    private mutating func alterManyToMany(
        _ oldField: FieldSchema, to field: FieldSchema, from old: ModelSchema,
        to new: ModelSchema, before: ProjectState, in state: ProjectState
    ) throws -> [SchemaStep] {
        guard field.isManyToMany, oldField.isManyToMany,
            (oldField.reference?.through == nil) == (field.reference?.through == nil)
        else {
            throw MigrationError(
                "Cannot alter field \(old.name).\(oldField.name) into \(new.name).\(field.name) - "
                    + "they are not compatible types (you cannot alter to or from M2M fields, or "
                    + "add or remove through= on M2M fields). Remove the field and add the new one."
            )
        }
        guard let oldTable = before.throughTable(of: oldField, on: old),
            let table = state.throughTable(of: field, on: new),
            SQLiteColumns(state: before).createTable(oldTable)
                != SQLiteColumns(state: state).createTable(table)
        else { return [] }
        var values: [String: String] = [:]
        for (column, oldColumn) in zip(table.columns, oldTable.columns) {
            values[column.column] = oldColumn.column.quotedName
        }
        return rebuild(oldTable, to: table, in: state, values: values)
    }

    func tables(
        of model: ModelSchema, holding field: FieldSchema, in state: ProjectState
    ) -> [ModelSchema] {
        field.isManyToMany ? state.throughTable(of: field, on: model).map { [$0] } ?? [] : [model]
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
