/// An SQL expression before it is text: columns are still relations and fields, so that one
/// expression can be compiled at the top of a query or inside another.
indirect enum Node: Sendable {
    /// A field at the end of a path of relations.
    case column(ColumnReference)
    /// A value, bound.
    case value(SQLValue)
    /// What the query is annotated with under a name.
    case annotation(String, isAggregate: Bool)
    /// A function by Django's name, which the dialect writes.
    case function(String, [Node])
    /// SQL as it is.
    case literal(String)
    /// `(left operator right)`.
    case binary(Node, String, Node)
    /// A function of the dialect's, or of SQL's own.
    case call(String, [Node])
    /// An aggregate over the rows; no argument means `*`.
    case aggregate(String, Node?, distinct: Bool, filter: ConditionNode?)
    /// `CASE WHEN … THEN … ELSE … END`.
    case choice([(ConditionNode, Node)], otherwise: Node)
    /// A query with one column, as a value.
    case subquery(SelectQuery)
    /// An expression of the query around this one.
    case outer(Node)
    /// A part of a date: `year`, `month`, …
    case datePart(String, Node)
    /// What stands at these keys of a JSON column.
    case json(Node, [String])
    /// JSON text, bound to be compared with what stands in a JSON column.
    case jsonValue(String)
    /// Whether a condition holds.
    case condition(ConditionNode)
    /// `CAST(… AS type)`.
    case cast(Node, String)

    /// Whether an aggregate is in it.
    var isAggregate: Bool {
        switch self {
        case .aggregate: true
        case .annotation(_, let isAggregate): isAggregate
        case .function(_, let arguments): arguments.contains(where: \.isAggregate)
        case .binary(let left, _, let right): left.isAggregate || right.isAggregate
        case .call(_, let arguments): arguments.contains(where: \.isAggregate)
        case .cast(let node, _), .datePart(_, let node): node.isAggregate
        default: false
        }
    }
}

/// A condition before it is text.
indirect enum ConditionNode: Sendable {
    case compare(Node, Lookup, Node)
    case isNull(Node, Bool)
    case among(Node, [SQLValue])
    case amongRows(Node, SelectQuery)
    case between(Node, Node, Node)
    case all([ConditionNode])
    case any([ConditionNode])
    case not(ConditionNode)
    case exists(SelectQuery)
    case constant(Bool)
    /// Whether a JSON column, or what stands in it, has a key.
    case hasKey(Node, String)
    /// A condition that can't be made; told when the query runs.
    case invalid(QueryError)

    /// Both; nested conjunctions become one.
    func and(_ other: ConditionNode) -> ConditionNode {
        switch (self, other) {
        case (.all(let left), .all(let right)): .all(left + right)
        case (.all(let left), _): .all(left + [other])
        case (_, .all(let right)): .all([self] + right)
        default: .all([self, other])
        }
    }

    /// Either; nested disjunctions become one.
    func or(_ other: ConditionNode) -> ConditionNode {
        switch (self, other) {
        case (.any(let left), .any(let right)): .any(left + right)
        case (.any(let left), _): .any(left + [other])
        case (_, .any(let right)): .any([self] + right)
        default: .any([self, other])
        }
    }

    /// Whether an aggregate is in it: it then is about groups, not rows.
    var isAggregate: Bool {
        switch self {
        case .compare(let left, _, let right): left.isAggregate || right.isAggregate
        case .isNull(let node, _), .among(let node, _), .amongRows(let node, _),
            .hasKey(let node, _):
            node.isAggregate
        case .between(let node, let low, let high):
            node.isAggregate || low.isAggregate || high.isAggregate
        case .all(let parts), .any(let parts): parts.contains(where: \.isAggregate)
        case .not(let inner): inner.isAggregate
        case .exists, .constant, .invalid: false
        }
    }

    /// The opposite; two negations cancel.
    var negated: ConditionNode {
        if case .not(let inner) = self { inner } else { .not(self) }
    }
}
