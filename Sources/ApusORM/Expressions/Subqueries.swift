extension Expressible {
    /// A column of the query around this one, in the closure of a query within:
    ///
    ///     Question.filter { question in
    ///         Choice.filter { $0.question == question.id.outer }.hasRows
    ///     }
    public var outer: Expression<Value> { Expression(.outer(node)) }
}

/// The values of one column of a query: a value of its own (that of the first row), or what a
/// column is looked for in.
public struct Subquery<Value: FieldValue>: Expressible, Sendable {
    let query: SelectQuery

    /// The first row's value; NULL where there is no row.
    public var expression: Expression<Value> {
        var first = query
        if !first.isSliced { first.slice(from: 0, count: 1) }
        return Expression(.subquery(first))
    }
}

extension Queryable {
    /// The values of a column, for a query around this one:
    /// `Choice.filter { $0.question == question.id.outer }.subquery { $0.votes.max }`.
    public func subquery<Term: Expressible>(
        _ column: (Element.Columns) -> Term
    ) -> Subquery<Term.Value?> where Term.Value: FieldValue {
        Subquery(query: selected(column(Element.Columns(.root)).node))
    }

    /// The values of a column that may be NULL, for a query around this one.
    public func subquery<Term: Expressible, Wrapped: FieldValue>(
        _ column: (Element.Columns) -> Term
    ) -> Subquery<Wrapped?> where Term.Value == Wrapped? {
        Subquery(query: selected(column(Element.Columns(.root)).node))
    }

    private func selected(_ node: Node) -> SelectQuery {
        var query = querySet.query
        query.columns = [node]
        query.joined = []
        query.orderBySelectedKeys()
        return query
    }

    /// Whether there is a row, asked by the query around this one.
    public var hasRows: Condition { Condition(.exists(querySet.query)) }
}

extension Expressible where Value: FieldValue {
    /// One of the values of a query.
    public func `in`(_ rows: Subquery<Value?>) -> Condition {
        Condition(.amongRows(node, rows.query))
    }

    /// One of the values of a query, both of which may be NULL.
    public func `in`(_ rows: Subquery<Value>) -> Condition {
        Condition(.amongRows(node, rows.query))
    }
}

extension RelationColumn {
    /// Points at the row whose key an expression is.
    public static func == (left: Self, right: some Expressible<Target.ID>) -> Condition {
        Condition(.compare(.column(left.reference), .exact, right.node))
    }
}
