/// The rows of a reverse relation, loaded for a whole group of owners.
struct RelatedRows<Element: Model>: Sendable {
    var rows: [Int: [Element]]
    /// The table's count of writes when they were read: another says that they are stale.
    var writeCount: Int
}

extension FetchGroup {
    /// The rows that point at `owner`, read for all owners of the group where they aren't yet.
    func related<Element: Model>(
        to owner: Int, by field: TableField, _: Element.Type
    ) throws -> [Element] {
        let table = Element.table
        if let loaded = loaded(field) as? RelatedRows<Element>,
            loaded.writeCount == table.writeCount
        {
            return loaded.rows[owner] ?? []
        }
        var loaded = RelatedRows<Element>(rows: [:], writeCount: table.writeCount)
        var rest = keys[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(500)
            rest = rest.dropFirst(500)
            let column = Node.column(ColumnReference(join: nil, field: field))
            let rows = try Element.query.changing {
                $0.add(.among(column, chunk.map { .integer(Int64($0)) }))
            }.all()
            for row in rows {
                if case .integer(let key) = row.fieldValues[field.index] {
                    loaded.rows[Int(key), default: []].append(row)
                }
            }
        }
        store(loaded, for: field)
        return loaded.rows[owner] ?? []
    }
}
