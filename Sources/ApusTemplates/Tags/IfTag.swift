internal import ApusValues

/// `{% if %}…{% elif %}…{% else %}…{% endif %}`.
struct IfTag: TagNode {
    private final class Branch: Sendable {
        /// Nil for `else`.
        let condition: Condition?
        let nodes: NodeList

        init(condition: Condition?, nodes: NodeList) {
            self.condition = condition
            self.nodes = nodes
        }
    }

    private let branches: [Branch]

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var branches: [Branch] = []
        var condition: Condition? = try Condition.parse(&parser, tag)
        while true {
            let names = condition == nil ? ["endif"] : ["elif", "else", "endif"]
            let (nodes, end) = try parser.parse(until: names)
            branches.append(Branch(condition: condition, nodes: nodes))
            switch end.name {
            case "elif": condition = try Condition.parse(&parser, end)
            case "else":
                guard end.words.isEmpty else {
                    throw parser.error(
                        "'else' takes no condition: write 'elif' instead of "
                            + "'\(end.contents)'.", at: end)
                }
                condition = nil
            default:
                self.branches = branches
                return
            }
        }
    }

    func render(into renderer: inout Renderer) throws {
        for branch in branches {
            if let condition = branch.condition, try !renderer.isTrue(condition) { continue }
            try renderer.render(branch.nodes)
            return
        }
    }
}
