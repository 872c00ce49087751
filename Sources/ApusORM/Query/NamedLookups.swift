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

    /// An aggregate by names: `aggregate("Sum", "pages")`; functions are `Count`, `Sum`, `Avg`,
    /// `Min`, `Max`.
    public func aggregate(
        _ function: String, _ name: String, distinct: Bool = false
    ) throws -> SQLValue {
        try aggregate(.aggregate(function, name, distinct: distinct))
    }

    /// A value computed over all rows, by names.
    public func aggregate(_ value: LookupValue) throws -> SQLValue {
        try aggregate(named: [("value", value)]).values.first ?? .null
    }

    /// Values computed over all rows, by names; later ones may use the names of the ones before.
    /// `types` says what they are.
    public func aggregate(
        named values: [(String, LookupValue)]
    ) throws -> (values: [SQLValue], types: [FieldType]) {
        try querySet.query.aggregate(named: values)
    }
}

extension SelectQuery {
    /// Values computed over all rows, by names, and what they are.
    func aggregate(
        named values: [(String, LookupValue)]
    ) throws -> (values: [SQLValue], types: [FieldType]) {
        if let problem { throw problem }
        var known = annotations
        var nodes: [Node] = []
        var types: [FieldType] = []
        for (name, value) in values {
            let (node, type) = try table.expression(value, known)
            let earlier = Dictionary(
                zip(values.map(\.0), nodes), uniquingKeysWith: { first, _ in first })
            let full = node.rewritten {
                guard case .annotation(let name, _) = $0 else { return nil }
                return earlier[name]
            }
            if !full.isAggregate {
                throw QueryError("\(name) is not an aggregate expression")
            }
            nodes.append(full)
            types.append(type)
            known.append(Annotation(name, full, type, filtersBefore: 0))
        }
        if isNone { return (values.map { Self.ofNoRows($0.1) }, types) }
        let connection = try Database.current.connection
        let (text, bindings) = try compiled(.aggregate(nodes), for: connection.dialect)
        return (try connection.query(text, bindings).first?.values ?? [], types)
    }

    /// What an aggregate of no rows is.
    private static func ofNoRows(_ value: LookupValue) -> SQLValue {
        switch value {
        case .aggregation("Count", _, _, _, _, _): .integer(0)
        case .aggregation(_, _, _, _, default: .value(let missing)?, _): missing
        default: .null
        }
    }
}
