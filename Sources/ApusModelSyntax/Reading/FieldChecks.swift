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

    /// Checks the model as a whole, when all its members are read.
    mutating func check() {
        checkNames()
        checkColumns()
        if model.fields.isEmpty, diagnostics.isEmpty {
            report(
                "'\(model.name)' has no fields: declare one, such as 'var name: String'",
                at: model.range, severity: .warning)
        }
    }

    private mutating func checkNames() {
        let named =
            model.fields.map { ($0.name, $0.range) }
        var seen: Set<String> = []
        for (name, range) in named {
            if let meaning = Self.reservedNames[name] {
                report(
                    "'\(name)' is the name of \(meaning): call the field something else; "
                        + "'@Field(column: \"\(name.snakeCased)\")' keeps the column's name",
                    at: range)
            }
            if !seen.insert(name).inserted {
                report("'\(name)' is declared twice: rename one", at: range)
            }
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
        "_state": "what a model keeps of its query",
    ]

    private mutating func checkColumns() {
        var columns: [String: String] = [:]
        for field in model.fields {
            let column = field.columnName
            if let other = columns[column], other != field.name {
                report(
                    "the column '\(column)' belongs to '\(other)' already: write "
                        + "'@Field(column: \"…\")' with another name",
                    at: field.options.column?.valueRange ?? field.range)
            }
            columns[column] = field.name
        }
    }
}

extension FieldDescription {
    /// The column's name: as it is given, or in Django's spelling of the property's.
    var columnName: String {
        options.column?.value.plainStringLiteral
            ?? name.snakeCased + (type.foreignModel == nil ? "" : "_id")
    }
}

extension String {
    /// `publishedAt` as `published_at`: the rule by which the ORM names columns, so that the
    /// plugin sees when two fields would share one.
    var snakeCased: String {
        var result = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            if character.isUppercase, index > 0 {
                let previous = characters[index - 1]
                let followsLower = !previous.isUppercase && previous != "_"
                let startsWord =
                    previous.isUppercase && index + 1 < characters.count
                    && characters[index + 1].isLowercase
                if followsLower || startsWord { result.append("_") }
            }
            result += character.lowercased()
        }
        return result
    }
}
