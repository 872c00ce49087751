/// An SQL expression before it is text: columns are still relations and fields, so that one
/// expression can be compiled at the top of a query or inside another.
indirect enum Node: Sendable {
    /// A field at the end of a path of relations.
    case column(ColumnReference)
    /// A value, bound.
    case value(SQLValue)
    /// What the query is annotated with under a name.
    case annotation(String, AnnotationKind)
    /// A function by Django's name, which the dialect writes.
    case function(String, [Node])
    /// SQL as it is.
    case literal(String)
    /// `(left operator right)`.
    case binary(Node, String, Node)
    /// A function of the dialect's, or of SQL's own.
    case call(String, [Node])
    /// An aggregate over the rows; no arguments mean `*`.
    case aggregate(String, [Node], distinct: Bool, filter: ConditionNode?)
    /// An aggregate or a window function, computed for each row over the rows around it.
    case window(Node, WindowFrame)
    /// `CASE WHEN … THEN … ELSE … END`.
    case choice([(ConditionNode, Node)], otherwise: Node)
    /// A query with one column, as a value.
    case subquery(SelectQuery)
    /// An expression of the query around this one.
    case outer(Node)
    /// A field or annotation, by name, of the query around this one.
    case outerName(String)
    /// A part of a date: `year`, `month`, …
    case datePart(String, Node)
    /// What stands at these keys of a JSON column.
    case json(Node, [JSONKey])
    /// The same as a plain value: truth values are 1 and 0, JSON's null is NULL.
    case jsonPlain(Node, [JSONKey])
    /// JSON text, bound to be compared with what stands in a JSON column.
    case jsonValue(String)
    /// Whether a condition holds.
    case condition(ConditionNode)
    /// `CAST(… AS type)`.
    case cast(Node, FieldType)
    /// Text compared by the rules of a collation.
    case collated(Node, String)

    /// Whether it is about groups of rows, not single ones.
    var isAggregate: Bool {
        switch self {
        case .aggregate: true
        case .annotation(_, let kind): kind == .aggregate
        case .window: false
        default: hasChild { $0.isAggregate }
        }
    }

    /// Whether an aggregate is computed of another.
    var nestsAggregates: Bool {
        if case .aggregate(_, let arguments, _, _) = self,
            arguments.contains(where: \.isAggregate)
        {
            return true
        }
        return hasChild { $0.nestsAggregates }
    }

    /// Whether a window is in it: conditions on it are about the finished rows.
    var hasWindow: Bool {
        switch self {
        case .window: true
        case .annotation(_, let kind): kind == .window
        default: hasChild { $0.hasWindow }
        }
    }
}

/// What an annotation is about.
enum AnnotationKind: Sendable {
    case row, aggregate, window

    init(_ node: Node) {
        self = node.hasWindow ? .window : node.isAggregate ? .aggregate : .row
    }
}

/// The rows around a row that a window function looks at.
struct WindowFrame: Sendable {
    var partition: [Node] = []
    var order: [Ordering] = []
    /// The frame's SQL: `ROWS BETWEEN 1 PRECEDING AND CURRENT ROW`.
    var extent: String?
}

/// A condition before it is text.
indirect enum ConditionNode: Sendable {
    case compare(Node, Lookup, Node)
    case isNull(Node, Bool)
    case among(Node, [SQLValue])
    /// One of several expressions.
    case amongNodes(Node, [Node])
    case amongRows(Node, SelectQuery)
    case between(Node, Node, Node)
    case all([ConditionNode])
    case any([ConditionNode])
    case not(ConditionNode)
    /// An odd number of the parts.
    case odd([ConditionNode])
    case exists(SelectQuery)
    case constant(Bool)
    /// An expression that is true or false itself.
    case holds(Node)
    /// Whether a JSON column, or what stands in it, has a key or a place.
    case hasKey(Node, JSONKey)
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

    /// One of both; nested ones become one.
    func or(else other: ConditionNode) -> ConditionNode {
        switch (self, other) {
        case (.odd(let left), .odd(let right)): .odd(left + right)
        case (.odd(let left), _): .odd(left + [other])
        case (_, .odd(let right)): .odd([self] + right)
        default: .odd([self, other])
        }
    }

    /// An odd number of the parts: at least one, and their sum is odd.
    static func parity(_ parts: [ConditionNode]) -> ConditionNode {
        let ones = parts.map { Node.choice([($0, .literal("1"))], otherwise: .literal("0")) }
        guard let first = ones.first else { return .constant(false) }
        let sum = ones.dropFirst().reduce(first) { .binary($0, "+", $1) }
        return .all([
            .any(parts), .compare(.binary(sum, "%", .literal("2")), .exact, .literal("1")),
        ])
    }

    /// Whether an aggregate is in it: it then is about groups, not rows.
    var isAggregate: Bool { hasNode { $0.isAggregate } }

    /// Whether a window is in it: it then is about the finished rows.
    var hasWindow: Bool { hasNode { $0.hasWindow } }

    /// What is wrong with it, where that is plain.
    var problem: QueryError? {
        switch self {
        case .invalid(let error): error
        case .all(let parts): parts.lazy.compactMap(\.problem).first
        case .not(let inner): inner.problem
        default: nil
        }
    }

    /// The opposite; two negations cancel.
    var negated: ConditionNode {
        if case .not(let inner) = self { inner } else { .not(self) }
    }
}

extension Node {
    /// The column, also behind transforms that make NULL of NULL: a part of a date, a JSON key.
    var transformedColumn: ColumnReference? {
        switch self {
        case .column(let reference): reference
        case .datePart(_, let inner), .json(let inner, _), .jsonPlain(let inner, _),
            .cast(let inner, _), .collated(let inner, _):
            inner.transformedColumn
        case .function(let name, let arguments)
        where name.hasPrefix("Extract") || name.hasPrefix("Trunc"):
            arguments.first?.transformedColumn
        default: nil
        }
    }
}
