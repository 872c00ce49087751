/// Anything that stands for rows of `Element`: a query set, or the rows related to a row. All that
/// can be asked of one can be asked of the other.
public protocol Queryable<Element>: Sendable {
    /// The model of the rows.
    associatedtype Element: Model

    /// The rows as a query.
    var querySet: QuerySet<Element> { get }
}

/// Rows of a model that are not read yet: each step gives a narrower or differently ordered
/// query, and the database is asked by `all()`, `first()`, `count()` and their like.
public struct QuerySet<Element: Model>: Queryable {
    var query: SelectQuery
    /// How rows that are read in the same statement are decoded.
    var joins: [JoinedDecoder<Element>] = []
    /// What is read right after the rows.
    var prefetches: [@Sendable ([Element]) throws -> Void] = []
    /// Whether relations that the query doesn't load throw.
    var isStrict = false

    /// All rows of the model.
    public init() {
        query = SelectQuery(Element.table)
    }

    /// The query itself.
    public var querySet: QuerySet<Element> { self }
}

extension Model {
    /// All rows, as a query to narrow.
    public static var query: QuerySet<Self> { QuerySet() }
}

extension Queryable {
    /// A copy of the query with `change` made.
    func changing(_ change: (inout SelectQuery) -> Void) -> QuerySet<Element> {
        var copy = querySet
        let wasSticky = copy.query.isSticky
        change(&copy.query)
        // It is for the step right behind the relation.
        if wasSticky { copy.query.isSticky = false }
        return copy
    }

    /// The rows that meet the condition. Conditions on a relation to many within one call are
    /// about the same related row.
    public func filter(_ condition: (Element.Columns) -> Condition) -> QuerySet<Element> {
        changing { $0.add(condition(Element.Columns(.root)).node) }
    }

    /// The rows that don't meet the condition.
    public func exclude(_ condition: (Element.Columns) -> Condition) -> QuerySet<Element> {
        changing { $0.add(condition(Element.Columns(.root)).node.negated) }
    }

    /// The rows in this order: one term a line, the most important first. It replaces an order
    /// given before.
    public func order(
        @OrderingBuilder _ terms: (Element.Columns) -> [Ordering]
    ) -> QuerySet<Element> {
        changing {
            if $0.isSliced { $0.fail("Cannot reorder a query once a slice has been taken.") }
            $0.ordering = terms(Element.Columns(.root))
            if !$0.isGrouped, $0.ordering.contains(where: \.node.isAggregate) {
                $0.hasFreeAggregates = true
            }
        }
    }

    /// The rows in no order, where the model or the query had one.
    public func unordered() -> QuerySet<Element> {
        changing {
            $0.ordering = []
            $0.usesDefaultOrdering = false
        }
    }

    /// The rows in their order; by key where they have none.
    package func orderedByKeyWhereUnordered() -> QuerySet<Element> {
        changing {
            $0.applyDefaultOrdering()
            $0.orderByKeyIfUnordered()
        }
    }

    /// The rows the other way round, whether their order is given before or after. Rows without an
    /// order stay so.
    public func reversed() -> QuerySet<Element> {
        changing {
            if $0.isSliced { $0.fail("Cannot reverse a query once a slice has been taken.") }
            $0.isReversed.toggle()
        }
    }

    /// At most the first `count` rows.
    public func limit(_ count: Int) -> QuerySet<Element> {
        changing { $0.slice(from: 0, count: count) }
    }

    /// The rows without the first `count`.
    public func offset(_ count: Int) -> QuerySet<Element> {
        changing { $0.slice(from: count, count: nil) }
    }

    /// The rows at these places.
    public subscript(range: Range<Int>) -> QuerySet<Element> {
        changing { $0.slice(from: range.lowerBound, count: range.count) }
    }

    /// The rows from a place on.
    public subscript(range: PartialRangeFrom<Int>) -> QuerySet<Element> {
        changing { $0.slice(from: range.lowerBound, count: nil) }
    }

    /// The rows before a place.
    public subscript(range: PartialRangeUpTo<Int>) -> QuerySet<Element> {
        changing { $0.slice(from: 0, count: range.upperBound) }
    }

    /// Each row once, where joins would give it several times.
    public func distinct() -> QuerySet<Element> {
        changing {
            if $0.isSliced {
                $0.fail("Cannot create distinct fields once a slice has been taken.")
            }
            if $0.combination != nil { $0.failCombined("distinct()") }
            $0.isDistinct = true
        }
    }

    /// No rows: the database is not asked.
    public func none() -> QuerySet<Element> {
        changing { $0.isNone = true }
    }

    /// The SQL that `all()` runs, and what it binds.
    public func sql(
        for dialect: any Dialect = SQLiteDialect()
    ) throws -> (text: String, bindings: [SQLValue]) {
        try querySet.query.compiled(.select, for: dialect)
    }
}
