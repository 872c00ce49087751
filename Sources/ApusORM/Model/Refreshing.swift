extension Model {
    /// Reads the row again. Throws `NotFound` where it is gone.
    public mutating func refresh() throws { self = try Self.get(id) }

    /// Reads these fields again and keeps the others as they are:
    /// `try choice.refresh(only: \.votes)`. Throws `NotFound` where the row is gone.
    public mutating func refresh<each Column: QueryColumn>(
        only columns: repeat KeyPath<Columns, each Column>
    ) throws {
        let own = Columns(.root)
        var wanted: Set<Int> = []
        repeat _ = wanted.insert(
            try own[keyPath: each columns].reference.ownField(of: Self.table).index)
        // The other values go through the statement, so that the row is read as any other.
        let table = Self.table
        let values = fieldValues
        let terms = table.fields.map { wanted.contains($0.index) ? $0.qualifiedName : "?" }
        let bindings =
            table.fields.filter { !wanted.contains($0.index) }.map { values[$0.index] }
            + [values[0]]
        let found: Self? = try Database.current.connection.decodeOne(
            "SELECT \(terms.joined(separator: ", ")) FROM \(table.quotedName) WHERE "
                + "\(table.key.qualifiedName) = ?", bindings)
        guard let found else { throw NotFound(Self.modelName, Self.isKey(id.sqlValue)) }
        self = found
    }
}

extension Connection {
    /// The first row of a statement whose columns are a model's; nil where it has no row.
    func decodeOne<Element: Model>(_ sql: String, _ bindings: [SQLValue]) throws -> Element? {
        try run(sql, bindings) { statement in
            guard try statement.step() else { return nil }
            var row = Row(statement, group: FetchGroup())
            return try row.model()
        }
    }
}
