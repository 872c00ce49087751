extension Compiler {
    /// Writes the SELECT of a query with annotations or groups: its parts in the order in which
    /// they were asked for, since that decides what they join, then put in SQL's order.
    func compileAnnotated(_ query: SelectQuery) {
        var query = query
        if query.isDistinct, !query.annotations.isEmpty { query.columns = query.resultNodes }
        if query.filters.contains(where: \.hasWindow) { return compileQualified(query) }
        var context = Context(reuse: nil)
        var rows: WrittenSQL = ("", [])
        var groups: WrittenSQL = ("", [])
        var compared: [WrittenSQL] = []
        for (index, filter) in query.filters.enumerated() {
            writeAnnotations(query, filtersBefore: index)
            let parts = if case .all(let parts) = filter { parts } else { [filter] }
            var inner = JoinSet()
            for join in joins.indices where !joins[join].isOuter { inner.insert(join) }
            var filterContext = Context(reuse: JoinSet())
            for part in parts {
                let (sql, values) = taken {
                    let needed = write(part, &filterContext)
                    // A group without a row may meet a condition on the group.
                    if !part.isAggregate { demote(needed) }
                }
                if part.isAggregate {
                    groups.text += (groups.text.isEmpty ? "" : " AND ") + sql
                    groups.bindings += values
                    for node in groupTerms(part, query) {
                        compared.append(taken { write(node, &filterContext) })
                    }
                } else {
                    rows.text += (rows.text.isEmpty ? "" : " AND ") + sql
                    rows.bindings += values
                }
            }
            demote(inner)
        }
        writeAnnotations(query, filtersBefore: query.filters.count)
        text += query.isDistinct ? "SELECT DISTINCT " : "SELECT "
        writeColumns(query, &context)
        writeOrderColumns(query, &context)
        writeFrom()
        let from = text.count
        if !rows.text.isEmpty {
            text += " WHERE (\(rows.text))"
            bindings += rows.bindings
        }
        writeGroups(query, compared, &context)
        if !groups.text.isEmpty {
            text += " HAVING (\(groups.text))"
            bindings += groups.bindings
        }
        if !query.isTotal { writeOrdering(query.ordering, &context) }
        insertJoins(at: from)
        text += dialect.limitClause(limit: query.limit, offset: query.offset)
        if problem == nil { problem = query.problem }
    }

    /// Writes GROUP BY; `compared` is what conditions on groups are about beside aggregates.
    private func writeGroups(
        _ query: SelectQuery, _ compared: [WrittenSQL], _ context: inout Context
    ) {
        guard query.isGrouped else { return }
        var terms: [WrittenSQL] = []
        if query.groups.isEmpty {
            terms.append(taken { write(column: joins[0].table.key, of: 0) })
        }
        for node in query.groups + query.groupTerms where !node.isConstant {
            terms.append(taken { write(node, &context) })
        }
        text += " GROUP BY "
        if terms.isEmpty, compared.isEmpty { text += "NULL" }
        var written: [WrittenSQL] = []
        for term in terms + compared where !written.contains(where: { $0 == term }) {
            if !written.isEmpty { text += ", " }
            text += term.text
            bindings += term.bindings
            written.append(term)
        }
    }

    /// Writes the annotations that were made after so many filters, for use where they are named.
    private func writeAnnotations(_ query: SelectQuery, filtersBefore: Int) {
        for annotation in query.annotations where annotation.filtersBefore == filtersBefore {
            var context = Context(reuse: nil)
            annotationTexts[annotation.name] = taken { write(annotation.node, &context) }
        }
    }

    /// A query with conditions on windows: they are about the rows of a query without them.
    private func compileQualified(_ query: SelectQuery) {
        var inner = query
        var conditions: [ConditionNode] = []
        for index in inner.filters.indices {
            let parts =
                if case .all(let parts) = inner.filters[index] { parts } else {
                    [inner.filters[index]]
                }
            conditions += parts.filter(\.hasWindow)
            inner.filters[index] = .all(parts.filter { !$0.hasWindow })
        }
        var columns = query.selectedNodes
        let count = columns.count
        let lifted = conditions.map { $0.lifted(into: &columns) }
        let ordering = query.ordering.map {
            Ordering(
                node: $0.node.lifted(into: &columns), isDescending: $0.isDescending,
                nulls: $0.nulls)
        }
        inner.columns = columns + query.groupingColumns
        inner.joined = []
        inner.ordering = []
        inner.usesDefaultOrdering = false
        inner.isDistinct = false
        inner.limit = nil
        inner.offset = 0
        text += query.isDistinct ? "SELECT DISTINCT " : "SELECT "
        text += (0..<count).map(Node.liftedName).joined(separator: ", ")
        writeFrom(inner, as: "qualify")
        var context = Context(reuse: nil)
        text += " WHERE "
        writeConjunction(lifted, &context)
        writeOrdering(ordering, &context)
        text += dialect.limitClause(limit: query.limit, offset: query.offset)
        if problem == nil { problem = query.problem }
    }

    /// Writes ` FROM (…) name`, the columns of the query called "c0", "c1", …
    func writeFrom(_ query: SelectQuery, as name: String) {
        let compiler = Compiler(query.table, dialect: dialect, in: outer)
        compiler.namesColumns = true
        compiler.compileSelect(query)
        if let problem = compiler.problem { fail(problem.description) }
        text += " FROM ("
        text += compiler.text.string
        text += ") "
        text += name
        bindings += compiler.bindings
    }

    /// Writes aggregates over the rows of a query that has groups, slices or windows of its own:
    /// over the query as a table.
    func compileAggregate(_ query: SelectQuery, _ nodes: [Node]) {
        if query.isNone { return fail("An aggregate of none() has no rows to ask.") }
        let isPlain =
            !query.isSliced && !query.isDistinct && !query.isGrouped && query.combination == nil
            && !query.annotations.contains { $0.kind == .window }
        var inner = query
        inner.joined = []
        if isPlain {
            inner.columns = nodes
            inner.ordering = []
            return compileSelect(inner)
        }
        if !query.isSliced { inner.ordering = [] }
        var columns = query.isDistinct || query.combination != nil ? query.resultNodes : []
        let count = columns.count
        let lifted = nodes.map { $0.lifted(into: &columns) }
        if let combination = query.combination, columns.count > count {
            fail(
                "Calling aggregate() after \(combination.operation.word) is not supported for what "
                    + "the queries don't read: select it in each of them.")
        }
        if columns.isEmpty { columns = [.literal("1")] }
        if !query.isDistinct { columns += query.groupingColumns }
        if query.combination == nil { inner.columns = columns }
        text += "SELECT "
        var context = Context(reuse: nil)
        for (index, node) in lifted.enumerated() {
            if index > 0 { text += ", " }
            write(node, &context)
        }
        writeFrom(inner, as: "subquery")
    }
}

extension Node {
    /// The name that a query within has for its column at `index`.
    static func liftedName(_ index: Int) -> String { "\"c\(index)\"" }

    /// The expression as a query around sees it: its columns become columns of the one within.
    func lifted(into columns: inout [Node]) -> Node {
        var found = columns
        defer { columns = found }
        return rewritten { node in
            switch node {
            case .column, .annotation, .window, .json, .subquery: break
            default: return nil
            }
            if let index = found.firstIndex(where: { $0.isColumn(node) }) {
                return .literal(Node.liftedName(index))
            }
            found.append(node)
            return .literal(Node.liftedName(found.count - 1))
        }
    }

    /// Whether it is the same for all rows: SQLite would take a number in GROUP BY for a place.
    var isConstant: Bool {
        switch self {
        case .value, .literal: true
        default: false
        }
    }
}

extension ConditionNode {
    fileprivate func lifted(into columns: inout [Node]) -> ConditionNode {
        var found = columns
        defer { columns = found }
        return rewritten { node in
            var inner = found
            defer { found = inner }
            return node.lifted(into: &inner)
        }
    }
}

extension SelectQuery {
    /// Whether all rows become one: its order would say nothing.
    var isTotal: Bool {
        !isGrouped && columns.contains { $0.isAggregate }
    }
}
