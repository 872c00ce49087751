import ApusORM

/// Indexes: those with names of their own, and those whose names follow from the table's.
extension SQLiteSchemaEditor {
    /// Gives the indexes whose names follow from the table's and the columns' names new ones, and
    /// rewrites those that are still to be made.
    mutating func renameIndexes(
        from old: ModelSchema, to new: ModelSchema, in state: ProjectState
    ) -> [SchemaStep] {
        let columns = SQLiteColumns(state: state)
        var steps: [SchemaStep] = []
        func rename(
            _ oldSQL: String, to newSQL: String, over names: (old: [String], new: [String])?,
            unique: Bool
        ) {
            guard oldSQL != newSQL else { return }
            if let position = deferred.firstIndex(where: { $0.sql == oldSQL }) {
                deferred[position] = (new.table, newSQL)
            } else if let names {
                let name = IndexName.implied(
                    table: old.table, columns: names.old, suffix: unique ? "_uniq" : "")
                steps.append(
                    .dropIndex(
                        name, table: new.table, columns: names.new, unique: unique,
                        others: new.namesOfIndexes))
                steps.append(.execute(newSQL))
            }
        }
        for (oldFields, newFields) in zip(old.uniqueTogether, new.uniqueTogether) {
            rename(
                columns.createUnique(oldFields, on: old),
                to: columns.createUnique(newFields, on: new),
                over: (old.columnNames(oldFields), new.columnNames(newFields)),
                unique: true)
        }
        for (oldField, newField) in zip(old.columns, new.columns)
        where oldField.needsIndex && newField.needsIndex {
            rename(
                columns.createIndex(of: oldField, on: old),
                to: columns.createIndex(of: newField, on: new),
                over: ([oldField.column], [newField.column]),
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

    mutating func dropNamedIndex(_ name: String, madeBy sql: String) -> [SchemaStep] {
        if let position = deferred.firstIndex(where: { $0.sql == sql }) {
            deferred.remove(at: position)
            return []
        }
        return [.execute("DROP INDEX \(name.quotedName)")]
    }

    mutating func alterUniqueTogether(
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
            steps.append(
                .dropIndex(
                    name, table: new.table, columns: names, unique: true, others: old.namesOfIndexes
                ))
        }
        for fields in new.uniqueTogether where !old.uniqueTogether.contains(fields) {
            steps.append(.execute(columns.createUnique(fields, on: new)))
        }
        return steps
    }

    /// Drops a column's own index; one that is still to be made is not made.
    mutating func dropIndex(
        of field: FieldSchema, on model: ModelSchema, nowAt column: String, in state: ProjectState
    ) -> [SchemaStep] {
        let sql = SQLiteColumns(state: state).createIndex(of: field, on: model)
        if let position = deferred.firstIndex(where: { $0.sql == sql }) {
            deferred.remove(at: position)
            return []
        }
        let name = IndexName.implied(table: model.table, columns: [field.column])
        return [
            .dropIndex(
                name, table: model.table, columns: [column], unique: false,
                others: model.namesOfIndexes)
        ]
    }
}

/// The indexes that the migrations know of a table.
struct KnownIndexes {
    /// An index whose name follows from the table's and the columns'.
    struct Implied {
        var name: String
        var columns: [String]
        var isUnique: Bool
    }

    /// The names that don't follow from the table's.
    let names: Set<String>
    /// Those whose names do. A table that was renamed long ago may have them under other names.
    let implied: [Implied]
    /// The names that the table's indexes are going to have.
    let coming: Set<String>

    /// Those of `old`, which is about to be as `new` says.
    init(of old: ModelSchema, becoming new: ModelSchema) {
        names = old.namesOfIndexes
        implied = old.impliedIndexes
        coming = new.namesOfIndexes.union(new.impliedIndexes.map(\.name))
    }
}

extension ModelSchema {
    /// The names of indexes that don't follow from the table's.
    fileprivate var namesOfIndexes: Set<String> {
        Set(indexes.map(\.name) + constraints.map(\.name))
    }

    /// The indexes whose names follow from the table's.
    fileprivate var impliedIndexes: [KnownIndexes.Implied] {
        let unique = uniqueTogether.map { fields in
            let columns = columnNames(fields)
            return KnownIndexes.Implied(
                name: IndexName.implied(table: table, columns: columns, suffix: "_uniq"),
                columns: columns, isUnique: true)
        }
        return unique
            + columns.filter(\.needsIndex).map {
                KnownIndexes.Implied(
                    name: IndexName.implied(table: table, columns: [$0.column]),
                    columns: [$0.column], isUnique: false)
            }
    }
}
