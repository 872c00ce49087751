extension Condition {
    /// A condition by names: `.named("author__name__icontains", "ann", of: Book.self)`. A name
    /// that leads nowhere is told when the query runs.
    public static func named<Owner: Model>(
        _ name: String, _ value: LookupValue, of _: Owner.Type
    ) -> Condition {
        do {
            return Condition(try NamedLookup(name, from: Owner.table).condition(value))
        } catch {
            return Condition(.invalid(error))
        }
    }
}

extension Queryable {
    /// The rows that meet a condition by names: `filter("author__name__icontains", "ann")`.
    public func filter(_ name: String, _ value: LookupValue) -> QuerySet<Element> {
        changing { $0.add(condition(name, value).node) }
    }

    /// The rows that don't meet a condition by names.
    public func exclude(_ name: String, _ value: LookupValue) -> QuerySet<Element> {
        changing { $0.add(condition(name, value).node.negated) }
    }

    /// The rows in the order of these names, `-` before one for descending, `?` for any.
    public func order(by names: String...) -> QuerySet<Element> { order(by: names) }

    /// The rows in the order of these names, `-` before one for descending, `?` for any.
    public func order(by names: [String]) -> QuerySet<Element> {
        changing {
            if $0.isSliced { $0.fail("Cannot reorder a query once a slice has been taken.") }
            $0.ordering = []
            for name in names { $0.addOrdering(named: name) }
        }
    }

    /// The values of columns by names, a row's in the names' order.
    public func values(named names: [String]) throws -> [[SQLValue]] {
        let set = querySet
        var nodes: [Node] = []
        for name in names {
            nodes.append(
                try NamedLookup(
                    name, from: Element.table, annotations: set.query.annotations
                ).node)
        }
        return try set.read(nodes)
    }

    /// An aggregate by names: `aggregate("Sum", "pages")`; functions are `Count`, `Sum`, `Avg`,
    /// `Min`, `Max`.
    public func aggregate(
        _ function: String, _ name: String, distinct: Bool = false
    ) throws -> SQLValue {
        try aggregate(.aggregate(function, name, distinct: distinct))
    }

    /// A value computed over all rows, by names.
    public func aggregate(_ value: LookupValue) throws -> SQLValue {
        let node = try Element.table.expression(value, []).node
        return try aggregated.read([node]).first?.first ?? .null
    }
}

extension QuerySet {
    /// Reads the values of `nodes`, undecoded.
    func read(_ nodes: [Node]) throws -> [[SQLValue]] {
        if query.isNone { return [] }
        let connection = try Database.current.connection
        let selected = changing {
            $0.columns = nodes
            $0.joined = []
        }
        let (text, bindings) = try selected.query.compiled(.select, for: connection.dialect)
        return try connection.query(text, bindings).map(\.values)
    }
}

extension SelectQuery {
    /// Orders by a name, `-` before for descending, over relations with `__`.
    mutating func addOrdering(named name: String) {
        if name == "?" {
            ordering.append(Ordering(node: .call("RANDOM", []), isDescending: false, nulls: nil))
            return
        }
        let isDescending = name.hasPrefix("-")
        let path = isDescending ? String(name.dropFirst()) : name
        do {
            let lookup = try NamedLookup(path, from: table, annotations: annotations)
            // A relation is ordered by as its model is.
            if case .column(let reference) = lookup.node, let target = reference.field.target,
                !target.ordering.isEmpty, path != reference.field.schema.column
            {
                for name in target.ordering {
                    addOrdering(named: isDescending ? flipped(path, name) : "\(path)__\(name)")
                }
                return
            }
            ordering.append(Ordering(node: lookup.node, isDescending: isDescending, nulls: nil))
        } catch {
            if problem == nil { problem = error }
        }
    }

    private func flipped(_ path: String, _ name: String) -> String {
        name.hasPrefix("-") ? "\(path)__\(name.dropFirst())" : "-\(path)__\(name)"
    }
}
