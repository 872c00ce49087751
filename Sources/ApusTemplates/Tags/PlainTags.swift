internal import ApusValues

/// `{% comment %}…{% endcomment %}`, and all other tags that write nothing.
struct EmptyTag: TagNode {
    func render(into renderer: inout Renderer) {}
}

/// `{% verbatim %}…{% endverbatim %}`: the lexer made text of what is inside.
struct VerbatimTag: TagNode {
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        body = try parser.parse(until: "endverbatim").nodes
    }

    func render(into renderer: inout Renderer) throws {
        try renderer.render(body)
    }
}

/// `{% autoescape on %}…{% endautoescape %}`.
struct AutoescapeTag: TagNode {
    private let isOn: Bool
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'autoescape' tag requires exactly one argument.", at: tag)
        }
        switch tag.words[0].text {
        case "on": isOn = true
        case "off": isOn = false
        default:
            throw parser.error("'autoescape' argument should be 'on' or 'off'", at: tag.words[0])
        }
        body = try parser.parse(until: "endautoescape").nodes
    }

    func render(into renderer: inout Renderer) throws {
        try renderer.withAutoescape(isOn) { try $0.render(body) }
    }
}

/// `{% load library %}` and `{% load name from library %}`.
struct LoadTag: TagNode {
    init(_ parser: inout Parser, _ tag: Tag) throws {
        var names = tag.words
        var only: Set<String>?
        if names.count >= 3, names[names.count - 2].text == "from" {
            only = Set(names.dropLast(2).map(\.text))
            names = [names[names.count - 1]]
        }
        for name in names {
            guard let library = parser.engine.libraries[name.text] else {
                let known = Array(parser.engine.libraries.keys)
                throw parser.error(
                    "'\(name.text)' is not a registered tag library. Must be one of: "
                        + known.sorted().joined(separator: ", ") + "."
                        + suggestion(for: name.text, among: known), at: name)
            }
            for wanted in only ?? [] where library.tags[wanted] == nil {
                guard library.filters[wanted] == nil else { continue }
                throw parser.error(
                    "'\(wanted)' is not a valid tag or filter in tag library '\(name.text)'",
                    at: name)
            }
            parser.load(library, only: only)
        }
    }

    func render(into renderer: inout Renderer) {}
}
