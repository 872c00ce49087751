/// A query before it is text, without the types: what `QuerySet` collects and the compiler reads.
struct SelectQuery: Sendable {
    /// The table of the rows.
    var table: Table
    /// The conditions of each `filter` and `exclude`: those of one call are about the same rows of
    /// a multi-valued relation, those of two calls may be about different ones.
    var filters: [ConditionNode] = []
    var ordering: [Ordering] = []
    /// Whether the model's own order counts where `ordering` is empty.
    var usesDefaultOrdering = true
    /// Whether the rows come the other way round than the order says that counts in the end.
    var isReversed = false
    var offset = 0
    var limit: Int?
    var isDistinct = false
    /// The query has no rows, whatever the table holds.
    var isNone = false
    /// What most queries don't have, in a box: copying a query is then cheap.
    private var extras: Extras?

    /// Foreign keys whose rows are read in the same statement.
    var joined: [JoinStep] {
        get { extras?.joined ?? [] }
        set { if extras != nil || !newValue.isEmpty { own().joined = newValue } }
    }

    /// What rows or groups are annotated with, by name.
    var annotations: [Annotation] {
        get { extras?.annotations ?? [] }
        set { own().annotations = newValue }
    }

    /// What rows are grouped by, where that is not their key.
    var groups: [Node] {
        get { extras?.groups ?? [] }
        set { own().groups = newValue }
    }

    /// How many annotations there were when rows were put together: groups don't read these.
    var groupedFrom: Int {
        get { extras?.groupedFrom ?? 0 }
        set { own().groupedFrom = newValue }
    }

    /// What is read in place of the table's columns.
    var columns: [Node] {
        get { extras?.columns ?? [] }
        set { own().columns = newValue }
    }

    /// The queries whose rows are added to these, kept of these or taken from them.
    var combination: Combination? {
        get { extras?.combination }
        set { if extras != nil || newValue != nil { own().combination = newValue } }
    }

    /// Whether a filter or an order is about groups without an annotation that is.
    var hasFreeAggregates: Bool {
        get { extras?.hasFreeAggregates ?? false }
        set { if extras != nil || newValue { own().hasFreeAggregates = newValue } }
    }

    /// What a row created through the query gets: the owner that related rows point at.
    var newRowValues: [(field: TableField, value: Node)] {
        get { extras?.newRowValues ?? [] }
        set { own().newRowValues = newValue }
    }

    /// Whether the next filter is about the related rows that the first one is about: those of a
    /// many-to-many relation of a row.
    var isSticky: Bool {
        get { extras?.isSticky ?? false }
        set { if extras != nil || newValue { own().isSticky = newValue } }
    }

    /// What relates a row created through the query to the owner of a many-to-many relation.
    var connectNewRow: (@Sendable (SQLValue) throws -> Void)? {
        get { extras?.connectNewRow }
        set { if extras != nil || newValue != nil { own().connectNewRow = newValue } }
    }

    /// The first mistake in how the query was made; thrown when it runs.
    var problem: QueryError? {
        get { extras?.problem }
        set { if extras != nil || newValue != nil { own().problem = newValue } }
    }

    init(_ table: Table) { self.table = table }

    /// Whether rows are put together to groups.
    var isGrouped: Bool {
        guard let extras else { return false }
        return extras.hasFreeAggregates || extras.annotations.contains { $0.kind == .aggregate }
    }

    /// Whether its SELECT needs the parts in another order than they stand in: groups, windows.
    var isLayered: Bool {
        guard let extras else { return false }
        return extras.hasFreeAggregates || !extras.annotations.isEmpty
    }

    /// Whether there is no need to ask the database. Throws what is wrong with the query.
    var isKnownEmpty: Bool {
        get throws {
            if isNone, let problem { throw problem }
            return isNone
        }
    }

    var isSliced: Bool { limit != nil || offset > 0 }

    /// Whether it asks for all rows of the table, as they are and in no order.
    var isWholeTable: Bool {
        filters.isEmpty && ordering.isEmpty && (!usesDefaultOrdering || table.ordering.isEmpty)
            && !isSliced && !isDistinct && !isNone && extras == nil
    }

    /// Adds the conditions of one `filter`.
    mutating func add(_ condition: ConditionNode) {
        if case .all(let parts) = condition, parts.isEmpty { return }
        if problem == nil, let error = condition.problem { problem = error }
        if isSliced {
            fail("Cannot filter a query once a slice has been taken.")
        }
        if combination != nil { return failCombined("filter()") }
        if condition.isAggregate, !isGrouped { hasFreeAggregates = true }
        if isSticky, let own = filters.popLast() {
            filters.append(own.and(condition))
        } else {
            filters.append(condition)
        }
    }

    /// Throws where the query is several put together.
    func requireNotCombined(_ step: String) throws(QueryError) {
        var copy = self
        if combination != nil { copy.failCombined(step) }
        if combination != nil, let problem = copy.problem { throw problem }
    }

    /// Says that a combined query takes no more steps but an order and a slice.
    mutating func failCombined(_ step: String) {
        fail(
            "Calling \(step) after \(combination?.operation.word ?? "union") is not supported: "
                + "do it to the queries that are put together.")
    }

    /// Keeps the first mistake.
    mutating func fail(_ message: String) {
        if problem == nil { problem = QueryError(message) }
    }

    /// Takes a part of the rows that the query has so far.
    mutating func slice(from start: Int, count: Int?) {
        if start < 0 || (count ?? 0) < 0 {
            return fail("Negative indexing is not supported.")
        }
        if let limit {
            let left = max(0, limit - start)
            self.limit = count.map { min($0, left) } ?? left
        } else {
            limit = count
        }
        offset += start
    }

    /// Takes the order that counts, turned where the rows come the other way round.
    mutating func settleOrdering() {
        applyDefaultOrdering()
        if isReversed { ordering = ordering.map(\.reversed) }
        isReversed = false
    }

    /// Takes the model's own order where the query has none.
    mutating func applyDefaultOrdering() {
        if ordering.isEmpty, usesDefaultOrdering, !table.ordering.isEmpty, !isGrouped {
            for name in table.ordering { addOrdering(named: name) }
        }
    }

    /// Orders by the key where there is no order yet.
    mutating func orderByKeyIfUnordered() {
        if ordering.isEmpty {
            ordering = [
                Ordering(
                    node: .column(ColumnReference(join: nil, field: table.key)),
                    isDescending: false, nulls: nil)
            ]
        }
    }
}

extension SelectQuery {
    /// The rarer parts of a query. Changed only while one query holds it.
    private final class Extras: @unchecked Sendable {
        var joined: [JoinStep] = []
        var annotations: [Annotation] = []
        var groups: [Node] = []
        var groupedFrom = 0
        var columns: [Node] = []
        var newRowValues: [(field: TableField, value: Node)] = []
        var connectNewRow: (@Sendable (SQLValue) throws -> Void)?
        var problem: QueryError?
        var combination: Combination?
        var hasFreeAggregates = false
        var isSticky = false
    }

    /// The rarer parts, made or copied so that no other query sees a change.
    private mutating func own() -> Extras {
        if isKnownUniquelyReferenced(&extras), let extras { return extras }
        let copy = Extras()
        if let extras {
            copy.joined = extras.joined
            copy.annotations = extras.annotations
            copy.groups = extras.groups
            copy.groupedFrom = extras.groupedFrom
            copy.columns = extras.columns
            copy.newRowValues = extras.newRowValues
            copy.connectNewRow = extras.connectNewRow
            copy.problem = extras.problem
            copy.combination = extras.combination
            copy.hasFreeAggregates = extras.hasFreeAggregates
            copy.isSticky = extras.isSticky
        }
        extras = copy
        return copy
    }
}

/// What is computed for each row or group under a name.
struct Annotation: Sendable {
    let name: String
    let node: Node
    let type: FieldType
    /// Whether it is about a row, a group or the rows around a row.
    let kind: AnnotationKind
    /// How many filters were there before it: later ones join anew what it joins.
    let filtersBefore: Int

    init(_ name: String, _ node: Node, _ type: FieldType, filtersBefore: Int) {
        self.name = name
        self.node = node
        self.type = type
        kind = AnnotationKind(node)
        self.filtersBefore = filtersBefore
    }

    /// The annotation where it is used.
    var reference: Node { .annotation(name, kind) }
}

/// A query that can't be made: a lookup by a name that no field has, a filter after a slice.
public struct QueryError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong and what there is to choose from.
    public let description: String

    /// A mistake in a query.
    public init(_ description: String) { self.description = description }
}
