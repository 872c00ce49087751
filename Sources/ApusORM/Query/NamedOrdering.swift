/// One thing that rows are ordered by, by names.
public struct NamedOrdering: Sendable {
    let value: LookupValue
    let isDescending: Bool
    let nulls: Ordering.Nulls?
    /// Whether a relation stands for the order of its model, not for its key.
    let isName: Bool

    /// An order by an expression.
    public init(
        _ value: LookupValue, descending isDescending: Bool = false, nulls: Ordering.Nulls? = nil
    ) {
        self.value = value
        self.isDescending = isDescending
        self.nulls = nulls
        isName = false
    }

    /// An order by a name, `-` before it for descending, `?` for any order.
    public init(_ name: String) {
        isDescending = name.hasPrefix("-")
        let path = isDescending ? String(name.dropFirst()) : name
        value = path == "?" ? .call("Random", []) : .field(path)
        nulls = nil
        isName = true
    }
}

/// Which rows around a row a window function looks at.
public struct FrameExtent: Hashable, Sendable {
    let sql: String

    /// Rows counted from the row: -2 is two before it, 0 is the row itself, nil is all there are.
    public static func rows(from start: Int?, to end: Int?) -> FrameExtent {
        FrameExtent("ROWS", start, end)
    }

    /// Rows whose value in the window's order is so far from the row's; nil is all there are.
    public static func range(from start: Int?, to end: Int?) -> FrameExtent {
        FrameExtent("RANGE", start, end)
    }

    private init(_ unit: String, _ start: Int?, _ end: Int?) {
        func bound(_ offset: Int?, _ all: String) -> String {
            switch offset {
            case nil: "UNBOUNDED \(all)"
            case 0?: "CURRENT ROW"
            case let offset?: "\(offset.magnitude) \(offset < 0 ? "PRECEDING" : "FOLLOWING")"
            }
        }
        sql = "\(unit) BETWEEN \(bound(start, "PRECEDING")) AND \(bound(end, "FOLLOWING"))"
    }
}

extension Queryable {
    /// The rows in the order of expressions by names.
    public func order(by terms: [NamedOrdering]) -> QuerySet<Element> {
        changing {
            if $0.isSliced { $0.fail("Cannot reorder a query once a slice has been taken.") }
            $0.ordering = []
            for term in terms { $0.addOrdering(term) }
        }
    }
}

extension SelectQuery {
    /// Orders by an expression by names. A name alone that is a relation's is ordered by as its
    /// model is.
    mutating func addOrdering(_ term: NamedOrdering) {
        if term.isName, case .field(let name) = term.value {
            return addOrdering(named: (term.isDescending ? "-" : "") + name)
        }
        do {
            let node = try table.expression(term.value, annotations).node
            if node.isAggregate, !isGrouped { hasFreeAggregates = true }
            ordering.append(
                Ordering(node: node, isDescending: term.isDescending, nulls: term.nulls))
        } catch {
            if problem == nil { problem = error }
        }
    }

    /// Orders by a name, `-` before for descending, over relations with `__`.
    mutating func addOrdering(named name: String) { addOrdering(named: name, passed: []) }

    /// `passed` are the relations whose models' orders led here.
    private mutating func addOrdering(named name: String, passed: Set<PassedRelation>) {
        if name == "?" {
            ordering.append(Ordering(node: .call("RANDOM", []), isDescending: false, nulls: nil))
            return
        }
        let isDescending = name.hasPrefix("-")
        let path = isDescending ? String(name.dropFirst()) : name
        do {
            let lookup = try NamedLookup(path, from: table, annotations: annotations)
            try lookup.requireNoComparison(path)
            // A relation is ordered by as its model is.
            let last = path.split(separator: "__").last.map(String.init)
            if case .column(let reference) = lookup.node, let target = lookup.target,
                !target.ordering.isEmpty, last != reference.field.schema.column, last != "pk"
            {
                var passed = passed
                guard passed.insert(PassedRelation(reference)).inserted else {
                    return fail("Infinite loop caused by ordering.")
                }
                let start = ordering.count
                for name in target.ordering {
                    addOrdering(
                        named: isDescending ? flipped(path, name) : joined(path, name),
                        passed: passed)
                }
                for index in start..<ordering.count where ordering[index].relation == nil {
                    ordering[index].relation = (reference, isDescending)
                }
                return
            }
            ordering.append(Ordering(node: lookup.node, isDescending: isDescending, nulls: nil))
        } catch {
            if problem == nil { problem = error }
        }
    }

    /// Orders by a foreign key's own value where that is what is read, not by its model's order.
    mutating func orderBySelectedKeys() {
        var kept: [Ordering] = []
        for term in ordering {
            guard let (key, isDescending) = term.relation,
                columns.contains(where: { $0.isColumn(.column(key)) })
            else {
                kept.append(term)
                continue
            }
            let own = Node.column(key)
            if kept.last?.node.isColumn(own) == true { continue }
            kept.append(Ordering(node: own, isDescending: isDescending, nulls: nil))
        }
        ordering = kept
    }

    private func joined(_ path: String, _ name: String) -> String {
        name.hasPrefix("-") ? "-\(path)__\(name.dropFirst())" : "\(path)__\(name)"
    }

    private func flipped(_ path: String, _ name: String) -> String {
        name.hasPrefix("-") ? "\(path)__\(name.dropFirst())" : "-\(path)__\(name)"
    }
}

/// A relation in one of its directions.
private struct PassedRelation: Hashable {
    let field: ObjectIdentifier
    let isReverse: Bool

    /// The relation that `reference` is the end of.
    init(_ reference: ColumnReference) {
        switch (reference.field.target, reference.join?.relation) {
        case (nil, .reverse(let field)): (self.field, isReverse) = (ObjectIdentifier(field), true)
        case (nil, .forward(let field)): (self.field, isReverse) = (ObjectIdentifier(field), false)
        default: (field, isReverse) = (ObjectIdentifier(reference.field), false)
        }
    }
}
