internal import ApusValues

/// `{% with total=list.count %}…{% endwith %}`.
struct WithTag: TagNode {
    private let assignments: [(name: Name, value: Expression)]
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var rest = tag.words[...]
        assignments = try parser.assignments(&rest, allowsOldForm: true)
        guard !assignments.isEmpty else {
            throw parser.error(
                "'with' expected at least one variable assignment, such as {% with a=b %}.",
                at: tag)
        }
        if let extra = rest.first {
            throw parser.error("'with' received an invalid token: '\(extra.text)'", at: extra)
        }
        body = try parser.parse(until: "endwith").nodes
    }

    func render(into renderer: inout Renderer) throws {
        var values: [DynamicValue] = []
        for assignment in assignments {
            values.append(try renderer.value(of: assignment.value))
        }
        try renderer.withScope { renderer in
            for (assignment, value) in zip(assignments, values) {
                renderer.scopes.set(assignment.name, value)
            }
            try renderer.render(body)
        }
    }
}
