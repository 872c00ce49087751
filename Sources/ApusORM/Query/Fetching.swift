extension Model {
    /// The row with the key `id`. Throws `NotFound` where there is none.
    public static func get(_ id: Key<Self>) throws -> Self {
        let found: Self? = try Database.current.connection.row(id)
        guard let found else { throw NotFound(modelName, "id = \(id)") }
        return found
    }

    /// The row with the key `id`. Throws `NotFound` where there is none.
    public static func get(_ id: Int) throws -> Self { try get(Key(id)) }

    /// The rows with the keys `ids`, in no order; keys without a row are left out.
    public static func inBulk(_ ids: [Key<Self>]) throws -> [Self] {
        try inBulk(ids, isStrict: false)
    }

    static func inBulk(_ ids: [Key<Self>], isStrict: Bool) throws -> [Self] {
        let connection = try Database.current.connection
        var rows: [Self] = []
        let group = FetchGroup(isStrict: isStrict)
        let wanted = Array(Set(ids.map(\.value))).sorted()
        var start = 0
        while start < wanted.count {
            let end = min(start + 500, wanted.count)
            let chunk = wanted[start..<end]
            let sql =
                "SELECT \(table.columnList) FROM \(table.quotedName) WHERE "
                + "\(table.key.qualifiedName) IN ("
                + chunk.map { _ in "?" }.joined(separator: ", ") + ")"
            try connection.run(sql, chunk.map { .integer(Int64($0)) }) { statement in
                while try statement.step() {
                    var row = Row(statement, group: group)
                    rows.append(try Self(row: &row))
                }
            }
            start = end
        }
        group.setKeys(rows.map(\.id.value))
        return rows
    }
}
