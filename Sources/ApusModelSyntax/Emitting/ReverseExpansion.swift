/// What `@Reverse` makes of a property: the getter that asks for what points here.
enum ReverseExpansion {
    /// What kind of property the compiler found the key path to lead to.
    enum Kind {
        case foreignKey, oneToOne, manyToMany, plain

        /// The type that the property must have, without its argument.
        var type: String {
            switch self {
            case .foreignKey, .plain: "Related"
            case .oneToOne: "RelatedOne"
            case .manyToMany: "ManyToMany"
            }
        }
    }

    /// The getter; a diagnostic where the key path is no relation's, or the property's type is
    /// another relation's.
    static func of(_ source: SourceText, _ kind: Kind, location: SourceLocation?) -> Expansion {
        var reader = DeclarationReader(source)
        let prefix = reader.readPrefix()
        guard let attribute = prefix.attributes.first(where: { $0.name == "Reverse" }) else {
            return Expansion(source: nil, diagnostics: [])
        }
        let broken = "{\n    get { Swift.fatalError() }\n}"
        guard let path = source.keyPath(attribute) else {
            // @Model has said already what is wrong; a getter keeps that the only mistake.
            return Expansion(source: broken, diagnostics: [])
        }
        let range = attribute.arguments[0].valueRange
        if kind == .plain {
            return Expansion(
                source: broken,
                diagnostics: [
                    ModelDiagnostic(
                        "'\(path.field)' is no foreign key: name the property of \(path.model) that "
                            + "points here, a 'ForeignKey<…>', 'OneToOne<…>' or 'ManyToMany<…>'",
                        range: range)
                ])
        }
        let call: String
        switch kind {
        case .foreignKey, .plain:
            call = "relatedRows(to: self, by: \\\(path.model).Columns.\(path.field))"
        case .oneToOne:
            call = "relatedRow(to: self, by: \\\(path.model).Columns.\(path.field))"
        case .manyToMany:
            call = "relatedMany(to: self, by: \\\(path.model).\(path.field), \"\(path.field)\")"
        }
        let places = location.map { UserPlaces(source, $0) }
        var diagnostics: [ModelDiagnostic] = []
        if let written = source.relationType(after: reader.index), written.name != kind.type {
            diagnostics.append(
                ModelDiagnostic(
                    "'\(path.model).\(path.field)' is \(kind.description): write "
                        + "'\(kind.type)<\(path.model)>'",
                    range: written.range,
                    fix: .init(
                        message: "write '\(kind.type)'", range: written.range, text: kind.type)))
            return Expansion(source: broken, diagnostics: diagnostics)
        }
        return Expansion(
            source: "{\n    get {\n\(places?.pointing(to: range, "", call) ?? call)\n    }\n}",
            diagnostics: diagnostics)
    }
}

extension ReverseExpansion.Kind {
    fileprivate var description: String {
        switch self {
        case .foreignKey, .plain: "a foreign key, with which many rows may point here"
        case .oneToOne: "a OneToOne, with which one row at most points here"
        case .manyToMany: "a ManyToMany"
        }
    }
}

/// What is made of `var authors: ManyToMany<Author>`.
enum ManyExpansion {
    /// The attribute that gives the property its getter; nothing for other members.
    static func attribute(of member: SourceText) -> String {
        guard let name = relationName(member) else { return "" }
        return name.isEmpty ? "" : "@ApusORM._ManyToMany"
    }

    /// The getter.
    static func getter(of member: SourceText) -> String {
        let name = relationName(member) ?? ""
        return "{\n    get { ApusORM.ManyToMany(of: self, \"\(name.withoutBackticks)\") }\n}"
    }

    /// The name of a stored `ManyToMany` property that no `@Reverse` makes; nil for all else.
    private static func relationName(_ member: SourceText) -> String? {
        var reader = DeclarationReader(member)
        let prefix = reader.readPrefix()
        guard reader.word == "var" || reader.word == "let", !prefix.has("static"),
            !prefix.attributes.contains(where: { $0.name == "Reverse" })
        else { return nil }
        reader.model.manys = []
        reader.readProperty(prefix, until: member.tokens.count - 1, isConditional: false)
        return reader.model.manys.first?.spelling
    }
}

extension SourceText {
    /// The name of the relation type that a property at `index` is declared with.
    fileprivate func relationType(after index: Int) -> (name: String, range: Range<Int>)? {
        guard index + 3 < tokens.count, self[index + 2].isSymbol(Byte.colon) else { return nil }
        var place = index + 3
        while place + 2 < tokens.count, self[place + 1].isSymbol(Byte.dot) { place += 2 }
        let name = text(at: place)
        guard ["Related", "RelatedOne", "ManyToMany"].contains(name) else { return nil }
        return (name, self[place].start..<self[place].end)
    }

    /// The model and the foreign key that `@Reverse(\Choice.question)` names; nil where it names
    /// none.
    func keyPath(_ attribute: Attribute) -> (model: String, field: String)? {
        guard attribute.arguments.count == 1, let argument = attribute.arguments.first,
            argument.label == nil
        else { return nil }
        return keyPath(argument.value)
    }

    /// The model and the property that the source of a key path names; nil where it names none.
    func keyPath(_ value: String) -> (model: String, field: String)? {
        let path = SourceText(value)
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
