internal import ApusValues

/// `{% extends "base.html" %}`: the template is `base.html` with its blocks replaced.
struct ExtendsTag: TagNode {
    private let parent: Expression
    private let blocks: [String: BlockTag]

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'extends' takes one argument: the parent's name.", at: tag)
        }
        guard !parser.hasNodes else {
            throw parser.error(
                "{% extends \(tag.words[0].text) %} must be the first tag in "
                    + "'\(parser.templateName)'.", at: tag)
        }
        parent = try parser.compile(tag.words[0])
        if let name = parent.literalText { parser.note(.extended, name, at: tag.offset) }
        try parser.parseRest()
        blocks = parser.parts.blocks
    }

    func render(into renderer: inout Renderer) throws {
        let template = try self.template(&renderer)
        for (name, block) in blocks { renderer.blocks[name, default: []].append(block) }
        if !template.extends {
            for (name, block) in template.parts.blocks {
                renderer.blocks[name, default: []].append(block)
            }
        }
        let outer = renderer.source
        renderer.source = template.source
        defer { renderer.source = outer }
        try renderer.render(template.nodes)
    }

    private func template(_ renderer: inout Renderer) throws -> Template {
        let value = try renderer.value(of: parent)
        switch value {
        case .string(let name) where !name.isEmpty, .html(let name) where !name.isEmpty:
            return try renderer.engine.template(named: resolvedName(name, in: renderer.source))
        default:
            throw TemplateError(
                .syntax,
                "Invalid template name in 'extends' tag: \(value.literal). "
                    + "Got this from the '\(parent.text)' variable.")
        }
    }
}

/// `name`, or what it means beside the template `source` where it starts with `./` or `../`.
func resolvedName(
    _ name: String, in source: TemplateSource, allowsItself: Bool = false
) throws -> String {
    guard name.hasPrefix("./") || name.hasPrefix("../") else { return name }
    var parts = source.name.split(separator: "/").dropLast().map(String.init)
    for part in name.split(separator: "/") {
        switch part {
        case ".": break
        case "..":
            guard parts.popLast() != nil else {
                throw TemplateError(
                    .syntax,
                    "The relative path '\(name)' points outside the file hierarchy that "
                        + "template '\(source.name)' is in.")
            }
        default: parts.append(String(part))
        }
    }
    let result = parts.joined(separator: "/")
    guard allowsItself || result != source.name else {
        throw TemplateError(
            .syntax,
            "The relative path '\(name)' was translated to template name '\(result)', the same "
                + "template in which the tag appears.")
    }
    return result
}
