extension Related {
    /// Makes these rows point here, in one UPDATE; that of a model with hooks calls none.
    public func add(_ rows: any Reference<Element>...) throws {
        try point(rows.map { $0.foreignKey.id }, at: owner)
    }

    /// Makes these rows point here, in one UPDATE.
    public func add(contentsOf rows: some Sequence<some Reference<Element>>) throws {
        try point(rows.map { $0.foreignKey.id }, at: owner)
    }

    /// Takes the foreign key from these rows, which must be optional.
    public func remove(_ rows: any Reference<Element>...) throws {
        try unpoint(rows.map { $0.foreignKey.id })
    }

    /// Takes the foreign key from all rows that point here; it must be optional.
    public func clear() throws { try unpoint(nil) }

    /// Makes these the rows that point here. Others lose their foreign key where it is optional,
    /// and go on pointing here where it isn't.
    public func set(_ rows: some Sequence<some Reference<Element>>) throws {
        let wanted = rows.map { $0.foreignKey.id }
        try Database.current.transaction {
            if field.schema.isNullable {
                let key = Expression<Element.ID>(Element.keyNode)
                let present = try querySet.values { _ in key }
                let kept = Set(wanted)
                try unpoint(present.filter { !kept.contains($0) })
            }
            try point(wanted, at: owner)
        }
    }

    private func point(_ keys: [Element.ID], at owner: SQLValue) throws {
        if let problem = querySet.query.problem { throw problem }
        if keys.isEmpty { return }
        guard keys.allSatisfy(\.isSaved) else {
            throw QueryError(
                "A \(Element.modelName.model) needs to be saved before it can be added to the rows "
                    + "that '\(field.schema.name)' leads back to.")
        }
        let value = Node.value(owner)
        _ = try Element.query.among(keys).update([(field, value)])
    }

    private func unpoint(_ keys: [Element.ID]?) throws {
        if !field.schema.isNullable {
            throw QueryError(
                "'\(Element.modelName.model).\(field.schema.name)' is not optional: the row can point "
                    + "elsewhere or be deleted, but not at nothing.")
        }
        if keys?.isEmpty == true { return }
        let rows = keys.map { querySet.among($0) } ?? querySet
        _ = try rows.update([(field, .value(.null))])
    }
}

extension QuerySet {
    /// Those of the rows that have these keys.
    fileprivate func among(_ keys: [Element.ID]) -> QuerySet {
        changing { $0.add(.among(Element.keyNode, keys.map(\.sqlValue))) }
    }
}

extension Model {
    /// The key's column of a query of the model.
    fileprivate static var keyNode: Node { .column(ColumnReference(join: nil, field: table.key)) }
}
