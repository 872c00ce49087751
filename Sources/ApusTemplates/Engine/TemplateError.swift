/// What is wrong with a template, and where.
public struct TemplateError: Error, Sendable {
    /// The sort of mistake.
    public enum Kind: Sendable, Hashable {
        /// The template isn't written as the language wants.
        case syntax
        /// There is no template of that name.
        case doesNotExist
        /// Rendering failed: a filter refused its value, a loop could not unpack, and the like.
        case rendering
    }

    /// A line of a template.
    public struct SourceLine: Sendable, Hashable {
        /// From 1.
        public let number: Int
        /// Without its line end.
        public let text: String
    }

    /// A place in a template.
    public struct Place: Sendable, Hashable {
        /// The template's name.
        public let template: String
        /// From 1.
        public let line: Int
        /// From 1, in characters.
        public let column: Int

        /// A place from its parts.
        public init(template: String, line: Int, column: Int) {
            self.template = template
            self.line = line
            self.column = column
        }
    }

    /// The sort of mistake.
    public let kind: Kind
    /// What is wrong, and what to do where that is known.
    public let message: String
    /// The template's name, or nil where no template was read yet.
    public internal(set) var template: String?
    /// The file the template was read from, or nil.
    public internal(set) var path: String?
    /// From 1; nil where no place is known.
    public internal(set) var line: Int?
    /// From 1, in characters; nil where no place is known.
    public internal(set) var column: Int?
    /// The lines around the mistake.
    public internal(set) var excerpt: [SourceLine] = []
    /// Where the template was included or extended from, the innermost first.
    public internal(set) var includedFrom: [Place] = []
    /// The error that a value, a filter or a tag threw, where there was one.
    public let underlying: (any Error)?
    /// The places that were looked in for a template that does not exist.
    public internal(set) var tried: [String] = []

    /// An error without a place; the engine adds the place at which it was thrown.
    public init(_ kind: Kind = .rendering, _ message: String, underlying: (any Error)? = nil) {
        self.kind = kind
        self.message = message
        self.underlying = underlying
    }

    /// This error at `offset` of `source`; one that has a place keeps it.
    func located(in source: TemplateSource, at offset: Int) -> TemplateError {
        var result = self
        let position = source.position(of: offset)
        guard line == nil else {
            let place = Place(
                template: source.name, line: position.line, column: position.column)
            if template != source.name, includedFrom.last?.template != source.name,
                includedFrom.count < 20
            {
                result.includedFrom.append(place)
            }
            return result
        }
        result.template = source.name
        result.path = source.path
        result.line = position.line
        result.column = position.column
        result.excerpt = source.excerpt(around: position.line)
        return result
    }
}

extension TemplateError: CustomStringConvertible {
    /// `polls/index.html:3:12: message`.
    public var description: String {
        var place = ""
        if let template { place += template + ":" }
        if let line, let column { place += "\(line):\(column):" }
        return place.isEmpty ? message : place + " " + message
    }
}
