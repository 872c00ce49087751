extension SelectQuery {
    /// What rows are put together by beside `groups`, or beside the key where these are empty:
    /// what is read and ordered by.
    var groupTerms: [Node] { terms(of: readNodes + ordering.map(\.node)) }

    /// The columns that other ones must not take the place of, since rows are put together by them.
    var groupingColumns: [Node] { isGrouped ? terms(of: readNodes) : [] }

    /// The parts of `nodes` that belong into GROUP BY. What a row has once goes with its key.
    func terms(of nodes: [Node]) -> [Node] {
        let annotations = annotations[...]
        let terms = nodes.flatMap { $0.groupTerms(annotations) }
        return groups.isEmpty ? terms.filter { $0.isManyValued(annotations) } : terms
    }

    /// What is read, but for the table's columns. Groups read what they are annotated with.
    private var readNodes: [Node] {
        if !columns.isEmpty { return columns }
        return annotations.dropFirst(groups.isEmpty ? 0 : groupedFrom).map(\.reference)
    }
}

extension Node {
    /// The parts of it that tell the rows of a group apart: all of it, or what stands beside its
    /// aggregates and what its windows are about.
    func groupTerms(_ annotations: ArraySlice<Annotation>) -> [Node] {
        switch self {
        case .value, .literal, .aggregate, .call("RANDOM", _), .function("Random", _): return []
        case .annotation(_, .row): return [self]
        case .annotation(let name, _):
            guard let index = annotations.lastIndex(where: { $0.name == name }) else { return [] }
            return annotations[index].node.groupTerms(annotations[..<index])
        case .window(_, let frame):
            return (frame.partition + frame.order.map(\.node)).flatMap {
                $0.groupTerms(annotations)
            }
        default:
            if !isAggregate, !hasWindow { return [self] }
            var terms: [Node] = []
            _ = hasChild {
                terms += $0.groupTerms(annotations)
                return false
            }
            return terms
        }
    }

    /// Whether one of the query's rows may have several values of it.
    fileprivate func isManyValued(_ annotations: ArraySlice<Annotation>) -> Bool {
        switch self {
        case .column(let reference): return reference.join?.isManyValued == true
        case .annotation(let name, _):
            guard let index = annotations.lastIndex(where: { $0.name == name }) else {
                return false
            }
            return annotations[index].node.isManyValued(annotations[..<index])
        default: return hasChild { $0.isManyValued(annotations) }
        }
    }
}

extension JoinStep {
    /// Whether a row may have several rows at its end.
    fileprivate var isManyValued: Bool {
        if case .reverse(let field) = relation, !field.schema.isUnique { return true }
        return parent?.isManyValued == true
    }
}

extension Compiler {
    /// The parts of a condition on groups that belong into GROUP BY. What a negation asks in a
    /// subquery doesn't.
    func groupTerms(
        _ condition: ConditionNode, _ query: SelectQuery, isInNegation: Bool = false
    ) -> [Node] {
        switch condition {
        case .all(let parts), .any(let parts), .odd(let parts):
            return parts.flatMap { groupTerms($0, query, isInNegation: isInNegation) }
        case .not(let inner): return groupTerms(inner, query, isInNegation: true)
        default:
            if isInNegation, split(condition) != nil { return [] }
            var nodes: [Node] = []
            _ = condition.hasNode {
                nodes.append($0)
                return false
            }
            return query.terms(of: nodes)
        }
    }
}
