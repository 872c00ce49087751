extension DeclarationReader {
    /// Takes a stored property as a field of the model.
    mutating func addField(_ property: Property) {
        guard hasFieldShape(property), let type = type(of: property) else { return }
        var field = FieldDescription(
            spelling: property.spelling, range: property.nameRange,
            isConstant: property.isConstant, access: property.prefix.access ?? .internal,
            type: type)
        if let initializer = property.initializer {
            field.initializer = source.expression(ofTokens: initializer)
            field.literal = source.literal(initializer)
            field.defaultKind =
                field.isKeyDefault ? .constant : defaultKind(initializer, type: type)
            if type.isDecimal, case .double(let digits) = field.literal {
                field.initializer = "ApusORM.exactDecimal(\"\(digits)\")"
            }
        }
        for attribute in property.prefix.attributes where attribute.name == "Field" {
            readOptions(attribute, into: &field)
        }
        check(field)
        model.fields.append(field)
    }

    /// Whether an initialiser gives the same value each time: a literal, an empty list, or a name
    /// such as `Int.max`. What the name of another type's value stands for, only the compiler knows.
    private func defaultKind(_ tokens: Range<Int>, type: FieldTypeDescription) -> DefaultKind {
        switch source.literal(tokens) {
        case .interpolation: return .computed
        case .some: return .constant
        case nil: break
        }
        let text = source.compactText(ofTokens: tokens)
        if type.base == "[UInt8]" { return text == "[]" ? .constant : .computed }
        guard type.foreignModel == nil, let last = tokens.last,
            source[last].kind == .identifier,
            text.hasSuffix("." + source.text(at: last))
        else { return .computed }
        let name = source.text(at: last)
        guard ["." + name, type.base + "." + name].contains(text) else { return .computed }
        if type.isOwn { return .named }
        return Self.constantNames.contains(name) ? .constant : .computed
    }

    /// The names of values of the types that fields usually have. Others, `present` and `random`
    /// among them, may stand for another value each time.
    private static let constantNames: Set<String> = [
        "min", "max", "zero", "pi", "infinity", "greatestFiniteMagnitude", "distantPast",
        "distantFuture",
    ]

    /// Takes a `@Reverse` property.
    mutating func addReverse(_ property: Property) {
        guard let attribute = property.attribute("Reverse") else { return }
        if let field = property.attribute("Field") {
            report("a reverse relation has no column: remove '@Field'", at: field.range)
        }
        guard property.name.isPlainName else {
            report(
                "a reverse relation's name is of letters, digits and underscores: rename it",
                at: property.nameRange)
            return
        }
        if property.isConstant || property.initializer != nil {
            report(
                "a reverse relation is read from the database: write "
                    + "'var \(property.name): Related<…>' without a value",
                at: property.nameRange)
        }
        var reverse = ReverseDescription(
            spelling: property.spelling, access: property.prefix.access ?? .internal,
            range: property.nameRange)
        reverse.isMany = manyTarget(of: property) != nil
        if let path = source.keyPath(attribute) {
            reverse.model = path.model
            reverse.field = path.field
        } else {
            report(
                "name the foreign key that points here: '@Reverse(\\Choice.question)'",
                at: attribute.range)
        }
        model.reverses.append(reverse)
    }

    /// Whether a stored property can be a field at all; says why not.
    private mutating func hasFieldShape(_ property: Property) -> Bool {
        let name = property.name
        guard name.isPlainName else {
            report(
                "a field's name is of letters, digits and underscores, as the column's is: "
                    + "rename it",
                at: property.nameRange)
            return false
        }
        for (modifier, range) in property.prefix.modifiers {
            switch modifier {
            case "lazy":
                report(
                    "a lazy property is no field: make '\(name)' computed, with braces", at: range)
                return false
            case "weak", "unowned", "unowned(safe)", "unowned(unsafe)":
                report(
                    "a field holds a value: refer to another model with 'ForeignKey<…>'", at: range)
                return false
            default: break
            }
        }
        let known: Set<String> = ["Field", "available"]
        if let attribute = property.prefix.attributes.first(where: { !known.contains($0.name) }) {
            report(
                "@Model doesn't know '@\(attribute.name)': every stored property is a column; "
                    + "remove the attribute, or make '\(name)' computed",
                at: attribute.range)
            return false
        }
        if property.isConstant, property.initializer != nil {
            report(
                "'\(name)' is a constant and no row could change it: write 'var', or 'static let' "
                    + "where it is no field",
                at: property.declarationStart..<property.declarationStart + 3,
                fix: .init(
                    message: "replace 'let' with 'var'",
                    range: property.declarationStart..<property.declarationStart + 3, text: "var"))
            return false
        }
        return true
    }

    private mutating func readOptions(_ attribute: Attribute, into field: inout FieldDescription) {
        for (position, argument) in attribute.arguments.enumerated() {
            switch argument.label {
            case nil where position == 0: field.options.verboseName = argument.value
            case let label? where FieldOptions.labels.contains(label):
                field.options.named[label] = argument
            case let label:
                report(
                    unknownArgument(label, of: "@Field", known: FieldOptions.labels),
                    at: argument.range)
            }
        }
    }
}
