internal import ApusValues

/// `{% cycle 'odd' 'even' as name silent %}`: one value after the other, each time it is met.
struct CycleTag: TagNode {
    private let values: [Expression]
    private let variable: Name?
    private let isSilent: Bool
    let key: NodeKey

    /// The cycle that `tag` writes, or the one that it names.
    static func compile(_ parser: inout Parser, _ tag: Tag) throws -> CycleTag {
        let words = tag.words
        guard !words.isEmpty else {
            throw parser.error("'cycle' tag requires at least two arguments", at: tag)
        }
        if words.count == 1 {
            let name = words[0].text
            if let cycle = parser.namedCycles[name] { return cycle }
            throw parser.error(
                parser.namedCycles.isEmpty
                    ? "No named cycles in template. '\(name)' is not defined"
                    : "Named cycle '\(name)' does not exist"
                        + suggestion(for: name, among: Array(parser.namedCycles.keys)),
                at: words[0])
        }
        let cycle = try CycleTag(&parser, tag)
        if let variable = cycle.variable { parser.namedCycles[variable.text] = cycle }
        parser.lastCycle = cycle
        return cycle
    }

    private init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        var isSilent = false
        if words.count >= 4, words[words.count - 3].text == "as" {
            guard words[words.count - 1].text == "silent" else {
                throw parser.error(
                    "Only 'silent' flag is allowed after cycle's name, not "
                        + "'\(words[words.count - 1].text)'.", at: words[words.count - 1])
            }
            isSilent = true
            words.removeLast()
        }
        var variable: Name?
        if words.count >= 4 || isSilent, words[words.count - 2].text == "as" {
            variable = Name(words[words.count - 1].text)
            words.removeLast(2)
        }
        values = try words.map { try parser.compile($0) }
        self.variable = variable
        self.isSilent = isSilent
        key = NodeKey()
    }

    func render(into renderer: inout Renderer) throws {
        guard !values.isEmpty else { return }
        var position = 0
        if case .position(let kept) = renderer.memory[key] { position = kept }
        renderer.memory[key] = .position((position + 1) % values.count)
        let value = try renderer.value(of: values[position])
        if let variable { renderer.scopes.setUpward(variable, value) }
        if !isSilent { renderer.write(value) }
    }
}

/// `{% resetcycle name %}`: the cycle starts over.
struct ResetCycleTag: TagNode {
    private let key: NodeKey

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count <= 1 else {
            throw parser.error("'resetcycle' tag accepts at most one argument.", at: tag)
        }
        if let word = tag.words.first {
            guard let cycle = parser.namedCycles[word.text] else {
                throw parser.error("Named cycle '\(word.text)' does not exist.", at: word)
            }
            key = cycle.key
        } else {
            guard let cycle = parser.lastCycle else {
                throw parser.error("No cycles in template.", at: tag)
            }
            key = cycle.key
        }
    }

    func render(into renderer: inout Renderer) {
        renderer.memory[key] = nil
    }
}
