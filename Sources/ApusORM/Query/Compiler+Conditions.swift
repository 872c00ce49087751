extension Compiler {
    /// Writes a condition and returns the joins whose row it can't be met without.
    ///
    /// A port of the rules of Django's `Query.build_filter` and `JoinPromoter`.
    func write(_ condition: ConditionNode, _ context: inout Context) -> JoinSet {
        switch condition {
        case .all(let parts): return write(parts, "AND", isNegation: false, &context)
        case .any(let parts): return write(parts, "OR", isNegation: false, &context)
        case .not(.all(let parts)): return write(parts, "AND", isNegation: true, &context)
        case .not(.any(let parts)): return write(parts, "OR", isNegation: true, &context)
        case .not(.odd(let parts)):
            return write([.parity(parts)], "AND", isNegation: true, &context)
        case .not(let inner): return write([inner], "AND", isNegation: true, &context)
        case .odd(let parts): return write(.parity(parts), &context)
        default: return writeLeaf(condition, &context)
        }
    }

    /// Writes parts joined by `connector`, and votes: with AND, a join that any part needs is
    /// INNER; with OR, one that every part needs.
    private func write(
        _ parts: [ConditionNode], _ connector: String, isNegation: Bool, _ context: inout Context
    ) -> JoinSet {
        let around = (context.isNegated, context.isInNegation, context.isAlone)
        context.isAlone = isNegation && (parts.count == 1 || connector == "AND")
        if isNegation {
            context.isNegated.toggle()
            context.isInNegation = true
        }
        defer { (context.isNegated, context.isInNegation, context.isAlone) = around }
        if parts.isEmpty {
            let holds = (connector == "AND") != isNegation
            text += holds ? "1 = 1" : "0 = 1"
            return JoinSet()
        }
        // Joins that some part needs, and joins that every part needs.
        var some = JoinSet()
        var every = JoinSet()
        text += isNegation ? "NOT (" : parts.count > 1 ? "(" : ""
        for (index, part) in parts.enumerated() {
            if index > 0 {
                text += " "
                text += connector
                text += " "
            }
            let needed = write(part, &context)
            some.formUnion(needed)
            if index == 0 { every = needed } else { every.formIntersection(needed) }
        }
        text += isNegation || parts.count > 1 ? ")" : ""
        if some.isEmpty { return some }
        let isOr = (connector == "OR") != context.isNegated
        if !isOr {
            demote(some)
            return some
        }
        promote(some.subtracting(every))
        demote(every)
        return every
    }

    private func writeLeaf(_ leaf: ConditionNode, _ context: inout Context) -> JoinSet {
        if context.isInNegation, let split = split(leaf) {
            if case .isNull(let node, true) = leaf, case .isNull(let inner, _) = split.condition,
                !isOwnKey(inner)
            {
                writeMissing(split, node, &context)
            } else {
                writeExists(split, &context)
            }
            return JoinSet()
        }
        let usedBefore = context.used
        context.used = JoinSet()
        defer { context.used.formUnion(usedBefore) }
        var isNullTest: Bool?
        switch leaf {
        case .compare(let left, let lookup, let right):
            let guarded = beginGuard(left, right, &context)
            let (before, between, after) = dialect.comparison(lookup)
            text += before
            write(left, &context)
            text += between
            if lookup.isPattern, case .value(.text(let string)) = right {
                write(value: .text(dialect.pattern(lookup, string)))
            } else if lookup.isPattern {
                let inner = captured { write(right, &context) }
                text += dialect.pattern(lookup, of: inner)
            } else {
                write(right, &context)
            }
            text += after
            endGuard(guarded, &context)
        case .between(let value, let low, let high):
            let guarded = beginGuard(value, nil, &context)
            write(value, &context)
            text += " BETWEEN "
            write(low, &context)
            text += " AND "
            write(high, &context)
            endGuard(guarded, &context)
        case .among(let value, let list):
            let list = list.contains(.null) ? list.filter { $0 != .null } : list
            if list.isEmpty {
                text += "0 = 1"
                return JoinSet()
            }
            let guarded = beginGuard(value, nil, &context)
            write(value, &context)
            if list.count > dialect.maxListed, let (sql, bound) = dialect.listed(list),
                !failInSchema()
            {
                text += " IN "
                text += sql
                bindings.append(bound)
            } else {
                text += " IN ("
                for (index, value) in list.enumerated() {
                    if index > 0 { text += ", " }
                    write(value: value)
                }
                text += ")"
            }
            endGuard(guarded, &context)
        case .amongNodes(let value, let list):
            if list.isEmpty {
                text += "0 = 1"
                return JoinSet()
            }
            let guarded = beginGuard(value, nil, &context)
            write(value, &context)
            text += " IN ("
            for (index, node) in list.enumerated() {
                if index > 0 { text += ", " }
                write(node, &context)
            }
            text += ")"
            endGuard(guarded, &context)
        case .holds(let node):
            write(node, &context)
        case .amongRows(let value, var query):
            if query.combination != nil, query.columns.isEmpty {
                query.select([.column(ColumnReference(join: nil, field: query.table.key))])
            }
            let guarded = beginGuard(value, nil, &context)
            write(value, &context)
            text += " IN ("
            write(subquery: query)
            text += ")"
            endGuard(guarded, &context)
        case .isNull(let value, let wanted):
            write(value, &context)
            text += wanted ? " IS NULL" : " IS NOT NULL"
            isNullTest = wanted
        case .exists(let query):
            var query = query
            if query.combination == nil, !query.filters.contains(where: \.hasWindow),
                !(query.isDistinct && query.isSliced)
            {
                query.columns = [.literal("1 AS \"a\"")] + query.groupingColumns
                query.isDistinct = false
            }
            if !query.isSliced { query.limit = 1 }
            query.ordering = []
            query.usesDefaultOrdering = false
            text += "EXISTS("
            write(subquery: query)
            text += ")"
            return JoinSet()
        case .constant(let value):
            text += value ? "1 = 1" : "0 = 1"
            return JoinSet()
        case .hasKey(let node, let key):
            var keys = [key]
            var holder = node
            if case .json(let column, let before) = node {
                (holder, keys) = (column, before + [key])
            }
            let inner = captured { write(holder, &context) }
            text += dialect.json(inner, hasKeyAt: keys)
        case .invalid(let error):
            if problem == nil { problem = error }
            return JoinSet()
        case .all, .any, .not, .odd:
            return write(leaf, &context)
        }
        let needsOuter = isNullTest == true ? !context.isNegated : context.isNegated
        return needsOuter ? JoinSet() : context.used
    }

    /// Whether it is the key of the table that a split condition begins at.
    private func isOwnKey(_ node: Node) -> Bool {
        guard case .column(let reference) = node else { return false }
        return reference.join == nil && reference.field.schema.isPrimaryKey
    }

    /// In a negation, a NULL must count as not meeting the condition: the nullable columns get
    /// an `IS NOT NULL` beside it. Returns them, and opens a parenthesis where others stand by.
    private func beginGuard(
        _ left: Node, _ right: Node?, _ context: inout Context
    ) -> [Node] {
        guard context.isNegated else { return [] }
        var nullable: [Node] = []
        for node in [left, right] {
            guard let node, let reference = node.transformedColumn else { continue }
            if case .jsonPlain = node {
                nullable.append(node)
                continue
            }
            let column = trimmed(reference)
            var used = JoinSet()
            let index = join(column.join, reuse: context.reuse, used: &used)
            context.reuse?.formUnion(used)
            if column.field.schema.isNullable || joins[index].isOuter {
                nullable.append(.column(reference))
            }
        }
        if !nullable.isEmpty, !context.isAlone { text += "(" }
        return nullable
    }

    private func endGuard(_ nullable: [Node], _ context: inout Context) {
        for node in nullable {
            text += " AND "
            write(node, &context)
            text += " IS NOT NULL"
        }
        if !nullable.isEmpty, !context.isAlone { text += ")" }
    }
}
