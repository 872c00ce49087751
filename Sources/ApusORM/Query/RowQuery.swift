/// Rows with values that are computed for each of them, or groups with theirs. `Scope` is what the
/// closures of `filter` and `order` get, `Output` what is read for each row.
public struct RowQuery<Element: Model, Scope: Sendable, Output>: Sendable {
    var set: QuerySet<Element>
    let scope: Scope
    /// What is read beside the row.
    let nodes: [Node]
    /// Whether the row itself is read.
    let readsRow: Bool
    let read: @Sendable (inout Row, Element?) throws -> Output

    /// The rows that meet the condition; one on an aggregate chooses groups.
    ///
    ///     Question.annotate { $0.choices.votes.sum }.filter { question, votes in votes > 10 }
    public func filter(_ condition: (Scope) -> Condition) -> RowQuery {
        changing { $0.add(condition(scope).node) }
    }

    /// The rows that don't meet the condition.
    public func exclude(_ condition: (Scope) -> Condition) -> RowQuery {
        changing { $0.add(condition(scope).node.negated) }
    }

    /// The rows in this order.
    public func order(@OrderingBuilder _ terms: (Scope) -> [Ordering]) -> RowQuery {
        changing {
            if $0.isSliced { $0.fail("Cannot reorder a query once a slice has been taken.") }
            $0.ordering = terms(scope)
        }
    }

    /// At most the first `count` rows.
    public func limit(_ count: Int) -> RowQuery { changing { $0.slice(from: 0, count: count) } }

    /// The rows without the first `count`.
    public func offset(_ count: Int) -> RowQuery { changing { $0.slice(from: count, count: nil) } }

    /// Each row once.
    public func distinct() -> RowQuery { changing { $0.isDistinct = true } }

    /// Reads the rows.
    public func all() throws -> [Output] {
        if try set.query.isKnownEmpty { return [] }
        let connection = try Database.current.connection
        var elements: [Element] = []
        let found = try connection.run(selected) { statement in
            let group = FetchGroup(isStrict: set.isStrict)
            let groups = set.joins.map { _ in FetchGroup(isStrict: set.isStrict) }
            var found: [Output] = []
            var row = Row(statement, group: group)
            while try statement.step() {
                row.index = 0
                let element = readsRow ? try set.decode(&row, groups) : nil
                if let element { elements.append(element) }
                found.append(try read(&row, element))
            }
            group.add(keys: elements.map(\.id.sqlValue))
            return found
        }
        for prefetch in set.prefetches where readsRow { try prefetch(elements) }
        return found
    }

    /// The first row in the query's order; nil where there is none.
    public func first() throws -> Output? { try limit(1).all().first }

    /// How many rows there are.
    public func count() throws -> Int {
        if try set.query.isKnownEmpty { return 0 }
        return try Database.current.connection.run(selected, .count) { statement in
            guard try statement.step() else { return 0 }
            return Int(statement.reader.pointee.integer(statement.cells, 0))
        }
    }

    /// The SQL that `all()` runs, and what it binds.
    public func sql(
        for dialect: any Dialect = SQLiteDialect()
    ) throws -> (text: String, bindings: [SQLValue]) {
        try selected.compiled(.select, for: dialect)
    }

    private var selected: SelectQuery {
        var query = set.query
        query.columns = (readsRow ? query.selectedNodes : []) + nodes
        query.joined = []
        if !readsRow { query.orderBySelectedKeys() }
        return query
    }

    private func changing(_ change: (inout SelectQuery) -> Void) -> RowQuery {
        var copy = self
        change(&copy.set.query)
        return copy
    }
}

extension SelectQuery {
    /// Adds an annotation that has no name of the user's.
    fileprivate mutating func annotate(_ node: Node, _ type: FieldType) -> Node {
        if combination != nil { failCombined("annotate()") }
        isSticky = false
        if node.nestsAggregates {
            fail("Cannot compute an aggregate of an aggregate for each row: use aggregate().")
        }
        let annotation = Annotation(
            "annotation\(annotations.count)", node, type, filtersBefore: filters.count)
        annotations.append(annotation)
        return annotation.reference
    }
}

extension Queryable {
    /// The rows with values that are computed for each, read as tuples:
    ///
    ///     for (question, votes) in try Question.annotate { $0.choices.votes.sum }.all() { … }
    public func annotate<each Term: Expressible>(
        _ terms: (Element.Columns) -> (repeat each Term)
    ) -> RowQuery<
        Element, (Element.Columns, repeat Expression<(each Term).Value>),
        (Element, repeat (each Term).Value)
    > where repeat (each Term).Value: FieldValue {
        var set = querySet
        var nodes: [Node] = []
        func add<One: Expressible>(_ term: One) -> Expression<One.Value>
        where One.Value: FieldValue {
            let node = set.query.annotate(term.node, One.Value.fieldType)
            nodes.append(node)
            return Expression(node)
        }
        let terms = terms(Element.Columns(.root))
        let expressions = (repeat add(each terms))
        return RowQuery(
            set: set, scope: (Element.Columns(.root), repeat each expressions), nodes: nodes,
            readsRow: true
        ) { row, element in
            guard let element else { throw NotFound(Element.modelName, "") }
            return (element, repeat try decode(each expressions, &row))
        }
    }

    /// The rows put together where some values are equal, with what is computed for each group:
    ///
    ///     try Choice.grouped { $0.question.text } annotate: { ($0.votes.sum, $0.count) }.all()
    public func grouped<each Term: Expressible, each Result: Expressible>(
        by keys: (Element.Columns) -> (repeat each Term),
        annotate terms: (Element.Columns) -> (repeat each Result)
    ) -> RowQuery<
        Element, (repeat Expression<(each Term).Value>, repeat Expression<(each Result).Value>),
        (repeat (each Term).Value, repeat (each Result).Value)
    > where repeat (each Term).Value: FieldValue, repeat (each Result).Value: FieldValue {
        var set = querySet
        var nodes: [Node] = []
        func key<One: Expressible>(_ term: One) -> Expression<One.Value>
        where One.Value: FieldValue {
            var node = term.node
            if case .column = node {
            } else {
                node = set.query.annotate(node, One.Value.fieldType)
            }
            nodes.append(node)
            return Expression(node)
        }
        func add<One: Expressible>(_ term: One) -> Expression<One.Value>
        where One.Value: FieldValue {
            let node = set.query.annotate(term.node, One.Value.fieldType)
            nodes.append(node)
            return Expression(node)
        }
        let keys = keys(Element.Columns(.root))
        let groups = (repeat key(each keys))
        set.query.groups = nodes
        set.query.hasFreeAggregates = true
        set.query.usesDefaultOrdering = false
        let terms = terms(Element.Columns(.root))
        let expressions = (repeat add(each terms))
        return RowQuery(
            set: set, scope: (repeat each groups, repeat each expressions), nodes: nodes,
            readsRow: false
        ) { row, _ in
            (repeat try decode(each groups, &row), repeat try decode(each expressions, &row))
        }
    }
}

private func decode<Value: FieldValue>(_: Expression<Value>, _ row: inout Row) throws -> Value {
    try row.next()
}

extension Model {
    /// All rows with values that are computed for each, read as tuples.
    public static func annotate<each Term: Expressible>(
        _ terms: (Columns) -> (repeat each Term)
    ) -> RowQuery<
        Self, (Columns, repeat Expression<(each Term).Value>), (Self, repeat (each Term).Value)
    > where repeat (each Term).Value: FieldValue {
        query.annotate(terms)
    }

    /// All rows put together where some values are equal, with what is computed for each group.
    public static func grouped<each Term: Expressible, each Result: Expressible>(
        by keys: (Columns) -> (repeat each Term), annotate terms: (Columns) -> (repeat each Result)
    ) -> RowQuery<
        Self, (repeat Expression<(each Term).Value>, repeat Expression<(each Result).Value>),
        (repeat (each Term).Value, repeat (each Result).Value)
    > where repeat (each Term).Value: FieldValue, repeat (each Result).Value: FieldValue {
        query.grouped(by: keys, annotate: terms)
    }
}
