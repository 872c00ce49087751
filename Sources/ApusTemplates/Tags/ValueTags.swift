internal import ApusValues

/// `{% widthratio value maximum width as variable %}`.
struct WidthRatioTag: TagNode {
    private let value: Expression
    private let maximum: Expression
    private let width: Expression
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        guard words.count == 3 || words.count == 5 else {
            throw parser.error("widthratio takes at least three arguments", at: tag)
        }
        if words.count == 5, words[3].text != "as" {
            throw parser.error(
                "Invalid syntax in widthratio tag. Expecting 'as' keyword", at: words[3])
        }
        variable = words.count == 5 ? takeVariable(&words) : nil
        value = try parser.compile(words[0])
        maximum = try parser.compile(words[1])
        width = try parser.compile(words[2])
    }

    func render(into renderer: inout Renderer) throws {
        let value = try renderer.value(of: value)
        let maximum = try renderer.value(of: maximum)
        guard let width = try renderer.value(of: width).asDecimalInteger?.double else {
            throw TemplateError(.syntax, "widthratio final argument must be a number")
        }
        let text = ratio(value, maximum, width)
        if let variable {
            renderer.set(variable, to: .string(text))
        } else {
            renderer.write(html: text)
        }
    }

    private func ratio(_ value: DynamicValue, _ maximum: DynamicValue, _ width: Double) -> String {
        guard let value = value.asDouble, let maximum = maximum.asDouble else { return "" }
        guard maximum != 0 else { return "0" }
        let ratio = (value / maximum * width).rounded(.toNearestOrEven)
        guard ratio.isFinite else { return "" }
        return Int(exactly: ratio).map { String($0) } ?? numberText(ratio)
    }
}

extension DynamicValue {
    /// The value as Python's `float` reads it, or nil.
    var asDouble: Double? {
        switch self {
        case .int(let number): Double(number)
        case .double(let number): number
        case .bool(let flag): flag ? 1 : 0
        case .decimal(let number): number.double
        case .string(let text), .html(let text): DecimalNumber(text)?.double
        default: nil
        }
    }
}

/// `{% templatetag openblock %}`: the language's own braces.
struct TemplateTagTag: TagNode {
    private let text: String

    private static let texts = [
        "openblock": "{%", "closeblock": "%}", "openvariable": "{{", "closevariable": "}}",
        "openbrace": "{", "closebrace": "}", "opencomment": "{#", "closecomment": "#}",
    ]

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard tag.words.count == 1 else {
            throw parser.error("'templatetag' statement takes one argument", at: tag)
        }
        let name = tag.words[0].text
        guard let text = Self.texts[name] else {
            throw parser.error(
                "Invalid templatetag argument: '\(name)'. Must be one of: "
                    + Self.texts.keys.sorted().joined(separator: ", ") + ".", at: tag.words[0])
        }
        self.text = text
    }

    func render(into renderer: inout Renderer) {
        renderer.write(html: text)
    }
}

/// `{% filter force_escape|lower %}…{% endfilter %}`.
struct FilterTag: TagNode {
    private let filters: Expression
    private let body: NodeList

    init(_ parser: inout Parser, _ tag: Tag) throws {
        guard let first = tag.words.first else {
            throw parser.error("'filter' needs a filter: {% filter lower %}.", at: tag)
        }
        let rest = tag.contents.dropFirst("filter".count)
        let text = "var|" + trimmingSpace(String(rest))
        filters = try parser.compile(text, at: max(0, first.offset - "var|".utf8.count))
        for call in filters.calls where call.name == "escape" || call.name == "safe" {
            throw parser.error(
                "\"filter \(call.name)\" is not permitted. Use the \"autoescape\" tag instead.",
                at: first)
        }
        body = try parser.parse(until: "endfilter").nodes
    }

    func render(into renderer: inout Renderer) throws {
        let bytes = try renderer.capture { try $0.render(body) }
        try renderer.withScope { renderer in
            renderer.set("var", to: .html(String(decoding: bytes, as: UTF8.self)))
            let value = try renderer.value(of: filters)
            renderer.write(html: value.text)
        }
    }
}

/// `{% debug %}`: the variables, where the engine is in development.
struct DebugTag: TagNode {
    func render(into renderer: inout Renderer) {
        guard renderer.engine.reloadsChangedFiles else { return }
        for entry in renderer.scopes.visible.entries {
            renderer.output.append(escaping: "\(entry.key) = \(entry.value.literal)\n")
        }
    }
}

/// `{% querystring a=1 b=None %}`: the request's query with other parameters.
struct QueryStringTag: TagNode {
    private let arguments: Arguments
    private let variable: String?

    init(_ parser: inout Parser, _ tag: Tag) throws {
        var words = tag.words
        variable = takeVariable(&words)
        arguments = try Arguments(&parser, words)
    }

    func render(into renderer: inout Renderer) throws {
        var (mappings, named) = try arguments.values(&renderer)
        if mappings.isEmpty { mappings = [try requestQuery(&renderer)] }
        var query = QueryBuilder()
        for mapping in mappings { try query.apply(mapping) }
        for (name, value) in named { try query.set(name, value) }
        let text = "?" + query.encoded
        if let variable {
            renderer.set(variable, to: .string(text))
        } else {
            renderer.write(text)
        }
    }

    private func requestQuery(_ renderer: inout Renderer) throws -> DynamicValue {
        if let query = renderer.environment.query { return .object(query()) }
        throw TemplateError(
            .rendering,
            "{% querystring %} needs a request, and this rendering has none "
                + "(RenderEnvironment.query): pass the tag a dictionary of parameters.")
    }
}

/// Parameters in order, each with its values.
private struct QueryBuilder {
    private var names: [String] = []
    private var values: [String: [String]] = [:]

    mutating func apply(_ mapping: DynamicValue) throws {
        switch mapping {
        case .dictionary(let dictionary):
            for entry in dictionary.entries { try set(entry.key, entry.value) }
        case .object(let object as MultiValueDictionary):
            for name in object.names {
                try set(name, .list(object.values(of: name).map { .string($0) }))
            }
        default:
            throw TemplateError(
                .syntax,
                "querystring requires mappings for positional arguments (got "
                    + "\(mapping.literal) instead).")
        }
    }

    mutating func set(_ name: String, _ value: DynamicValue) throws {
        switch value {
        case .null:
            names.removeAll { $0 == name }
            values[name] = nil
            return
        case .string, .html: keep(name, [value.text])
        default:
            if let elements = try value.elementsForLoop() {
                keep(name, elements.filter { !$0.isNull }.map(\.text))
            } else {
                keep(name, [value.text])
            }
        }
    }

    private mutating func keep(_ name: String, _ list: [String]) {
        if values.updateValue(list, forKey: name) == nil { names.append(name) }
    }

    var encoded: String {
        names.flatMap { name in
            (values[name] ?? []).map { formEncoded(name) + "=" + formEncoded($0) }
        }.joined(separator: "&")
    }
}
