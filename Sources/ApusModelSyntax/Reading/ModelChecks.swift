extension DeclarationReader {
    /// Checks the model as a whole, when all its members are read.
    mutating func check() {
        checkNames()
        checkKeys()
        checkColumns()
        checkFieldNames(in: model.options.ordering, asOrdering: true)
        checkFieldNames(in: model.options.uniqueTogether)
        checkFieldNames(in: model.options.indexes, after: "fields")
        checkFieldNames(in: model.options.constraints, after: "fields")
        checkFieldNames(in: model.options.plain["latestBy"])
        checkFieldNames(in: model.options.plain["naturalKey"])
        if model.fields.isEmpty, model.manys.isEmpty, diagnostics.isEmpty {
            report(
                "'\(model.name)' has no fields: declare one, such as 'var name: String'",
                at: model.range, severity: .warning)
        }
    }

    /// A model has one primary key.
    private mutating func checkKeys() {
        guard let key = model.ownKey else { return }
        for field in model.fields where field.range != key.range {
            if field.isPrimaryKey {
                report(
                    "'\(key.name)' is the primary key already: a model has one; write "
                        + "'uniqueTogether: [[\"\(key.name)\", \"\(field.name)\"]]' in @Model for a "
                        + "pair that no two rows have",
                    at: field.range)
            } else if field.name == "id" {
                report(
                    "'id' is another name of the primary key '\(key.name)': call the field "
                        + "something else",
                    at: field.range)
            }
        }
    }

    private mutating func checkNames() {
        let names =
            model.fields.map { ($0.name, $0.range) } + model.manys.map { ($0.name, $0.range) }
            + model.reverses.map { ($0.name, $0.range) }
        var seen: Set<String> = []
        for (name, range) in names {
            if let meaning = Self.reservedNames[name] {
                report(
                    "'\(name)' is the name of \(meaning): call the field something else; "
                        + "'@Field(column: \"\(name.impliedColumn)\")' keeps the column's name",
                    at: range)
            }
            if !seen.insert(name).inserted {
                report("'\(name)' is declared twice: rename one", at: range)
            }
        }
        for name in ["Columns", "table", "modelName"] {
            guard let range = model.staticNames[name],
                name != "modelName" || model.options.app != nil
            else { continue }
            report("@Model makes a static '\(name)' itself: rename this one", at: range)
        }
    }

    /// Names that a model has already, and what they are.
    static let reservedNames: [String: String] = [
        "save": "the method that writes a model",
        "delete": "the method that deletes a model",
        "refresh": "the method that reads a model again",
        "pk": "the primary key in templates",
        "dynamicValue": "what templates see of a model",
        "saved": "the method that saves a copy",
        "foreignKey": "what other models point at",
        "fieldValues": "what is written to the database",
        "setMoments": "the method that sets moments",
        "validate": "the method that validates a model",
        "clean": "the method that validates a model's own rules",
        "_state": "what a model keeps of its query",
        "_path": "what a query keeps of its way",
    ]

    private mutating func checkColumns() {
        var columns: [String: String] = [:]
        for field in model.fields {
            let column = field.columnName
            if let other = columns[column], other != field.name {
                report(
                    "the column '\(column)' belongs to '\(other)' already: write "
                        + "'@Field(column: \"…\")' with another name",
                    at: field.options["column"]?.valueRange ?? field.range)
            }
            columns[column] = field.name
        }
    }

    /// Checks that the strings in an option are fields' names; with `label`, only those in an
    /// array that has it. An ordering may follow relations, whose other models aren't known here.
    private mutating func checkFieldNames(
        in option: Attribute.Argument?, after label: String? = nil, asOrdering: Bool = false
    ) {
        guard let option else { return }
        let known = ["id"] + model.fields.map(\.name)
        var isNamed = label == nil
        for (index, token) in source.tokens.enumerated() {
            guard option.valueRange.contains(token.start) else { continue }
            if let label, token.isSymbol(Byte.openBracket) {
                isNamed = index >= 2 && source.text(at: index - 2) == label
            } else if label != nil, token.isSymbol(Byte.closeBracket) {
                isNamed = false
            }
            guard isNamed, token.kind == .string,
                let text = source.text(at: index).plainStringLiteral
            else { continue }
            var name = text.hasPrefix("-") ? String(text.dropFirst()) : text
            if asOrdering {
                if name == "pk" || name == "?" { continue }
                if let path = name.firstRange(of: "__") { name = String(name[..<path.lowerBound]) }
            }
            if known.contains(name) { continue }
            let hint = nearest(to: name, of: known).map { "did you mean '\($0)'?" }
            report(
                "'\(model.name)' has no field '\(name)': "
                    + (hint ?? "it has " + known.joined(separator: ", ")),
                at: token.start..<token.end)
        }
    }
}
