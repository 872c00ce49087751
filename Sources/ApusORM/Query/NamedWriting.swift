extension Queryable {
    /// Changes all rows of the query, by names: `update(named: ["pages": 101])`. A value may be
    /// another field of the row or an annotation, or computed of them.
    @discardableResult
    public func update(named values: [(String, LookupValue)]) throws -> Int {
        try querySet.update(
            Element.table.assignments(values, querySet.query.annotations))
    }

    /// The only row that has these values, or a new one with them and `defaults`, by names.
    public func getOrCreate(
        named lookup: [(String, LookupValue)], defaults: [(String, LookupValue)] = []
    ) throws -> (row: Element, isNew: Bool) {
        try getOrCreate(matching(named: lookup)) {
            let values = try Element.table.assignments(defaults)
            let wanted = try Element.table.assignments(
                lookup.filter { name, _ in
                    !name.contains("__") && !defaults.contains { $0.0 == name }
                })
            return wanted + values
        }
    }

    /// Writes `values` to the only row that has the values of `lookup`, or makes such a row; with
    /// what `creating` says in place of `values` where it says something.
    public func updateOrCreate(
        named lookup: [(String, LookupValue)], _ values: [(String, LookupValue)],
        creating: [(String, LookupValue)] = []
    ) throws -> (row: Element, isNew: Bool) {
        let changes = try Element.table.assignments(values)
        let wanted = try Element.table.assignments(lookup.filter { !$0.0.contains("__") })
        let new = creating.isEmpty ? changes : try Element.table.assignments(creating)
        return try updateOrCreate(matching(named: lookup), wanted, changes, new)
    }

    private func matching(named lookup: [(String, LookupValue)]) -> QuerySet<Element> {
        lookup.reduce(querySet) { $0.filter($1.0, $1.1) }
    }
}

extension Table {
    func assignments(
        _ values: [(String, LookupValue)], _ annotations: [Annotation] = []
    ) throws(QueryError) -> [(field: TableField, value: Node)] {
        var list: [(field: TableField, value: Node)] = []
        for (name, value) in values {
            guard let field = field(named: name) else {
                if hasMember(named: name) {
                    let isMany = manyFields.contains { $0.name == name }
                    throw QueryError(
                        "Cannot update model field <\(isMany ? "ManyToManyField" : "ManyToOneRel"): "
                            + "\(name)> (only non-relations and foreign keys permitted).")
                }
                throw QueryError(
                    "Invalid field name for model \(schema.name.model): '\(name)'. Choices are: "
                        + fields.map(\.schema.name).sorted().joined(separator: ", "))
            }
            list.append((field, try node(value, annotations, for: field)))
        }
        return list
    }

    private func node(
        _ value: LookupValue, _ annotations: [Annotation], for field: TableField
    ) throws(QueryError) -> Node {
        if let constant = try field.valueType.coerced(value, for: field.schema.name) {
            return .value(constant)
        }
        return try expression(value, annotations).node.inlined(annotations[...])
    }
}
