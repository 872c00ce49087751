extension Node {
    /// The same expression with some of its parts replaced: `change` gets each part from the
    /// outside in, and nil from it means to look inside.
    func rewritten(_ change: (Node) -> Node?) -> Node {
        if let replacement = change(self) { return replacement }
        func inside(_ node: Node) -> Node { node.rewritten(change) }
        switch self {
        case .column, .value, .annotation, .literal, .outer, .outerName, .jsonValue, .subquery:
            return self
        case .function(let name, let arguments): return .function(name, arguments.map(inside))
        case .call(let name, let arguments): return .call(name, arguments.map(inside))
        case .binary(let left, let operation, let right):
            return .binary(inside(left), operation, inside(right))
        case .aggregate(let name, let arguments, let distinct, let filter):
            return .aggregate(
                name, arguments.map(inside), distinct: distinct,
                filter: filter?.rewritten(change))
        case .window(let node, var frame):
            frame.partition = frame.partition.map(inside)
            for index in frame.order.indices {
                frame.order[index].node = inside(frame.order[index].node)
            }
            return .window(inside(node), frame)
        case .choice(let cases, let otherwise):
            return .choice(
                cases.map { ($0.rewritten(change), inside($1)) }, otherwise: inside(otherwise))
        case .datePart(let part, let node): return .datePart(part, inside(node))
        case .json(let node, let keys): return .json(inside(node), keys)
        case .jsonPlain(let node, let keys): return .jsonPlain(inside(node), keys)
        case .condition(let condition): return .condition(condition.rewritten(change))
        case .cast(let node, let type): return .cast(inside(node), type)
        case .collated(let node, let name): return .collated(inside(node), name)
        }
    }

    /// Whether one of the parts right inside meets a test.
    func hasChild(_ test: (Node) -> Bool) -> Bool {
        switch self {
        case .column, .value, .annotation, .literal, .outer, .outerName, .jsonValue, .subquery:
            false
        case .function(_, let arguments), .call(_, let arguments): arguments.contains(where: test)
        case .binary(let left, _, let right): test(left) || test(right)
        case .aggregate(_, let arguments, _, let filter):
            arguments.contains(where: test) || filter?.hasNode(test) == true
        case .window(let node, let frame):
            test(node) || frame.partition.contains(where: test)
                || frame.order.contains { test($0.node) }
        case .choice(let cases, let otherwise):
            test(otherwise) || cases.contains { $0.hasNode(test) || test($1) }
        case .datePart(_, let node), .json(let node, _), .jsonPlain(let node, _),
            .cast(let node, _), .collated(let node, _):
            test(node)
        case .condition(let condition): condition.hasNode(test)
        }
    }
}

extension ConditionNode {
    /// The same condition with some of its expressions replaced.
    func rewritten(_ change: (Node) -> Node?) -> ConditionNode {
        func inside(_ node: Node) -> Node { node.rewritten(change) }
        switch self {
        case .compare(let left, let lookup, let right):
            return .compare(inside(left), lookup, inside(right))
        case .isNull(let node, let wanted): return .isNull(inside(node), wanted)
        case .among(let node, let list): return .among(inside(node), list)
        case .amongNodes(let node, let list): return .amongNodes(inside(node), list.map(inside))
        case .amongRows(let node, let query): return .amongRows(inside(node), query)
        case .between(let node, let low, let high):
            return .between(inside(node), inside(low), inside(high))
        case .all(let parts): return .all(parts.map { $0.rewritten(change) })
        case .any(let parts): return .any(parts.map { $0.rewritten(change) })
        case .not(let inner): return .not(inner.rewritten(change))
        case .odd(let parts): return .odd(parts.map { $0.rewritten(change) })
        case .holds(let node): return .holds(inside(node))
        case .hasKey(let node, let key): return .hasKey(inside(node), key)
        case .exists, .constant, .invalid: return self
        }
    }

    /// Whether one of its expressions meets a test.
    func hasNode(_ test: (Node) -> Bool) -> Bool {
        switch self {
        case .compare(let left, _, let right): test(left) || test(right)
        case .isNull(let node, _), .among(let node, _), .amongRows(let node, _),
            .hasKey(let node, _), .holds(let node):
            test(node)
        case .amongNodes(let node, let list): test(node) || list.contains(where: test)
        case .between(let node, let low, let high): test(node) || test(low) || test(high)
        case .all(let parts), .any(let parts), .odd(let parts): parts.contains { $0.hasNode(test) }
        case .not(let inner): inner.hasNode(test)
        case .exists, .constant, .invalid: false
        }
    }
}
