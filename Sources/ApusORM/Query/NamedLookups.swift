extension SelectQuery {
    /// Orders by a field's name, `-` before for descending; across relations with `__`.
    mutating func addOrdering(named name: String) {
        let descending = name.hasPrefix("-")
        let path = descending ? String(name.dropFirst()) : name
        guard let found = table.fields.first(where: { $0.schema.name == path }) else {
            return fail("Cannot resolve keyword '\(path)' into field.")
        }
        ordering.append(
            Ordering(
                node: .column(ColumnReference(join: nil, field: found)), isDescending: descending,
                nulls: nil))
    }
}
