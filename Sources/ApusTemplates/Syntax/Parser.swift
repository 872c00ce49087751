/// Turns a template's tokens into nodes.
///
/// Tags are compiled by their `TagCompiler`s, which call back here for the nodes inside them and
/// for the expressions in their words.
public struct Parser {
    let source: TemplateSource
    let engine: Engine
    private let tokens: [Token]
    private var next = 0
    private var openTags: [Tag] = []
    private var tags: [String: TagCompiler]
    private var filters: [String: Filter]
    /// What the template has besides its nodes.
    var parts = Template.Parts()
    /// The cycles that have a name, and the last one.
    var namedCycles: [String: CycleTag] = [:]
    var lastCycle: CycleTag?
    /// Whether something other than text and comments was met: `extends` must come before that.
    private(set) var hasNodes = false

    /// Blocks in blocks beyond this are a mistake, and would need an endless stack.
    private static let deepest = 100

    init(source: TemplateSource, engine: Engine) {
        self.source = source
        self.engine = engine
        tokens = Lexer.tokens(of: source.bytes)
        tags = engine.builtins.tags
        filters = engine.builtins.filters
    }

    /// The template's name.
    public var templateName: String { source.name }

    /// Compiles all.
    mutating func parseTemplate() throws -> Template {
        let (nodes, _) = try parse(untilAnyOf: nil)
        return Template(source: source, engine: engine, nodes: nodes, parts: parts)
    }

    /// Compiles what comes up to one of the tags `names`, and takes that tag too.
    ///
    /// A name of two words, such as `endblock title`, is met by just these two words.
    public mutating func parse(until names: String...) throws -> (nodes: NodeList, end: Tag) {
        try parse(until: names)
    }

    /// Compiles what comes up to one of the tags `names`, and takes that tag too.
    public mutating func parse(until names: [String]) throws -> (nodes: NodeList, end: Tag) {
        let (nodes, end) = try parse(untilAnyOf: names)
        guard let end else { throw unclosed(names) }
        return (nodes, end)
    }

    /// Compiles all that is left for the sake of its blocks; the rest of it is never written.
    mutating func parseRest() throws {
        parts.extends = true
        hasNodes = true
        _ = try parse(untilAnyOf: nil)
    }

    /// Leaves out what comes up to the tag `name`, and takes that tag too.
    public mutating func skip(past name: String) throws {
        while next < tokens.count {
            let token = tokens[next]
            next += 1
            if token.kind == .block, text(of: token) == name { return }
        }
        throw unclosed([name])
    }

    /// The next token, for tags that read their inside themselves; nil at the end.
    mutating func takeToken() -> Token? {
        guard next < tokens.count else { return nil }
        next += 1
        return tokens[next - 1]
    }

    private mutating func parse(untilAnyOf names: [String]?) throws -> (NodeList, Tag?) {
        var nodes: [Node] = []
        while next < tokens.count {
            let token = tokens[next]
            next += 1
            switch token.kind {
            case .comment: break
            case .text:
                nodes.append(TextNode(source.bytes[token.range], offset: token.offset))
            case .variable:
                guard !token.range.isEmpty else {
                    throw error(
                        "Empty variable tag on line \(line(of: token.offset)). "
                            + "Write a variable's name between '{{' and '}}'.", at: token.offset)
                }
                let expression = try compile(text(of: token), at: token.range.lowerBound)
                hasNodes = true
                if let path = expression.plainVariable {
                    nodes.append(VariableNode(path, offset: expression.offset))
                } else {
                    nodes.append(ExpressionNode(expression, offset: expression.offset))
                }
            case .block:
                let tag = tag(of: token)
                guard !tag.name.isEmpty else {
                    throw error(
                        "Empty block tag on line \(line(of: token.offset)). "
                            + "Write a tag's name between '{%' and '%}'.", at: token.offset)
                }
                if let names, names.contains(tag.name) || names.contains(tag.contents) {
                    return (NodeList(nodes: nodes, source: source), tag)
                }
                let node = try compile(tag, expecting: names)
                hasNodes = true
                nodes.append(PlacedTag(node, offset: token.offset))
            }
        }
        return (NodeList(nodes: nodes, source: source), nil)
    }

    private mutating func compile(_ tag: Tag, expecting names: [String]?) throws -> any TagNode {
        guard let compiler = tags[tag.name] else { throw unknown(tag, expecting: names) }
        guard openTags.count < Self.deepest else {
            throw error(
                "Blocks are nested deeper than \(Self.deepest). "
                    + "Move the inner ones to a template of their own and include it.",
                at: tag.offset)
        }
        openTags.append(tag)
        defer { openTags.removeLast() }
        do {
            return try compiler(&self, tag)
        } catch let error as TemplateError {
            throw error.located(in: source, at: tag.offset)
        } catch {
            throw TemplateError(.syntax, String(describing: error), underlying: error)
                .located(in: source, at: tag.offset)
        }
    }

    /// Adds the tags and filters of a library to those that the rest of the template has.
    mutating func load(_ library: Library, only names: Set<String>? = nil) {
        tags.merge(library.tags.filter { names?.contains($0.key) ?? true }) { _, new in new }
        filters.merge(library.filters.filter { names?.contains($0.key) ?? true }) { _, new in new }
    }

    /// Notes that the template names something at `word`.
    mutating func note(_ kind: TemplateReference.Kind, _ name: String, at offset: Int) {
        let place = source.position(of: offset)
        parts.references.append(
            TemplateReference(
                kind: kind, name: name, template: source.name, line: place.line,
                column: place.column))
    }

    /// The filter of this name.
    func filter(named name: String, at offset: Int) throws -> Filter {
        if let filter = filters[name] { return filter }
        throw error(
            "Invalid filter: '\(name)'." + suggestion(for: name, among: Array(filters.keys))
                + loadHint { $0.filters[name] != nil }, at: offset)
    }

    // MARK: - Tokens

    func text(of token: Token) -> String {
        String(decoding: source.bytes[token.range], as: UTF8.self)
    }

    func tag(of token: Token) -> Tag {
        let all = words(of: source.bytes, in: token.range)
        return Tag(
            name: all.first?.text ?? "", words: Array(all.dropFirst()), contents: text(of: token),
            offset: token.offset)
    }

    // MARK: - Errors

    /// A syntax error at `tag`.
    public func error(_ message: String, at tag: Tag) -> TemplateError {
        error(message, at: tag.offset)
    }

    /// A syntax error at `word`.
    public func error(_ message: String, at word: Word) -> TemplateError {
        error(message, at: word.offset)
    }

    func error(_ message: String, at offset: Int) -> TemplateError {
        TemplateError(.syntax, message).located(in: source, at: offset)
    }

    func line(of offset: Int) -> Int { source.position(of: offset).line }

    /// The block that is open now has no end.
    func unclosed(_ names: [String]) -> TemplateError {
        let offset = openTags.last?.offset ?? 0
        let name = openTags.last?.name ?? ""
        return error(
            "Unclosed tag on line \(line(of: offset)): '\(name)'. "
                + "Looking for one of: \(names.joined(separator: ", ")).", at: offset)
    }

    private func unknown(_ tag: Tag, expecting names: [String]?) -> TemplateError {
        var message = "Invalid block tag on line \(line(of: tag.offset)): '\(tag.name)'"
        var candidates = Array(tags.keys)
        if let names, !names.isEmpty {
            let quoted = names.map { "'\($0)'" }
            message += ", expected " + quoted.dropLast().joined(separator: ", ")
            message += (names.count > 1 ? " or " : "") + (quoted.last ?? "")
            candidates += names
        }
        message += ". Did you forget to register or load this tag?"
        message += suggestion(for: tag.name, among: candidates)
        message += loadHint { $0.tags[tag.name] != nil }
        if let open = openTags.last, tag.name.hasPrefix("end") {
            message += " The block '\(open.name)' is open since line \(line(of: open.offset))."
        }
        return error(message, at: tag.offset)
    }

    private func loadHint(where holds: (Library) -> Bool) -> String {
        let names = engine.libraries.filter { holds($0.value) }.map(\.key).sorted()
        return names.first.map { " Write {% load \($0) %} at the top of the template." } ?? ""
    }
}
