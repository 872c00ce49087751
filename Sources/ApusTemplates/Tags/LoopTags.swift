internal import ApusValues

/// `{% ifchanged value… %}…{% else %}…{% endifchanged %}`: only where something is new since the
/// loop's last round.
struct IfChangedTag: TagNode {
    private let values: [Expression]
    private let changed: NodeList
    private let same: NodeList?
    private let key: NodeKey

    init(_ parser: inout Parser, _ tag: Tag) throws {
        values = try tag.words.map { try parser.compile($0) }
        key = NodeKey()
        let (changed, end) = try parser.parse(until: "else", "endifchanged")
        self.changed = changed
        same = end.name == "else" ? try parser.parse(until: "endifchanged").nodes : nil
    }

    func render(into renderer: inout Renderer) throws {
        let before = remembered(renderer)
        if values.isEmpty {
            let output = try renderer.capture { try $0.render(changed) }
            if case .output(let old) = before, old == output {
                if let same { try renderer.render(same) }
                return
            }
            remember(.output(output), &renderer)
            renderer.output.append(contentsOf: output)
            return
        }
        var now: [DynamicValue] = []
        for expression in values { now.append(try renderer.valueOrNull(of: expression)) }
        if case .values(let old) = before, DynamicValue.list(old).isEqual(to: .list(now)) {
            if let same { try renderer.render(same) }
            return
        }
        remember(.values(now), &renderer)
        try renderer.render(changed)
    }

    private func remembered(_ renderer: borrowing Renderer) -> NodeMemory? {
        guard renderer.loops.count > renderer.loopFloor, let loop = renderer.loops.last else {
            return renderer.memory[key]
        }
        return loop.changes[key]
    }

    private func remember(_ value: NodeMemory, _ renderer: inout Renderer) {
        if renderer.loops.count > renderer.loopFloor {
            renderer.loops[renderer.loops.count - 1].changes[key] = value
        } else {
            renderer.memory[key] = value
        }
    }
}

/// `{% regroup list by attribute as groups %}`: neighbours with the same attribute together.
struct RegroupTag: TagNode {
    private let target: Expression
    private let key: Expression
    private let variable: Name

    init(_ parser: inout Parser, _ tag: Tag) throws {
        let words = tag.words
        guard words.count == 5 else {
            throw parser.error(
                "'regroup' tag takes five arguments: {% regroup list by attribute as groups %}.",
                at: tag)
        }
        guard words[1].text == "by" else {
            throw parser.error("second argument to 'regroup' tag must be 'by'", at: words[1])
        }
        guard words[3].text == "as" else {
            throw parser.error(
                "next-to-last argument to 'regroup' tag must be 'as'", at: words[3])
        }
        target = try parser.compile(words[0])
        variable = Name(words[4].text)
        key = try parser.compile(words[4].text + "." + words[2].text, at: words[2].offset)
    }

    func render(into renderer: inout Renderer) throws {
        let elements = try renderer.valueOrNull(of: target).elementsForLoop() ?? []
        var groups: [(key: DynamicValue, elements: [DynamicValue])] = []
        for element in elements {
            renderer.scopes.set(variable, element)
            let value = try renderer.valueOrNull(of: key)
            if let last = groups.last, last.key.isEqual(to: value) {
                groups[groups.count - 1].elements.append(element)
            } else {
                groups.append((value, [element]))
            }
        }
        let values = groups.map { group in
            DynamicValue.object(Group(grouper: group.key, list: .list(group.elements)))
        }
        renderer.scopes.set(variable, .list(values))
    }

    /// What the variable of the tag is a list of; it can also be unpacked.
    private struct Group: DynamicObject {
        let grouper: DynamicValue
        let list: DynamicValue

        var description: String {
            "GroupedResult(grouper=\(grouper.literal), list=\(list.literal))"
        }

        func value(ofMember name: String) -> DynamicValue? {
            switch name {
            case "grouper": grouper
            case "list": list
            default: nil
            }
        }

        func elements() -> [DynamicValue]? { [grouper, list] }
    }
}
