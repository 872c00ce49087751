public import ApusValues

/// A compiled template.
public struct Template: Sendable {
    /// What a template is made of besides its nodes.
    struct Parts: Sendable {
        var blocks: [String: BlockTag] = [:]
        var partials = PartialTable()
        /// The names of all blocks met, to find those that come twice.
        var openBlockNames: Set<String> = []
        /// Whether the template extends another.
        var extends = false
        /// The names of the templates that are written out in extends and include tags.
        var references: [TemplateReference] = []
    }

    let source: TemplateSource
    let engine: Engine
    let nodes: NodeList
    let parts: Parts

    var extends: Bool { parts.extends }

    /// The name by which the template was asked for.
    public var name: String { source.name }

    /// The templates, URLs and static files that this template names in so many words: what a
    /// check can look for before anything is rendered.
    public var references: [TemplateReference] { parts.references }

    /// Renders to UTF-8.
    ///
    /// Throws a `TemplateError` with the place that failed.
    public func render(
        _ context: DynamicDictionary = DynamicDictionary(),
        environment: RenderEnvironment = .empty
    ) throws -> [UInt8] {
        var scopes = Scopes()
        scopes.reserve(context.count + Self.roomForLoops)
        for entry in context.entries { scopes.append(Name(entry.key), entry.value) }
        return try render(scopes, environment)
    }

    /// Renders to UTF-8.
    ///
    /// Throws a `TemplateError` with the place that failed.
    public func render(
        _ context: [String: any DynamicValueConvertible],
        environment: RenderEnvironment = .empty
    ) throws -> [UInt8] {
        var scopes = Scopes()
        scopes.reserve(context.count + Self.roomForLoops)
        for (key, value) in context { scopes.append(Name(key), value.dynamicValue) }
        return try render(scopes, environment)
    }

    /// Variables that most templates set themselves: those of a loop in a loop.
    private static let roomForLoops = 4

    /// Renders to a string.
    public func renderString(
        _ context: [String: any DynamicValueConvertible] = [:],
        environment: RenderEnvironment = .empty
    ) throws -> String {
        String(decoding: try render(context, environment: environment), as: UTF8.self)
    }

    private func render(_ scopes: Scopes, _ environment: RenderEnvironment) throws -> [UInt8] {
        var renderer = Renderer(template: self, scopes: scopes, environment: environment)
        try renderer.render(nodes)
        return renderer.output.bytes()
    }

    /// The part that `{% partialdef name %}` defines.
    func partial(named name: String) -> Template? {
        parts.partials[name].map {
            Template(source: source, engine: engine, nodes: $0, parts: parts)
        }
    }
}

/// A name that a template has in so many words.
public struct TemplateReference: Sendable, Hashable {
    /// What is named.
    public enum Kind: Sendable, Hashable {
        case extended
        case included
        case url
        case staticFile
    }

    /// What is named.
    public let kind: Kind
    /// The name.
    public let name: String
    /// The template that names it.
    public let template: String
    /// From 1.
    public let line: Int
    /// From 1, in characters.
    public let column: Int
}
