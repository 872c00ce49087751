extension Model {
    /// Writes the value: an INSERT where it isn't saved, which sets `id`; an UPDATE where it is,
    /// and an INSERT with that key where the UPDATE finds no row.
    public mutating func save() throws {
        let connection = try Database.current.connection
        let table = Self.table
        let values = fieldValues
        defer { table.countWrite() }
        if id.isSaved {
            if values.count == 1 {
                try connection.execute(table.insertWithKeySQL + " ON CONFLICT DO NOTHING", values)
                return
            }
            var bindings = Array(values.dropFirst())
            bindings.append(values[0])
            if try connection.execute(table.updateSQL, bindings) > 0 { return }
            try connection.execute(table.insertWithKeySQL, values)
        } else {
            try connection.execute(table.insertSQL, Array(values.dropFirst()))
            id = Key(Int(connection.lastInsertID))
        }
    }

    /// The value after `save()`: what `create` returns.
    public consuming func saved() throws -> Self {
        var copy = self
        try copy.save()
        return copy
    }

    /// Reads the row again. Throws `NotFound` where it is gone.
    public mutating func refresh() throws { self = try Self.get(id) }
}
