extension Renderer {
    /// Writes the version of the block that the templates further down don't override.
    mutating func renderBlock(_ block: BlockTag) throws {
        guard let versions = blocks[block.name], let own = versions.first else {
            try renderBlockVersion(block, level: 0)
            return
        }
        try renderBlockVersion(own, level: 0)
    }

    /// Writes what `{{ block.super }}` stands for.
    mutating func renderSuperBlock() throws {
        guard let open = openBlocks.last else { return }
        let level = open.level + 1
        guard let versions = blocks[open.name] else { throw superInBase(open.name) }
        guard level < versions.count else { return }
        try renderBlockVersion(versions[level], level: level)
    }

    /// What `{{ block.super }}` stands for.
    mutating func superBlockText() throws -> String {
        let bytes = try capture { try $0.renderSuperBlock() }
        return String(decoding: bytes, as: UTF8.self)
    }

    private mutating func renderBlockVersion(_ block: BlockTag, level: Int) throws {
        openBlocks.append((block.name, level))
        let mark = scopes.push()
        let outerSource = source
        source = block.nodes.source
        defer {
            openBlocks.removeLast()
            scopes.pop(mark)
            source = outerSource
        }
        try render(block.nodes)
    }

    private func superInBase(_ name: String) -> TemplateError {
        TemplateError(
            .syntax,
            "{{ block.super }} has nothing to stand for: the block '\(name)' is in a template "
                + "that extends no other. Did you forget {% extends %}?")
    }

    /// Writes `template` as part of this output, its blocks and what its tags remember its own.
    mutating func include(_ template: Template) throws {
        let outer = (blocks, openBlocks, memory, source)
        blocks = [:]
        openBlocks = []
        memory = NodeMemories()
        source = template.source
        defer { (blocks, openBlocks, memory, source) = outer }
        try render(template.nodes)
    }
}
