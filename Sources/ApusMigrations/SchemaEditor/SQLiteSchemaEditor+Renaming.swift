import ApusORM

/// Tables and columns under new names.
extension SQLiteSchemaEditor {
    /// Renames a table, and gives the indexes whose names follow from its name new ones.
    mutating func renameTable(
        _ old: ModelSchema, to new: ModelSchema, in state: ProjectState
    ) -> [SchemaStep] {
        guard old.table.lowercased() != new.table.lowercased() else { return [] }
        let rename = "ALTER TABLE \(old.table.quotedName) RENAME TO \(new.table.quotedName)"
        return [.execute(rename)] + renameIndexes(from: old, to: new, in: state)
    }

    /// Renames the tables that many-to-many fields made up, and the columns in them, where they
    /// follow from a name that has changed.
    mutating func renameThroughTables(
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

    func renameColumn(
        of model: ModelSchema, from old: String, to new: String
    ) -> [SchemaStep] {
        if old == new { return [] }
        return [
            .execute(
                "ALTER TABLE \(model.table.quotedName) RENAME COLUMN \(old.quotedName) "
                    + "TO \(new.quotedName)")
        ]
    }
}
