extension DeclarationReader {
    /// The tokens between the angle brackets of `ManyToMany<…>`; nil for any other type.
    func manyTarget(of property: Property) -> Range<Int>? {
        guard let type = property.type, var index = type.first else { return nil }
        while index + 2 < type.upperBound, source[index + 1].isSymbol(Byte.dot) { index += 2 }
        guard source.text(at: index) == "ManyToMany" else { return nil }
        guard index + 3 < type.upperBound, source[index + 1].isSymbol(Byte.less) else {
            return type.upperBound..<type.upperBound
        }
        let end = source.endOfGenericArguments(index + 1)
        return index + 2..<max(index + 2, min(end, type.upperBound) - 1)
    }

    /// Takes a stored property as a many-to-many relation.
    mutating func addMany(_ property: Property, target: Range<Int>) {
        guard property.name.isPlainName else {
            report(
                "a relation's name is of letters, digits and underscores: rename it",
                at: property.nameRange)
            return
        }
        if target.isEmpty {
            report(
                "write the model that it leads to: 'ManyToMany<Author>'", at: property.nameRange)
            return
        }
        if let last = property.type?.last, source[last].isSymbol(Byte.question) {
            report(
                "a relation to many rows may have none of them anyhow: remove the question mark",
                at: source[last].start..<source[last].end,
                fix: .init(
                    message: "remove the question mark",
                    range: source[last].start..<source[last].end, text: ""))
        }
        if property.isConstant || property.initializer != nil {
            report(
                "the rows of a relation are in the database: write "
                    + "'var \(property.name): ManyToMany<…>' without a value, and add them once the "
                    + "row is saved",
                at: property.nameRange)
        }
        var many = ManyDescription(
            spelling: property.spelling, target: source.compactText(ofTokens: target),
            access: property.prefix.access ?? .internal, range: property.nameRange,
            position: model.fields.count)
        for attribute in property.prefix.attributes where attribute.name == "Field" {
            readOptions(attribute, into: &many)
        }
        model.manys.append(many)
    }

    private mutating func readOptions(_ attribute: Attribute, into many: inout ManyDescription) {
        for (position, argument) in attribute.arguments.enumerated() {
            switch argument.label {
            case nil where position == 0: many.verboseName = argument.value
            case "helpText": many.helpText = argument.value
            case "symmetrical":
                many.symmetrical = argument.value
                if many.target != model.name, many.target != "Self" {
                    report(
                        "only a relation of a model to itself is symmetrical: remove it",
                        at: argument.range)
                }
            case "through", nil:
                if let path = source.keyPath(argument.value) {
                    many.through.append(path)
                } else {
                    report(
                        "name the two foreign keys of the model in between: "
                            + "'through: \\Membership.group, \\Membership.person'",
                        at: argument.valueRange)
                }
            case let label:
                report(
                    unknownArgument(
                        label, of: "@Field of a ManyToMany",
                        known: ["through", "symmetrical", "helpText"]),
                    at: argument.range)
            }
        }
        if many.through.count == 1 {
            report(
                "name both foreign keys of the model in between, the one to '\(model.name)' first: "
                    + "'through: \\Membership.group, \\Membership.person'",
                at: attribute.range)
        }
    }
}
