internal import ApusValues

/// `{% block name %}…{% endblock %}`: what a template that extends this one can replace.
struct BlockTag: TagNode {
    let name: String
    let nodes: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'block' tag takes only one argument: {% block name %}.", at: tag)
        }
        name = tag.words[0].text
        guard parser.parts.openBlockNames.insert(name).inserted else {
            throw parser.error(
                "'block' tag with name '\(name)' appears more than once. "
                    + "Give the second block another name.", at: tag.words[0])
        }
        let (nodes, end) = try parser.parse(until: "endblock")
        if let named = end.words.first, named.text != name {
            throw parser.error(
                "Invalid block tag on line \(parser.line(of: end.offset)): '\(end.contents)', "
                    + "expected 'endblock' or 'endblock \(name)'. "
                    + "Did you forget to register or load this tag?", at: end)
        }
        self.nodes = nodes
        parser.parts.blocks[name] = self
    }

    func render(into renderer: inout Renderer) throws {
        try renderer.renderBlock(self)
    }
}
