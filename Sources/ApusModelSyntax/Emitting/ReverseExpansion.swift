/// What `@Reverse` makes of a property: the getter that asks for the rows that point here.
enum ReverseExpansion {
    /// The getter; a diagnostic where the compiler found that the key path is no foreign key's.
    static func of(
        _ source: SourceText, isForeignKey: Bool, location: SourceLocation?
    ) -> Expansion {
        var reader = DeclarationReader(source)
        let prefix = reader.readPrefix()
        guard let attribute = prefix.attributes.first(where: { $0.name == "Reverse" }) else {
            return Expansion(source: nil, diagnostics: [])
        }
        guard let path = source.keyPath(attribute) else {
            // @Model has said already what is wrong; a getter keeps that the only mistake.
            return Expansion(source: "{\n    get { Swift.fatalError() }\n}", diagnostics: [])
        }
        guard isForeignKey else {
            return Expansion(
                source: "{\n    get { Swift.fatalError() }\n}",
                diagnostics: [
                    ModelDiagnostic(
                        "'\(path.field)' is no foreign key: name the property of \(path.model) that "
                            + "points here, a 'ForeignKey<…>'",
                        range: attribute.arguments[0].valueRange)
                ])
        }
        let call = "relatedRows(to: self, by: \\\(path.model).Columns.\(path.field))"
        let places = location.map { UserPlaces(source, $0) }
        let range = attribute.arguments[0].valueRange
        return Expansion(
            source: "{\n    get {\n\(places?.pointing(to: range, "", call) ?? call)\n    }\n}",
            diagnostics: [])
    }
}

extension SourceText {
    /// The model and the foreign key that `@Reverse(\Choice.question)` names; nil where it names
    /// none.
    func keyPath(_ attribute: Attribute) -> (model: String, field: String)? {
        guard attribute.arguments.count == 1, let argument = attribute.arguments.first,
            argument.label == nil
        else { return nil }
        let path = SourceText(argument.value)
        let tokens = path.tokens.dropLast()
        guard tokens.count >= 4, tokens.count.isMultiple(of: 2),
            tokens[0].isSymbol(Byte.backslash)
        else { return nil }
        for index in tokens.indices.dropFirst() {
            let fits =
                index.isMultiple(of: 2)
                ? tokens[index].isSymbol(Byte.dot) : tokens[index].kind == .identifier
            guard fits else { return nil }
        }
        return (
            path.compactText(ofTokens: 1..<tokens.count - 2), path.text(at: tokens.count - 1)
        )
    }
}
