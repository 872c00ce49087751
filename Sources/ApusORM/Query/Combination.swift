/// Queries put together: UNION, INTERSECT or EXCEPT.
struct Combination: Sendable {
    enum Operation: String, Sendable {
        case union = "UNION"
        case unionAll = "UNION ALL"
        case intersection = "INTERSECT"
        case difference = "EXCEPT"

        /// Django's word for it.
        var word: String {
            switch self {
            case .union, .unionAll: "union()"
            case .intersection: "intersection()"
            case .difference: "difference()"
            }
        }
    }

    let operation: Operation
    let others: [SelectQuery]
}

extension SelectQuery {
    /// Reads `nodes` in place of the table's columns; of a combined query each member does.
    mutating func select(_ nodes: [Node]) {
        columns = nodes
        joined = []
        guard let own = combination else { return }
        combination = Combination(
            operation: own.operation,
            others: own.others.map { member in
                var member = member
                member.select(nodes)
                return member
            })
    }

    /// This query's rows put together with those of others.
    func combined(_ operation: Combination.Operation, with others: [SelectQuery]) -> SelectQuery {
        var first = self
        var others = others
        switch operation {
        case .union, .unionAll:
            others.removeAll(where: \.isNone)
            if isNone, let next = others.first {
                first = next
                others.removeFirst()
            }
        case .intersection:
            if others.contains(where: \.isNone) { first.isNone = true }
        case .difference:
            others.removeAll(where: \.isNone)
        }
        var query = SelectQuery(first.table)
        query.usesDefaultOrdering = false
        query.isReversed = first.isReversed
        query.isNone = first.isNone
        query.columns = first.columns
        query.joined = first.joined
        query.annotations = first.annotations
        query.combination = Combination(operation: operation, others: [first] + others)
        query.problem = ([self] + others).lazy.compactMap(\.problem).first
        return query
    }
}

extension Queryable {
    /// The rows of this query and those of the others, each once. The result can be ordered and
    /// sliced; filter the queries before they are put together.
    public func union(_ others: any Queryable<Element>...) -> QuerySet<Element> {
        combined(.union, with: others)
    }

    /// The rows of this query and those of the others, as often as they are in them.
    public func unionAll(_ others: any Queryable<Element>...) -> QuerySet<Element> {
        combined(.unionAll, with: others)
    }

    /// The rows that are in this query and in all others.
    public func intersection(_ others: any Queryable<Element>...) -> QuerySet<Element> {
        combined(.intersection, with: others)
    }

    /// The rows of this query that are in none of the others.
    public func difference(_ others: any Queryable<Element>...) -> QuerySet<Element> {
        combined(.difference, with: others)
    }

    private func combined(
        _ operation: Combination.Operation, with others: [any Queryable<Element>]
    ) -> QuerySet<Element> {
        var copy = querySet
        copy.query = copy.query.combined(operation, with: others.map { $0.querySet.query })
        return copy
    }
}

extension Compiler {
    /// Writes the members of a combined query with the operator between them. Members that SQLite
    /// takes only in parentheses become subqueries in FROM.
    func compileCombined(_ query: SelectQuery, _ combination: Combination) {
        for (index, member) in combination.others.enumerated() {
            if index > 0 { text += " \(combination.operation.rawValue) " }
            var member = member
            if !member.isSliced {
                member.ordering = []
                member.usesDefaultOrdering = false
            }
            member.settleOrdering()
            if member.isNone { member.filters = [.constant(false)] }
            if member.combination == nil, !member.annotations.isEmpty {
                member.columns = member.resultNodes
            }
            let compiler = Compiler(member.table, dialect: dialect, in: outer)
            compiler.namesColumns = namesColumns
            compiler.compileSelect(member)
            if let problem = compiler.problem { fail(problem.description) }
            let isWrapped = member.isSliced || member.combination != nil
            text += isWrapped ? "SELECT * FROM (" : ""
            text += compiler.text.string
            text += isWrapped ? ")" : ""
            bindings += compiler.bindings
        }
        let columns = query.resultNodes
        for (index, term) in query.ordering.enumerated() {
            text += index == 0 ? " ORDER BY " : ", "
            if let place = columns.firstIndex(where: { $0.isColumn(term.node) }) {
                text += String(place + 1)
            } else {
                fail("ORDER BY term does not match any column in the result set.")
            }
            writeDirection(term)
        }
        text += dialect.limitClause(limit: query.limit, offset: query.offset)
        if problem == nil { problem = query.problem }
    }
}

extension SelectQuery {
    /// What is selected, one expression a column.
    var selectedNodes: [Node] {
        if !columns.isEmpty { return columns }
        var nodes = table.fields.map { Node.column(ColumnReference(join: nil, field: $0)) }
        for step in joined {
            for field in step.relation.destination?.fields ?? [] {
                nodes.append(.column(ColumnReference(join: step, field: field)))
            }
        }
        return nodes
    }

    /// What tells rows apart that are there once each: annotations, too, where nothing is said.
    var resultNodes: [Node] {
        columns.isEmpty ? selectedNodes + annotations.map(\.reference) : columns
    }
}

extension Node {
    /// Whether it is the same column or annotation.
    func isColumn(_ other: Node) -> Bool {
        switch (self, other) {
        case (.column(let a), .column(let b)):
            a.field === b.field && JoinStep.isSame(a.join, b.join)
        case (.annotation(let a, _), .annotation(let b, _)): a == b
        case (.json(let a, let keys), .json(let b, let others)),
            (.jsonPlain(let a, let keys), .jsonPlain(let b, let others)):
            keys == others && a.isColumn(b)
        case (.datePart(let part, let a), .datePart(let other, let b)):
            part == other && a.isColumn(b)
        default: false
        }
    }
}

extension JoinStep {
    /// Whether two ways pass the same relations.
    static func isSame(_ a: JoinStep?, _ b: JoinStep?) -> Bool {
        guard let a, let b else { return a == nil && b == nil }
        if a === b { return true }
        switch (a.relation, b.relation) {
        case (.forward(let x), .forward(let y)), (.reverse(let x), .reverse(let y)):
            return x === y && isSame(a.parent, b.parent)
        default: return false
        }
    }
}
