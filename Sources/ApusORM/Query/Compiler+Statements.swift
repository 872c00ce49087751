extension Compiler {
    /// Writes the SELECT of `query`.
    func compileSelect(_ query: SelectQuery) {
        if let combination = query.combination { return compileCombined(query, combination) }
        if query.isLayered { return compileAnnotated(query) }
        var context = Context(reuse: nil)
        text += query.isDistinct ? "SELECT DISTINCT " : "SELECT "
        writeColumns(query, &context)
        writeOrderColumns(query, &context)
        writeFrom()
        let from = text.count
        writeFilters(query.filters)
        // The aggregate of all rows has no order.
        if !query.columns.contains(where: \.isAggregate) {
            writeOrdering(query.ordering, &context)
        }
        insertJoins(at: from)
        if query.isSliced {
            text += dialect.limitClause(limit: query.limit, offset: query.offset)
        }
        if problem == nil { problem = query.problem }
    }

    /// `SELECT COUNT(*)`, around the query where it is sliced or distinct.
    func compileCount(_ query: SelectQuery) {
        if query.isSliced || query.isDistinct || query.isGrouped || query.combination != nil
            || query.filters.contains(where: \.hasWindow)
        {
            var inner = query
            if inner.columns.isEmpty, !inner.isDistinct, inner.combination == nil {
                let isQualified = query.filters.contains(where: \.hasWindow)
                inner.columns = [.literal(isQualified ? "1" : "1 AS \"a\"")]
                inner.columns += query.groupingColumns
            }
            if !query.isSliced { inner.ordering = [] }
            compileSelect(inner)
            text.insert("SELECT COUNT(*) FROM (", at: 0)
            text += ") subquery"
            return
        }
        var counted = query
        counted.ordering = []
        counted.joined = []
        counted.columns = [.aggregate("COUNT", [], distinct: false, filter: nil)]
        compileSelect(counted)
    }

    /// `SELECT 1 … LIMIT 1`.
    func compileExists(_ query: SelectQuery) {
        if query.combination != nil || query.filters.contains(where: \.hasWindow) {
            text += "SELECT 1"
            var inner = query
            if !query.isSliced { inner.ordering = [] }
            if query.combination == nil {
                inner.columns = [.literal("1")] + query.groupingColumns
            }
            writeFrom(inner, as: "subquery")
            text += " LIMIT 1"
            return
        }
        var asked = query
        if !query.isSliced { asked.ordering = [] }
        asked.joined = []
        // Where some are left out first, each counts once.
        if !(query.isDistinct && query.isSliced) {
            asked.isDistinct = false
            asked.columns = [.literal("1 AS \"a\"")] + query.groupingColumns
        }
        asked.limit = min(query.limit ?? 1, 1)
        compileSelect(asked)
    }

    /// The UPDATE of the query's rows. Rows that are chosen over a join are chosen by key.
    func compileUpdate(_ query: SelectQuery, _ assignments: [(field: TableField, value: Node)]) {
        var context = Context(reuse: nil)
        text += "UPDATE "
        text += joins[0].table.quotedName
        text += " SET "
        for (index, assignment) in assignments.enumerated() {
            if index > 0 { text += ", " }
            text += assignment.field.quotedName
            text += " = "
            write(assignment.value, &context)
            checkAssignment(assignment)
        }
        writeChoice(of: query)
    }

    /// Says what a value that was just written can't be of: another row than the one it is for.
    private func checkAssignment(_ assignment: FieldAssignment) {
        if joins.count > 1 { fail("Joined field references are not permitted in this query") }
        let (field, value) = assignment
        let word = value.isAggregate ? "Aggregate functions" : "Window expressions"
        if value.isAggregate || value.hasWindow {
            fail(
                "\(word) are not allowed in this query "
                    + "(\(field.schema.name)=\(value.representation)).")
        }
    }

    /// Writes a value of a row that is not in the table yet.
    func write(new assignment: FieldAssignment) {
        var context = Context(reuse: nil)
        write(assignment.value, &context)
        if joins.count == 1, assignment.value.hasColumn {
            fail(
                "Failed to insert expression \"\(assignment.value.described)\" on "
                    + "\(assignment.field.described). F() expressions can only be used to update, "
                    + "not to insert.")
        }
        checkAssignment(assignment)
    }

    /// The DELETE of the query's rows.
    func compileDelete(_ query: SelectQuery) {
        text += "DELETE FROM "
        text += joins[0].table.quotedName
        writeChoice(of: query)
    }

    private func writeChoice(of query: SelectQuery) {
        if problem == nil { problem = query.problem }
        var chosen = query
        chosen.joined = []
        if !query.isSliced, !query.isDistinct, !query.isLayered {
            let start = text.count
            let bound = bindings.count
            writeFilters(query.filters)
            if joins.count == 1 { return }
            // The conditions need joins, so they go into a subquery of their own.
            text.truncate(to: start)
            joins.removeLast(joins.count - 1)
            bindings.removeLast(bindings.count - bound)
            chosen.ordering = []
        }
        text += " WHERE "
        text += joins[0].table.key.qualifiedName
        text += " IN ("
        write(subquery: chosen)
        text += ")"
    }

    /// WHERE, with the conditions of all filters; nothing where there are none.
    func writeFilters(_ filters: [ConditionNode]) {
        guard let first = filters.first else { return }
        text += " WHERE "
        var isSeveral = filters.count > 1
        if case .all(let parts) = first, parts.count > 1 { isSeveral = true }
        if isSeveral { text += "(" }
        for (index, filter) in filters.enumerated() {
            if index > 0 { text += " AND " }
            var inner = JoinSet()
            for index in joins.indices where !joins[index].isOuter { inner.insert(index) }
            var context = Context(reuse: JoinSet())
            if case .all(let parts) = filter {
                writeConjunction(parts, &context)
            } else {
                demote(write(filter, &context))
            }
            demote(inner)
        }
        if isSeveral { text += ")" }
    }

    func writeConjunction(_ parts: [ConditionNode], _ context: inout Context) {
        for (index, part) in parts.enumerated() {
            if index > 0 { text += " AND " }
            demote(write(part, &context))
        }
    }

    func writeColumns(_ query: SelectQuery, _ context: inout Context) {
        if !query.columns.isEmpty {
            for (index, column) in query.columns.enumerated() {
                if index > 0 { text += ", " }
                write(column, &context)
                if namesColumns {
                    text += " AS "
                    text += Node.liftedName(index)
                }
            }
            return
        }
        if namesColumns {
            var named = query
            named.columns = query.selectedNodes
            return writeColumns(named, &context)
        }
        write(columnsOf: 0)
        for step in query.joined {
            text += ", "
            write(columnsOf: join(step))
        }
    }

    /// A query of distinct rows tells rows apart by what it is ordered by, too, as Django's does.
    func writeOrderColumns(_ query: SelectQuery, _ context: inout Context) {
        guard query.isDistinct, outer == nil, !query.ordering.isEmpty else { return }
        let selected = query.selectedNodes
        for term in query.ordering where !selected.contains(where: { $0.isColumn(term.node) }) {
            if case .call("RANDOM", _) = term.node { continue }
            text += ", "
            write(term.node, &context)
        }
    }

    private func write(columnsOf index: Int) {
        let table = joins[index].table
        if index == 0 || joins[index].alias == table.quotedName {
            text += table.columnList
            return
        }
        for field in table.fields {
            if field.index > 0 { text += ", " }
            write(column: field, of: index)
        }
    }

    func writeOrdering(_ ordering: [Ordering], _ context: inout Context) {
        for (index, term) in ordering.enumerated() {
            text += index == 0 ? " ORDER BY " : ", "
            write(term.node, &context)
            writeDirection(term)
        }
    }

    func writeDirection(_ term: Ordering) {
        text += term.isDescending ? " DESC" : " ASC"
        switch term.nulls {
        case .first: text += " NULLS FIRST"
        case .last: text += " NULLS LAST"
        case nil: break
        }
    }
}

extension Compiler {
    /// The INSERT of one row, which returns it as the database has it then.
    func compileInsert(_ assignments: [(field: TableField, value: Node)]) {
        let table = joins[0].table
        text += "INSERT INTO \(table.quotedName) "
        if assignments.isEmpty {
            text += "DEFAULT VALUES"
        } else {
            text += "(" + assignments.map(\.field.quotedName).joined(separator: ", ") + ") VALUES ("
            for (index, assignment) in assignments.enumerated() {
                if index > 0 { text += ", " }
                write(new: assignment)
            }
            text += ")"
        }
        text += " RETURNING "
        text += table.fields.map(\.quotedName).joined(separator: ", ")
    }
}
