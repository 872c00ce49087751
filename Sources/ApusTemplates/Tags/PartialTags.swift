internal import Synchronization

/// The partials that a template defines; a tag may name one that is defined after it.
final class PartialTable: Sendable {
    private let nodes = Mutex<[String: NodeList]>([:])

    subscript(name: String) -> NodeList? { nodes.withLock { $0[name] } }

    var names: [String] { nodes.withLock { Array($0.keys) } }

    func define(_ name: String, _ list: NodeList) { nodes.withLock { $0[name] = list } }
}

/// `{% partialdef name inline %}…{% endpartialdef %}`.
struct PartialDefinitionTag: TagNode {
    private let isInline: Bool
    private let nodes: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard let name = tag.words.first else {
            throw parser.error("'partialdef' tag requires a name", at: tag)
        }
        guard tag.words.count <= 2 else {
            throw parser.error("'partialdef' tag takes at most 2 arguments", at: tag)
        }
        isInline = tag.words.count == 2
        if isInline, tag.words[1].text != "inline" {
            throw parser.error(
                "The 'inline' argument does not have any parameters; either use 'inline' or "
                    + "remove it completely.", at: tag.words[1])
        }
        let endings = ["endpartialdef", "endpartialdef \(name.text)"]
        let (nodes, end) = try parser.parse(until: endings)
        guard endings.contains(end.contents) else {
            throw parser.error(
                "Invalid block tag on line \(parser.line(of: end.offset)): '\(end.contents)', "
                    + "expected '\(endings[0])' or '\(endings[1])'. "
                    + "Did you forget to register or load this tag?", at: end)
        }
        self.nodes = nodes
        guard parser.parts.partials[name.text] == nil else {
            throw parser.error(
                "Partial '\(name.text)' is already defined in the '\(parser.templateName)' "
                    + "template.", at: name)
        }
        parser.parts.partials.define(name.text, nodes)
    }

    func render(into renderer: inout Renderer) throws {
        if isInline { try renderer.render(nodes) }
    }
}

/// `{% partial name %}`.
struct PartialTag: TagNode {
    private let name: String
    private let table: PartialTable

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'partial' tag requires a single argument", at: tag)
        }
        name = tag.words[0].text
        table = parser.parts.partials
    }

    func render(into renderer: inout Renderer) throws {
        guard let nodes = table[name] else {
            throw TemplateError(
                .syntax,
                "Partial '\(name)' is not defined in this template."
                    + suggestion(for: name, among: table.names))
        }
        try renderer.render(nodes)
    }
}
