public import ApusValues
internal import Synchronization

/// Finds templates, compiles them and keeps what it compiled. A site has one for its life: an engine
/// and the templates it keeps hold each other until `removeCachedTemplates()`.
public final class Engine: Sendable {
    /// Where templates are looked for, in order.
    public let loaders: [TemplateLoader]
    /// Whether a template whose file changed is compiled again when it is next asked for.
    public let reloadsChangedFiles: Bool
    /// Whether values are escaped for HTML unless a template says otherwise.
    public let autoescape: Bool
    /// What is printed for a variable that does not exist; `%s` in it becomes the variable.
    public let stringIfInvalid: String
    /// The tags and filters that every template has.
    public let builtins: Library
    /// The further libraries that `{% load %}` knows, by name.
    public let libraries: [String: Library]

    private struct Entry {
        let template: Template
        let loader: Int
        let stamp: TemplateLoader.Stamp
    }

    private let cache = Mutex<[String: Entry]>([:])

    /// Names that never end to be new ones, made from requests, must not fill the memory.
    private static let mostKept = 10_000

    /// An engine.
    ///
    /// - Parameters:
    ///   - directories: folders of templates, looked through in order before `loaders`.
    ///   - loaders: further places, in order.
    ///   - reloadsChangedFiles: for development: an edit shows in the next render.
    ///   - autoescape: whether values are escaped for HTML.
    ///   - stringIfInvalid: what a variable that doesn't exist prints as.
    ///   - builtins: tags and filters besides the language's own; these win.
    ///   - libraries: tags and filters that templates get with `{% load name %}`.
    public init(
        directories: [String] = [], loaders: [TemplateLoader] = [],
        reloadsChangedFiles: Bool = false, autoescape: Bool = true, stringIfInvalid: String = "",
        builtins: Library = Library(), libraries: [String: Library] = [:]
    ) {
        self.loaders = directories.map { .directory($0) } + loaders
        self.reloadsChangedFiles = reloadsChangedFiles
        self.autoescape = autoescape
        self.stringIfInvalid = stringIfInvalid
        self.builtins = Library.standard.merging(builtins)
        self.libraries = Library.known.merging(libraries) { _, new in new }
    }

    /// Whether there is a template called `name`.
    public func exists(_ name: String) -> Bool {
        let file = name.prefix { $0 != "#" }
        return loaders.contains { $0.contains(String(file)) }
    }

    /// The template called `name`, compiled now or before; `page.html#part` is the part that
    /// `{% partialdef part %}` defines in `page.html`.
    ///
    /// Throws a `TemplateError`: `doesNotExist` with the places that were looked in, or `syntax`.
    public func template(named name: String) throws -> Template {
        if !reloadsChangedFiles, let entry = cache.withLock({ $0[name] }) { return entry.template }
        if let hash = name.firstIndex(of: "#") {
            let part = String(name[name.index(after: hash)...])
            let whole = try template(named: String(name[..<hash]))
            guard let partial = whole.partial(named: part) else {
                throw TemplateError(
                    .doesNotExist,
                    "There is no partial '\(part)' in the template '\(whole.name)'."
                        + suggestion(for: part, among: whole.parts.partials.names))
            }
            return partial
        }
        if reloadsChangedFiles, let entry = current(name) { return entry.template }
        for (index, loader) in loaders.enumerated() {
            guard let found = loader.find(name), let source = try loader.load(name) else {
                continue
            }
            let template = try compile(source)
            let entry = Entry(template: template, loader: index, stamp: found.stamp)
            cache.withLock { if $0.count < Self.mostKept { $0[name] = entry } }
            return template
        }
        throw missing(name)
    }

    /// The first template of `names` that exists.
    public func template(selectedFrom names: [String]) throws -> Template {
        guard !names.isEmpty else {
            throw TemplateError(.doesNotExist, "No template names were given.")
        }
        for name in names where exists(name) { return try template(named: name) }
        throw TemplateError(
            .doesNotExist,
            "None of the templates \(names.map { "'\($0)'" }.joined(separator: ", ")) exists.")
    }

    /// Compiles `text`, which errors call by `name`.
    public func compile(_ text: String, name: String = "<unknown source>") throws -> Template {
        try compile(TemplateSource(name: name, bytes: Array(text.utf8)))
    }

    /// Renders the template called `name` to UTF-8.
    public func render(
        _ name: String, _ context: [String: any DynamicValueConvertible] = [:],
        environment: RenderEnvironment = .empty
    ) throws -> [UInt8] {
        try template(named: name).render(context, environment: environment)
    }

    /// Forgets every compiled template.
    public func removeCachedTemplates() {
        cache.withLock { $0.removeAll() }
    }

    private func compile(_ source: TemplateSource) throws -> Template {
        var parser = Parser(source: source, engine: self)
        return try parser.parseTemplate()
    }

    /// The compiled template where its file is still the one it was compiled from.
    private func current(_ name: String) -> Entry? {
        guard let entry = cache.withLock({ $0[name] }) else { return nil }
        for (index, loader) in loaders.enumerated() {
            guard let found = loader.find(name) else { continue }
            // What is in memory is compared by its text: a closure may well read files.
            if case .memory(let text) = loader {
                return index == entry.loader && text(name) == entry.template.source.bytes
                    ? entry : nil
            }
            return index == entry.loader && found.stamp == entry.stamp ? entry : nil
        }
        return nil
    }

    private func missing(_ name: String) -> TemplateError {
        let tried = loaders.map { loader in
            switch loader {
            case .directory(let folder):
                TemplateLoader.path(of: name, in: folder) ?? "\(folder) (the name leaves it)"
            case .memory: "the templates in memory"
            }
        }
        var message = "The template '\(name)' does not exist."
        if tried.isEmpty {
            message += " The engine has no folder to look in."
        } else {
            message += " Looked for " + tried.joined(separator: ", ") + "."
        }
        var error = TemplateError(.doesNotExist, message)
        error.tried = tried
        return error
    }
}
