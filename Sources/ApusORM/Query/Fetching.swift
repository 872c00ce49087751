extension Model {
    /// The row with the key `id`. Throws `NotFound` where there is none.
    @inlinable
    public static func get(_ id: ID) throws -> Self { try row(withKey: id.sqlValue) }

    /// The row with the key `id`. Throws `NotFound` where there is none.
    @inlinable
    public static func get(_ id: Int) throws -> Self where ID == Key<Self> { try get(Key(id)) }

    /// The row with a key that is a value already: a generic key's type would have to be asked for
    /// while the program runs.
    @usableFromInline
    static func row(withKey key: SQLValue) throws -> Self {
        try Database.current.connection.row(key)
    }

    /// `id = 5`: what `NotFound` says of a row that is asked for by its key.
    static func isKey(_ key: SQLValue) -> String { "\(table.key.schema.name) = \(key.asText)" }

    /// The rows with the keys `ids`, in no order; keys without a row are left out.
    public static func inBulk(_ ids: [ID]) throws -> [Self] {
        try rows(withKeys: ids.map(\.sqlValue))
    }

    static func rows(withKeys keys: [SQLValue], isStrict: Bool = false) throws -> [Self] {
        let connection = try Database.current.connection
        var rows: [Self] = []
        let group = FetchGroup(isStrict: isStrict)
        let wanted = keys.sortedOnce()
        var start = 0
        while start < wanted.count {
            let end = min(start + 500, wanted.count)
            let chunk = wanted[start..<end]
            let sql =
                "SELECT \(table.columnList) FROM \(table.quotedName) WHERE "
                + "\(table.key.qualifiedName) IN ("
                + chunk.map { _ in "?" }.joined(separator: ", ") + ")"
            try connection.run(sql, Array(chunk)) { statement in
                var source = RowSource(statement, group: group)
                rows += try readAll(from: &source)
                group.add(keys: source.keys)
            }
            start = end
        }
        return rows
    }
}
