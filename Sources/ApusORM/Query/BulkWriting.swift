/// What becomes of rows that a unique constraint forbids.
public enum BulkConflict<Columns: ModelColumns> {
    /// They are left out, and keep their keys unsaved.
    case ignore
    /// The row that is there gets these columns of the new one. `matching` are the columns of the
    /// unique constraint.
    case update((Columns) -> [any QueryColumn], matching: (Columns) -> [any QueryColumn])
}

extension Model {
    /// Inserts all `rows` in one transaction and returns them with their keys.
    @discardableResult
    public static func bulkCreate(_ rows: some Sequence<Self>) throws -> [Self] {
        try insertAll(rows) { row, connection, sql, values in
            try connection.execute(sql, values)
            if !row.id.isSaved, let key = ID(handedOut: connection.lastInsertID) { row.id = key }
            row._state = ModelState(nil)
        }
    }

    /// Inserts all `rows` in one transaction and returns them with their keys; what a unique
    /// constraint forbids is left out or changes the row that is there. Hooks and signals don't
    /// hear of it.
    @discardableResult
    public static func bulkCreate(
        _ rows: some Sequence<Self>, onConflict conflict: BulkConflict<Columns>
    ) throws -> [Self] {
        let clause = try conflictClause(conflict) + " RETURNING \(table.key.quotedName)"
        return try insertAll(rows) { row, connection, sql, values in
            try connection.run(sql + clause, values) { statement in
                while try statement.step() {
                    var cells = Row(statement, group: nil)
                    row.id = try cells.next()
                    row._state = ModelState(nil)
                }
            }
        }
    }

    /// The rows after `insert` ran for each, with the INSERT and the values that it takes.
    private static func insertAll(
        _ rows: some Sequence<Self>,
        _ insert: (inout Self, Connection, String, [SQLValue]) throws -> Void
    ) throws -> [Self] {
        let table = table
        let connection = try Database.current.connection
        defer { table.countWrite() }
        var saved = Array(rows)
        do {
            return try connection.transaction {
                // A buffer: an array of a generic type asks for its own type at each row.
                try saved.withUnsafeMutableBufferPointer { rows in
                    for index in rows.indices {
                        rows[index].setMoments(isNew: true)
                        var values = try table.written(
                            rows[index].fieldValues, by: "bulkCreate()")
                        if rows[index].id.isSaved {
                            try insert(&rows[index], connection, table.insertWithKeySQL, values)
                        } else {
                            values.removeFirst()
                            try insert(&rows[index], connection, table.insertSQL, values)
                        }
                    }
                }
                return saved
            }
        } catch let error as DatabaseError where error.kind == .foreignKey {
            throw error.naming(table.fields, of: saved)
        }
    }

    private static func conflictClause(_ conflict: BulkConflict<Columns>) throws -> String {
        switch conflict {
        case .ignore: return " ON CONFLICT DO NOTHING"
        case .update(let changed, let unique):
            let target = try names(unique)
            let columns = try names(changed)
            return " ON CONFLICT (\(target.joined(separator: ", "))) DO UPDATE SET "
                + columns.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        }
    }

    private static func names(_ columns: (Columns) -> [any QueryColumn]) throws -> [String] {
        let fields = try own(columns)
        if fields.isEmpty { throw QueryError("Name at least one column.") }
        return fields.map(\.quotedName)
    }

    private static func own(_ columns: (Columns) -> [any QueryColumn]) throws -> [TableField] {
        try columns(Columns(.root)).map { try $0.reference.ownField(of: table) }
    }

    /// Writes these columns of saved rows, in one transaction, and returns how many rows there
    /// were: `try Choice.bulkUpdate(choices) { [$0.votes] }`. Hooks and signals don't hear of it.
    @discardableResult
    public static func bulkUpdate(
        _ rows: some Sequence<Self>, _ columns: (Columns) -> [any QueryColumn]
    ) throws -> Int {
        let fields = try own(columns)
        if fields.isEmpty { throw QueryError("Field names must be given to bulkUpdate().") }
        if fields.contains(where: \.schema.isPrimaryKey) {
            throw QueryError("bulkUpdate() cannot be used with primary key fields.")
        }
        if let field = fields.first(where: { $0.schema.generated != nil }) {
            throw QueryError(
                "'\(field.schema.name)' is computed by the database: bulkUpdate() can't set it.")
        }
        let sql =
            "UPDATE \(table.quotedName) SET "
            + fields.map { "\($0.quotedName) = ?" }.joined(separator: ", ")
            + " WHERE \(table.key.qualifiedName) = ?"
        let connection = try Database.current.connection
        defer { table.countWrite() }
        let rows = Array(rows)
        do {
            return try connection.transaction {
                var count = 0
                for row in rows {
                    guard row.id.isSaved else {
                        throw QueryError("All bulkUpdate() rows must have a primary key set.")
                    }
                    let values = row.fieldValues
                    let written = try fields.map {
                        try $0.written(values[$0.index], by: "bulkUpdate()")
                    }
                    count += try connection.execute(sql, written + [row.id.sqlValue])
                }
                return count
            }
        } catch let error as DatabaseError where error.kind == .foreignKey {
            throw error.naming(fields, of: rows)
        }
    }
}

extension DatabaseError {
    /// The same error with those of `fields` that are foreign keys and point at nothing in one of
    /// `rows`.
    fileprivate func naming(_ fields: [TableField], of rows: [some Model]) -> DatabaseError {
        let values = rows.map(\.fieldValues)
        return naming(
            values.flatMap { _ in fields },
            values: values.flatMap { values in fields.map { values[$0.index] } })
    }
}
