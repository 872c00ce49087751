extension DeclarationReader {
    /// Checks what `@Field(…)` says against the property's type.
    mutating func check(_ field: FieldDescription) {
        checkLength(field)
        checkKey(field)
        checkReference(field)
        if let column = field.options.column {
            if let name = column.value.plainStringLiteral {
                if name.isEmpty {
                    report(
                        "a column needs a name: write one, or leave 'column:' out",
                        at: column.valueRange)
                }
            } else {
                report(
                    "write the column's name as a plain string: \"\(field.name)\"",
                    at: column.valueRange)
            }
        }
    }

    private mutating func checkLength(_ field: FieldDescription) {
        guard let length = field.options.maxLength else { return }
        if Self.typesWithoutLength.contains(field.type.base) || field.type.foreignModel != nil {
            report(
                "maxLength counts the characters of a String, and '\(field.name)' is "
                    + "\(field.type.text.withArticle): remove it",
                at: length.range)
        } else if case .integer(let digits) = length.literal,
            (Int(digits.filter { $0 != "_" }) ?? 1) < 1
        {
            report("maxLength must be at least 1", at: length.valueRange)
        }
    }

    private static let typesWithoutLength: Set<String> = [
        "Int", "Int16", "Int32", "Int64", "Double", "Bool", "Date",
    ]

    /// The key is `id: Key<Model>`; a declaration of it may only say the same.
    private mutating func checkKey(_ field: FieldDescription) {
        if let argument = field.options.primaryKey {
            report(
                "a model's primary key is its 'id', a Key<\(model.name)>: write "
                    + "'@Field(unique: true)' for a key of your own",
                at: argument.range)
        }
        guard field.name == "id" else { return }
        let keys = ["Key<\(model.name)>", "Key<Self>"]
        if !keys.contains(where: { field.type.text == $0 || field.type.text == "ApusORM." + $0 }) {
            report(
                "the key of a model is a Key of its own: write 'var id: Key<\(model.name)>', or "
                    + "leave it out; for a key of your own, '@Field(unique: true)' on a field with "
                    + "another name",
                at: field.type.range)
        }
        if field.isConstant {
            report("saving writes the new key into 'id': write 'var'", at: field.range)
        }
    }

    private mutating func checkReference(_ field: FieldDescription) {
        let rule = field.options.onDelete
        guard let model = field.type.foreignModel else {
            if let rule {
                report(
                    "onDelete is for a ForeignKey, and '\(field.name)' is "
                        + "\(field.type.text.withArticle): remove it",
                    at: rule.range)
            }
            return
        }
        if field.initializer != nil, field.literal != .null {
            report(
                "a foreign key can't have a default here: leave it to the one who saves the "
                    + "\(self.model.name)",
                at: field.range)
        }
        switch rule?.value {
        case nil where field.type.isOptional:
            report(
                "say what happens to '\(field.name)' when its \(model) is deleted: "
                    + "'@Field(onDelete: .setNull)', or '.cascade'",
                at: field.type.range)
        case ".setNull" where !field.type.isOptional:
            let range = rule?.valueRange ?? field.range
            report(
                "setNull needs a column that may be NULL: write "
                    + "'var \(field.spelling): \(field.type.base)?'",
                at: range,
                fix: .init(
                    message: "make it optional",
                    range: field.type.range.upperBound..<field.type.range.upperBound, text: "?"))
        case ".setDefault":
            report(
                "a foreign key has no default that .setDefault could set: write .setNull, .protect "
                    + "or .cascade",
                at: rule?.valueRange ?? field.range)
        default: break
        }
    }
}
