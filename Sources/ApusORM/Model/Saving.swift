/// How a row is to be written, where `save()` isn't to find out by itself.
public enum SaveForce: Hashable, Sendable {
    /// By an INSERT: a row with the same key is a `DatabaseError` of the kind `.unique`.
    case insert
    /// By an UPDATE: no such row is `NotUpdated`.
    case update
}

/// An UPDATE that was asked for found no row.
public struct NotUpdated: Error, Hashable, Sendable, CustomStringConvertible {
    /// The model whose row was to be written.
    public let model: ModelName
    /// The row's key, as text.
    public let key: String
    let reason: String

    /// The text that people read.
    public var description: String { "\(reason) (\(model.model) with the key \(key))" }
}

extension Model {
    /// Writes the value: an INSERT where it isn't saved, which sets `id`; an UPDATE where it is,
    /// and an INSERT with that key where the UPDATE finds no row.
    public mutating func save() throws { try write { try $0.put(nil) } }

    /// Writes the value by an INSERT or by an UPDATE, whether it has a key or not. Throws
    /// `NotUpdated` where the UPDATE finds no row.
    public mutating func save(forcing force: SaveForce) throws {
        if force == .update, !id.isSaved {
            throw QueryError("Cannot force an update in save() with no primary key.")
        }
        try write { try $0.put(force) }
    }

    /// Writes these fields of a saved row and no others: `try choice.save(only: \.text, \.votes)`.
    /// Throws `NotUpdated` where the row is gone.
    public mutating func save<each Column: QueryColumn>(
        only columns: repeat KeyPath<Columns, each Column>
    ) throws {
        let own = Columns(.root)
        var fields: [TableField] = []
        repeat fields.append(try own[keyPath: each columns].reference.ownField(of: Self.table))
        try requireWritable(fields)
        try write { try $0.put(fields) }
    }

    /// Writes the fields that differ from those of `original`, an earlier copy of the value; asks
    /// nothing of the database where none does. Throws `NotUpdated` where the row is gone.
    ///
    ///     let original = choice
    ///     choice.text = form.text
    ///     try choice.save(changesFrom: original)
    public mutating func save(changesFrom original: Self) throws {
        if fields(changedFrom: original).isEmpty { return }
        try write { row in
            // Here: hooks have changed the row, too.
            let fields = row.fields(changedFrom: original)
            if fields.isEmpty { return }
            try row.requireWritable(fields)
            let moments = Self.table.fields.filter { field in
                field.schema.autoNow == .onSave && !fields.contains { $0 === field }
            }
            try row.put(fields + moments)
        }
    }

    /// The value after `save()`: what `create` returns. `create` forces an INSERT where the key is
    /// given, so that a row which is there already is an error and not overwritten.
    public consuming func saved(forcing force: SaveForce? = nil) throws -> Self {
        var copy = self
        if let force { try copy.save(forcing: force) } else { try copy.save() }
        return copy
    }

    private func fields(changedFrom original: Self) -> [TableField] {
        zip(fieldValues, original.fieldValues).enumerated().compactMap {
            $1.0 == $1.1 || Self.table.fields[$0].schema.generated != nil
                ? nil : Self.table.fields[$0]
        }
    }

    private func requireWritable(_ fields: [TableField]) throws {
        guard id.isSaved else {
            throw QueryError(
                "Only some fields of a row can be written once it is saved: call save() first.")
        }
        for field in fields where field.schema.isPrimaryKey || field.schema.generated != nil {
            throw QueryError("'\(field.schema.name)' is no field that save(only:) can write.")
        }
    }

    /// Has `put` write the row, with those who hear of it. An error over a foreign key names it.
    private mutating func write(_ put: (inout Self) throws -> Void) throws {
        let table = Self.table
        do {
            if table.isObserved {
                try table.observers.save(&self) { row in
                    try put(&row)
                    row.noteStored()
                }
            } else {
                try put(&self)
                noteStored()
            }
        } catch let error as DatabaseError where error.kind == .foreignKey {
            throw error.naming(table.fields, values: fieldValues)
        }
    }

    /// Keeps in mind that the database has the row.
    private mutating func noteStored() {
        if !_state.isStored { _state = ModelState(nil) }
    }

    private mutating func put(_ fields: [TableField]) throws {
        let table = Self.table
        if fields.contains(where: { $0.schema.autoNow == .onSave }) { setMoments(isNew: false) }
        let values = fieldValues
        let sql =
            "UPDATE \(table.quotedName) SET "
            + fields.map { "\($0.quotedName) = ?" }.joined(separator: ", ")
            + " WHERE \(table.key.qualifiedName) = ?"
        defer { table.countWrite() }
        let bindings = try fields.map { try $0.written(values[$0.index]) } + [values[0]]
        if try Database.current.connection.execute(sql, bindings) == 0 {
            throw NotUpdated(
                model: Self.modelName, key: "\(id)",
                reason: "Save with chosen fields did not affect any rows.")
        }
    }

    private mutating func put(_ force: SaveForce?) throws {
        let connection = try Database.current.connection
        let table = Self.table
        setMoments(isNew: !id.isSaved || force == .insert)
        var values = try table.written(fieldValues)
        defer { table.countWrite() }
        guard id.isSaved else {
            try connection.execute(table.insertSQL, Array(values.dropFirst()))
            if let key = ID(handedOut: connection.lastInsertID) { id = key }
            return
        }
        if force != .insert {
            if try update(values, force) { return }
            if force == .update {
                throw NotUpdated(
                    model: Self.modelName, key: "\(id)",
                    reason: "Forced update did not affect any rows.")
            }
            setMoments(isNew: true)
            values = try table.written(fieldValues)
        }
        try connection.execute(table.insertWithKeySQL, values)
    }

    /// Whether the row was there to be updated; one that has nothing but its key has nothing to
    /// write, and is made where it needn't have been there.
    private func update(_ values: [SQLValue], _ force: SaveForce?) throws -> Bool {
        let connection = try Database.current.connection
        let table = Self.table
        if values.count > 1 {
            return try connection.execute(
                table.updateSQL, Array(values.dropFirst()) + [values[0]]) > 0
        }
        if force == .update { return try Self.query.keyed(id).exists() }
        try connection.execute(table.insertWithKeySQL + " ON CONFLICT DO NOTHING", values)
        return true
    }
}

extension ColumnReference {
    /// The field, where the column is `table`'s own and not that of a row which it points at.
    func ownField(of table: Table) throws(QueryError) -> TableField {
        guard join == nil, field.table === table else {
            throw QueryError(
                "Only the model's own columns can be named here: '\(field.schema.name)' is one of "
                    + "\(field.table.schema.name.model)'s, reached through a relation.")
        }
        return field
    }
}
