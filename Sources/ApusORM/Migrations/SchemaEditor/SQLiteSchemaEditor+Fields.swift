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
