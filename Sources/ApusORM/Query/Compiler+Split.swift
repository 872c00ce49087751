extension Compiler {
    /// A condition on a multi-valued relation inside a negation, cut in two: what leads to the
    /// rows, and the condition as those rows see it.
    struct Split {
        /// The relations before the multi-valued one.
        let prefix: JoinStep?
        /// The foreign key that makes it multi-valued.
        let field: TableField
        /// The multi-valued step in full.
        let step: JoinStep
        /// The condition, its paths beginning at the table of `field`.
        let condition: ConditionNode
    }

    /// Cuts `leaf` at the first multi-valued relation of its left side; nil where there is none.
    func split(_ leaf: ConditionNode) -> Split? {
        let left: Node
        switch leaf {
        case .compare(let node, _, _), .isNull(let node, _), .among(let node, _),
            .amongRows(let node, _), .amongNodes(let node, _), .between(let node, _, _),
            .hasKey(let node, _):
            left = node
        default: return nil
        }
        guard let step = firstMultiValued(left), case .reverse(let field) = step.relation
        else { return nil }
        func moved(_ node: Node) -> Node { rebase(node, after: step) }
        // The other side belongs to the outer query.
        func kept(_ node: Node) -> Node {
            if case .value = node { return node }
            return .outer(node)
        }
        let condition: ConditionNode
        switch leaf {
        case .compare(let node, let lookup, let right):
            condition = .compare(moved(node), lookup, kept(right))
        case .isNull(let node, let wanted): condition = .isNull(moved(node), wanted)
        case .among(let node, let list): condition = .among(moved(node), list)
        case .amongRows(let node, let query): condition = .amongRows(moved(node), query)
        case .amongNodes(let node, let list):
            condition = .amongNodes(moved(node), list.map(kept))
        case .hasKey(let node, let key): condition = .hasKey(moved(node), key)
        case .between(let node, let low, let high):
            condition = .between(moved(node), kept(low), kept(high))
        default: return nil
        }
        return Split(prefix: step.parent, field: field, step: step, condition: condition)
    }

    /// Writes that a row has related rows without a value, or none at all: the condition on what
    /// is missing is asked of the row before the relation, joined anew.
    func writeMissing(_ split: Split, _ node: Node, _ context: inout Context) {
        let table = parentTable(of: split)
        let compiler = Compiler(table, dialect: dialect, in: self)
        var innerContext = Context(reuse: JoinSet())
        _ = compiler.write(.isNull(rebase(node, after: split.prefix), true), &innerContext)
        compiler.write(" AND ")
        compiler.write(column: table.key, of: 0)
        compiler.write(" = (")
        var outerContext = Context(reuse: nil)
        let key = trimmed(ColumnReference(join: split.prefix, field: table.key))
        compiler.write(captured { write(.column(key), &outerContext) })
        compiler.write(")")
        let from = compiler.captured {
            compiler.writeFrom()
            compiler.insertJoins(at: compiler.text.count)
        }
        // Where there is no row before the relation, there are no related ones either.
        let mayLack = split.prefix?.mayLack == true
        text += mayLack ? "(" : ""
        text += "EXISTS(SELECT 1 AS \"a\"\(from) WHERE (\(compiler.text.string)) LIMIT 1)"
        bindings += compiler.bindings
        if mayLack {
            text += " OR "
            write(.column(key), &outerContext)
            text += " IS NULL)"
        }
        if let problem = compiler.problem { fail(problem.description) }
    }

    /// Writes `EXISTS(SELECT 1 AS "a" FROM … U1 WHERE (… AND U1."fk" = (outer key)) LIMIT 1)`.
    func writeExists(_ split: Split, _ context: inout Context) {
        let table = split.field.table
        let compiler = Compiler(table, dialect: dialect, in: self)
        var innerContext = Context(reuse: JoinSet())
        if case .isNull(.column(let reference), let wanted) = split.condition,
            reference.join == nil, reference.field.schema.isPrimaryKey
        {
            // Whether there is such a row at all: nothing more to look at in the subquery.
            if wanted { text += "NOT " }
        } else {
            _ = compiler.write(split.condition, &innerContext)
            compiler.write(" AND ")
        }
        compiler.write(column: split.field, of: 0)
        compiler.write(" = (")
        let key = trimmed(
            ColumnReference(join: split.prefix, field: parentTable(of: split).key))
        var outerContext = Context(reuse: nil)
        let outerKey = captured { write(.column(key), &outerContext) }
        compiler.write(outerKey)
        compiler.write(")")
        // Where this filter is already about certain rows of the relation, so is the negation.
        if let shared = existing(split.step, reuse: context.reuse) {
            compiler.write(" AND ")
            compiler.write(column: table.key, of: 0)
            compiler.write(" = (")
            compiler.write(captured { write(column: table.key, of: shared) })
            compiler.write(")")
        }
        let from = compiler.captured {
            compiler.writeFrom()
            compiler.insertJoins(at: compiler.text.count)
        }
        text += "EXISTS(SELECT 1 AS \"a\"\(from) WHERE (\(compiler.text.string)) LIMIT 1)"
        bindings += compiler.bindings
        if let problem = compiler.problem { fail(problem.description) }
    }

    private func parentTable(of split: Split) -> Table {
        split.prefix?.relation.destination ?? joins[0].table
    }

    /// The place of `step`, where it is joined already and may be shared.
    private func existing(_ step: JoinStep, reuse: JoinSet?) -> Int? {
        var parent = 0
        var steps: [JoinStep] = []
        var next: JoinStep? = step
        while let current = next {
            steps.append(current)
            next = current.parent
        }
        for current in steps.reversed() {
            guard
                let index = joins.indices.last(where: {
                    joins[$0].isJoin(current.relation, to: parent)
                })
            else { return nil }
            parent = index
        }
        return reuse?.contains(parent) == true ? parent : nil
    }

    private func firstMultiValued(_ node: Node) -> JoinStep? {
        switch node {
        case .column(let reference):
            var found: JoinStep?
            var step = trimmed(reference).join
            while let current = step {
                if case .reverse(let field) = current.relation, !field.schema.isUnique {
                    found = current
                }
                step = current.parent
            }
            return found
        case .aggregate, .window, .annotation, .subquery, .outer, .choice, .condition: return nil
        default:
            var found: JoinStep?
            _ = node.hasChild {
                found = firstMultiValued($0)
                return found != nil
            }
            return found
        }
    }

    /// `node` with its paths beginning after `step`.
    private func rebase(_ node: Node, after step: JoinStep?) -> Node {
        func path(_ join: JoinStep?) -> JoinStep? {
            guard let join, join !== step else { return nil }
            return JoinStep(path(join.parent), join.relation)
        }
        return node.rewritten {
            guard case .column(let reference) = $0 else { return nil }
            let column = trimmed(reference)
            return .column(ColumnReference(join: path(column.join), field: column.field))
        }
    }
}

extension JoinStep {
    /// Whether a row may have no row at its end.
    fileprivate var mayLack: Bool { relation.isNullable || parent?.mayLack == true }
}
