/// Reads the declaration that `@Model` stands on. What it can't read becomes a diagnostic, and
/// it reads on, so that all mistakes show at once.
struct DeclarationReader {
    let source: SourceText
    var index = 0
    var model = ModelDescription()
    var diagnostics: [ModelDiagnostic] = []

    init(_ source: SourceText) { self.source = source }

    /// The model that `source` declares, with everything that is wrong with it; no model where
    /// the declaration is no struct.
    static func read(_ source: SourceText) -> (ModelDescription?, [ModelDiagnostic]) {
        var reader = DeclarationReader(source)
        guard reader.readHead() else { return (nil, reader.diagnostics) }
        reader.readBody()
        reader.check()
        return (
            reader.model,
            reader.diagnostics.sorted { $0.range.lowerBound < $1.range.lowerBound }
        )
    }

    var token: Token { source[index] }
    var word: String { token.kind == .identifier ? source.text(at: index) : "" }

    mutating func report(
        _ message: String, at range: Range<Int>, severity: ModelDiagnostic.Severity = .error,
        fix: ModelDiagnostic.Fix? = nil
    ) {
        diagnostics.append(ModelDiagnostic(message, severity: severity, range: range, fix: fix))
    }

    /// The attributes and modifiers before a declaration.
    struct Prefix {
        var attributes: [Attribute] = []
        var modifiers: [(word: String, range: Range<Int>)] = []

        func has(_ modifier: String) -> Bool { modifiers.contains { $0.word == modifier } }

        /// The access that is written, `private(set)` not among it.
        var access: Access? { modifiers.lazy.compactMap { Access($0.word) }.first }
    }

    static let modifiers: Set<String> = [
        "public", "package", "internal", "fileprivate", "private", "open", "static", "class",
        "final", "lazy", "weak", "unowned", "mutating", "nonmutating", "nonisolated", "override",
        "required", "convenience", "dynamic", "indirect", "isolated", "borrowing", "consuming",
        "prefix", "postfix", "infix", "async", "distributed", "optional",
    ]

    /// Reads attributes and modifiers up to the word that says what is declared.
    mutating func readPrefix() -> Prefix {
        var prefix = Prefix()
        while true {
            if token.isSymbol(Byte.at) {
                prefix.attributes.append(source.attribute(at: &index))
                continue
            }
            let word = word
            guard Self.modifiers.contains(word) else { return prefix }
            // `class` is a modifier before `var` and `func`, and a declaration before a name.
            if word == "class", !["var", "let", "func", "subscript"].contains(nextWord) {
                return prefix
            }
            let range = token.start..<token.end
            index += 1
            if token.isSymbol(Byte.openParenthesis) {
                let detail = source.text(at: index + 1)
                index = source.next(index)
                prefix.modifiers.append(("\(word)(\(detail))", range))
            } else {
                prefix.modifiers.append((word, range))
            }
        }
    }

    private var nextWord: String {
        source[index + 1].kind == .identifier ? source.text(at: index + 1) : ""
    }

    /// Reads from the attributes to the opening brace; false where this is no struct.
    private mutating func readHead() -> Bool {
        let prefix = readPrefix()
        let keyword = word
        let keywordRange = token.start..<token.end
        guard keyword == "struct" else {
            let fix = ModelDiagnostic.Fix(
                message: "replace '\(keyword)' with 'struct'", range: keywordRange, text: "struct")
            report(
                "@Model goes on a struct, not on \(keyword.isEmpty ? "this" : keyword.withArticle): "
                    + "a model is a value that save() writes; write 'struct'",
                at: keywordRange, fix: keyword == "class" || keyword == "actor" ? fix : nil)
            return false
        }
        index += 1
        guard token.kind == .identifier else { return false }
        model.name = source.text(at: index)
        model.range = token.start..<token.end
        guard model.name.withoutBackticks.isPlainName else {
            report(
                "a model's name is of letters, digits and underscores, as its table's is: rename it",
                at: model.range)
            return false
        }
        if !source.isBalanced {
            report(
                "a bracket or a quote of '\(model.name)' has no partner: close it", at: model.range)
        }
        index += 1
        model.access = prefix.access ?? .internal
        if model.access <= .fileprivate,
            let modifier = prefix.modifiers.first(where: { Access($0.word) != nil })
        {
            report(
                "a model can't be \(modifier.word): migrations and other apps refer to it; "
                    + "remove '\(modifier.word)'",
                at: modifier.range,
                fix: .init(message: "remove '\(modifier.word)'", range: modifier.range, text: ""))
        }
        if token.isSymbol(Byte.less) {
            let end = source.endOfGenericArguments(index)
            report(
                "a model can't be generic: its table has one shape; declare a struct for each table",
                at: token.start..<max(token.start, source[end - 1].end))
            return false
        }
        if let attribute = prefix.attributes.first(where: { $0.name == "Model" }) {
            readOptions(attribute)
        }
        while !token.isSymbol(Byte.openBrace), token.kind != .end { index = source.next(index) }
        return token.kind != .end
    }

    private mutating func readOptions(_ attribute: Attribute) {
        for argument in attribute.arguments {
            switch argument.label {
            case "app": model.options.app = argument
            case "table": model.options.table = argument
            case "indexes": model.options.indexes = argument
            case "ordering": model.options.ordering = argument
            case "uniqueTogether": model.options.uniqueTogether = argument
            case "constraints": model.options.constraints = argument
            case let label? where ModelOptions.plainLabels.contains(label):
                model.options.plain[label] = argument
            case let label:
                report(
                    unknownArgument(
                        label, of: "@Model",
                        known: [
                            "app", "table", "ordering", "indexes", "uniqueTogether", "constraints",
                        ] + ModelOptions.plainLabels),
                    at: argument.range)
            }
        }
    }
}
