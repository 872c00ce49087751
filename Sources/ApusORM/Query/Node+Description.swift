extension Node {
    /// The expression as Django writes it in messages.
    var described: String {
        func list(_ nodes: [Node]) -> String { nodes.map(\.described).joined(separator: ", ") }
        switch self {
        case .column(let reference):
            let table = reference.field.table.declared
            return "Col(\(table.table), \(reference.field.described))"
        case .value(.text(let text)), .jsonValue(let text): return "Value('\(text)')"
        case .value(.null): return "Value(None)"
        case .value(let value): return "Value(\(value.asText))"
        case .function(let name, let arguments), .call(let name, let arguments):
            return "\(name)(\(list(arguments)))"
        case .binary(let left, let operation, let right):
            return "\(left.described) \(operation) \(right.described)"
        case .aggregate(let sql, let arguments, let distinct, _):
            let names = Table.aggregates.filter { $0.value == sql }.keys
            return (names.min() ?? sql) + "(" + (arguments.isEmpty ? "'*'" : list(arguments))
                + (distinct ? ", distinct=True)" : ")")
        case .window(let function, let frame):
            let partition = frame.partition.isEmpty ? "" : "PARTITION BY \(list(frame.partition))"
            let parts = [partition, list(frame.order.map(\.node))].filter { !$0.isEmpty }
            return "\(function.described) OVER (\(parts.joined(separator: " ")))"
        case .annotation(let name, _): return name
        case .outerName(let name): return "OuterRef(\(name))"
        case .outer(let node): return "OuterRef(\(node.described))"
        case .datePart(let part, let node): return "Extract(\(node.described), '\(part)')"
        case .cast(let node, _): return "Cast(\(node.described))"
        case .collated(let node, let name): return "Collate(\(node.described), '\(name)')"
        case .json(let node, _), .jsonPlain(let node, _):
            return "KeyTransform(\(node.described))"
        case .literal(let sql): return sql
        case .choice: return "Case(…)"
        case .subquery: return "Subquery(…)"
        case .condition: return "Q(…)"
        }
    }

    /// The same where Django tells the kind of the expression, too.
    var representation: String {
        switch self {
        case .binary: "<CombinedExpression: \(described)>"
        case .window: "<Window: \(described)>"
        default: described
        }
    }

    /// Whether a column of the query's rows is in it.
    var hasColumn: Bool {
        if case .column = self { return true }
        return hasChild(\.hasColumn)
    }

    /// The expression with annotations in place of their names.
    func inlined(_ annotations: ArraySlice<Annotation>) -> Node {
        rewritten { node in
            guard case .annotation(let name, _) = node,
                let index = annotations.lastIndex(where: { $0.name == name })
            else { return nil }
            return annotations[index].node.inlined(annotations[..<index])
        }
    }
}

extension TableField {
    /// `polls.Question.text`.
    var described: String { "\(table.declared.name).\(schema.name)" }
}
