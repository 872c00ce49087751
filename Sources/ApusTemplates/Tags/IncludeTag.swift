internal import ApusValues

/// `{% include "part.html" with name=value only %}`.
struct IncludeTag: TagNode {
    private let template: Expression
    private let assignments: [(name: Name, value: Expression)]
    private let isIsolated: Bool

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard let first = tag.words.first else {
            throw parser.error(
                "'include' tag takes at least one argument: the name of the template to be "
                    + "included.", at: tag)
        }
        var assignments: [(name: Name, value: Expression)]?
        var isIsolated = false
        var rest = tag.words.dropFirst()
        while let option = rest.first {
            rest = rest.dropFirst()
            switch option.text {
            case "with" where assignments == nil:
                let found = try parser.assignments(&rest)
                guard !found.isEmpty else {
                    throw parser.error(
                        "\"with\" in 'include' tag needs at least one keyword argument.",
                        at: option)
                }
                assignments = found
            case "only" where !isIsolated: isIsolated = true
            case "with", "only":
                throw parser.error(
                    "The '\(option.text)' option was specified more than once.", at: option)
            default:
                throw parser.error(
                    "Unknown argument for 'include' tag: '\(option.text)'.", at: option)
            }
        }
        self.assignments = assignments ?? []
        self.isIsolated = isIsolated
        template = try parser.compile(first)
        if let name = template.literalText { parser.note(.included, name, at: first.offset) }
    }

    func render(into renderer: inout Renderer) throws {
        let included = try find(&renderer)
        var values: [DynamicValue] = []
        for assignment in assignments {
            values.append(try renderer.value(of: assignment.value))
        }
        try renderer.withScope(isolated: isIsolated) { renderer in
            for (assignment, value) in zip(assignments, values) {
                renderer.scopes.set(assignment.name, value)
            }
            try renderer.include(included)
        }
    }

    private func find(_ renderer: inout Renderer) throws -> Template {
        let value = try renderer.value(of: template)
        switch value {
        case .string(let name) where !name.isEmpty, .html(let name) where !name.isEmpty:
            return try renderer.engine.template(
                named: resolvedName(name, in: renderer.source, allowsItself: true))
        case .list(let values):
            let names = try values.compactMap { value -> String? in
                guard case .string(let name) = value else { return nil }
                return try resolvedName(name, in: renderer.source, allowsItself: true)
            }
            return try renderer.engine.template(selectedFrom: names)
        default:
            throw TemplateError(
                .doesNotExist,
                "'include' was given no template name: '\(template.text)' is "
                    + "\(value.kindName).")
        }
    }
}
