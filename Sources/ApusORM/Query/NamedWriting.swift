extension Queryable {
    /// Changes all rows of the query, by names: `update(named: ["pages": 101])`. A value may be
    /// another field of the row, or computed of it.
    @discardableResult
    public func update(named values: [(String, LookupValue)]) throws -> Int {
        try querySet.update(Element.table.assignments(values))
    }

    /// The only row that has these values, or a new one with them and `defaults`, by names.
    public func getOrCreate(
        named lookup: [(String, LookupValue)], defaults: [(String, LookupValue)] = []
    ) throws -> (row: Element, isNew: Bool) {
        let wanted = try Element.table.assignments(lookup)
        let values = try Element.table.assignments(defaults)
        return try getOrCreate {
            $0.list = wanted
        } defaults: {
            $0.list += values
        }
    }

    /// Writes `values` to the only row that has the values of `lookup`, or makes such a row.
    public func updateOrCreate(
        named lookup: [(String, LookupValue)], _ values: [(String, LookupValue)]
    ) throws -> (row: Element, isNew: Bool) {
        let wanted = try Element.table.assignments(lookup)
        let changes = try Element.table.assignments(values)
        return try updateOrCreate {
            $0.list = wanted
        } _: {
            $0.list += changes
        }
    }

    /// The row that is first by this column. Throws `NotFound` where there is no row.
    public func earliest(_ column: (Element.Columns) -> some Expressible) throws -> Element {
        try only(changing { $0.ordering = [column(Element.Columns(.root)).ascending] })
    }

    /// The row that is last by this column. Throws `NotFound` where there is no row.
    public func latest(_ column: (Element.Columns) -> some Expressible) throws -> Element {
        try only(changing { $0.ordering = [column(Element.Columns(.root)).descending] })
    }

    private func only(_ ordered: QuerySet<Element>) throws -> Element {
        if ordered.query.isSliced {
            throw QueryError("Cannot change a query once a slice has been taken.")
        }
        guard let row = try ordered.limit(1).all().first else {
            throw NotFound(Element.modelName, "")
        }
        return row
    }
}

extension Table {
    func assignments(
        _ values: [(String, LookupValue)]
    ) throws(QueryError) -> [(field: TableField, value: Node)] {
        var list: [(field: TableField, value: Node)] = []
        for (name, value) in values {
            guard let field = field(named: name) else {
                throw QueryError(
                    "Cannot resolve keyword '\(name)' into field. Choices are: "
                        + fields.map(\.schema.name).sorted().joined(separator: ", "))
            }
            list.append((field, try node(value, for: field)))
        }
        return list
    }

    private func node(_ value: LookupValue, for field: TableField) throws(QueryError) -> Node {
        if case .value(let constant) = value {
            return .value(try field.schema.type.coerced(constant, for: field.schema.name))
        }
        return try expression(value, []).node
    }
}
