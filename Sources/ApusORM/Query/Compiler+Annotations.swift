extension Compiler {
    /// Writes the SELECT of a query with annotations: its parts in the order in which they were
    /// asked for, since that decides what they join, then put in SQL's order.
    func compileAnnotated(_ query: SelectQuery) {
        var context = Context(reuse: nil)
        var rows: (text: String, bindings: [SQLValue]) = ("", [])
        var groups: (text: String, bindings: [SQLValue]) = ("", [])
        for (index, filter) in query.filters.enumerated() {
            writeAnnotations(query, filtersBefore: index)
            let parts = if case .all(let parts) = filter { parts } else { [filter] }
            var inner = JoinSet()
            for join in joins.indices where !joins[join].isOuter { inner.insert(join) }
            var filterContext = Context(reuse: JoinSet())
            for part in parts {
                let bound = bindings.count
                let sql = captured { demote(write(part, &filterContext)) }
                let values = Array(bindings[bound...])
                bindings.removeLast(bindings.count - bound)
                if part.isAggregate {
                    groups.text += (groups.text.isEmpty ? "" : " AND ") + sql
                    groups.bindings += values
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
        writeFrom()
        let from = text.count
        if !rows.text.isEmpty {
            text += " WHERE (\(rows.text))"
            bindings += rows.bindings
        }
        if query.isGrouped {
            text += " GROUP BY "
            if query.groups.isEmpty { write(column: joins[0].table.key, of: 0) }
            for (index, node) in query.groups.enumerated() {
                if index > 0 { text += ", " }
                write(node, &context)
            }
        }
        if !groups.text.isEmpty {
            text += " HAVING (\(groups.text))"
            bindings += groups.bindings
        }
        writeOrdering(query.ordering, &context)
        insertJoins(at: from)
        text += dialect.limitClause(limit: query.limit, offset: query.offset)
        if problem == nil { problem = query.problem }
    }

    /// Writes the annotations that were made after so many filters, for use where they are named.
    private func writeAnnotations(_ query: SelectQuery, filtersBefore: Int) {
        for annotation in query.annotations where annotation.filtersBefore == filtersBefore {
            var context = Context(reuse: nil)
            let bound = bindings.count
            let sql = captured { write(annotation.node, &context) }
            annotationTexts[annotation.name] = (sql, Array(bindings[bound...]))
            bindings.removeLast(bindings.count - bound)
        }
    }
}
