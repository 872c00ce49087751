extension DeclarationReader {
    /// Checks what `@Field(…)` says against the property's type.
    mutating func check(_ field: FieldDescription) {
        checkLength(field)
        checkKey(field)
        checkReference(field)
        checkKind(field)
        checkDecimal(field)
        checkMoment(field)
        checkGenerated(field)
        if let column = field.options["column"] {
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
        guard let length = field.options["maxLength"] else { return }
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

    private static let typesWithoutLength = FieldTypeDescription.plainTypes.subtracting(["String"])

    private mutating func checkKind(_ field: FieldDescription) {
        guard let kind = field.options["kind"] else { return }
        if field.type.base != "String" {
            report(
                "a kind says what a String holds, and '\(field.name)' is "
                    + "\(field.type.text.withArticle): remove it",
                at: kind.range)
        } else if kind.value == ".ipAddress", let length = field.options["maxLength"] {
            report("an IP address has a length of its own: remove it", at: length.range)
        }
    }

    private mutating func checkDecimal(_ field: FieldDescription) {
        let digits = field.options["digits"]
        let places = field.options["places"]
        guard field.type.isDecimal else {
            if let argument = digits ?? places {
                report(
                    "\(argument.label ?? "") counts the digits of a Decimal, and '\(field.name)' is "
                        + "\(field.type.text.withArticle): remove it",
                    at: argument.range)
            }
            return
        }
        guard let digits, let places else {
            report(
                "say how many digits '\(field.name)' has, and how many of them stand behind the "
                    + "point: '@Field(digits: 10, places: 2)'",
                at: field.type.range)
            return
        }
        if case .integer(let all) = digits.literal, case .integer(let some) = places.literal,
            let all = Int(all), let some = Int(some), all < 1 || some < 0 || some > all
        {
            report(
                "digits counts all digits and places those behind the point: digits must be at "
                    + "least 1 and as many as places",
                at: digits.valueRange)
        }
    }

    private mutating func checkMoment(_ field: FieldDescription) {
        guard let autoNow = field.options["autoNow"] else { return }
        if field.type.foreignModel != nil
            || FieldTypeDescription.plainTypes.subtracting(FieldTypeDescription.moments)
                .contains(field.type.base)
        {
            report(
                "autoNow sets a Date, a CivilDate or a TimeOfDay, and '\(field.name)' is "
                    + "\(field.type.text.withArticle): remove it",
                at: autoNow.range)
        } else if ![".onCreate", ".onSave"].contains(autoNow.value) {
            report("write '.onCreate' or '.onSave'", at: autoNow.valueRange)
        }
        if field.isConstant {
            report("saving writes the moment into '\(field.name)': write 'var'", at: field.range)
        } else if field.initializer != nil {
            report(
                "autoNow gives '\(field.name)' its value: remove what stands behind '='",
                at: field.range)
        }
    }

    private mutating func checkGenerated(_ field: FieldDescription) {
        guard let generated = field.options["generated"] else { return }
        if field.type.foreignModel != nil {
            report(
                "a foreign key can't be computed by the database: remove it", at: generated.range)
        } else if field.initializer == nil, !field.type.isOptional {
            report(
                "the database computes '\(field.name)': write what it is before the row is read, "
                    + "'var \(field.spelling): \(field.type.text) = …' or "
                    + "'var \(field.spelling): \(field.type.text)?'",
                at: field.range)
        }
        for label in ["autoNow", "databaseDefault"] {
            if let other = field.options[label] {
                report("a generated column has no \(label): remove it", at: other.range)
            }
        }
    }

    /// A field that is the primary key has a value in each row, and one that can be a key.
    private mutating func checkOwnKey(_ field: FieldDescription, _ argument: Attribute.Argument) {
        guard field.isPrimaryKey else {
            if argument.value != "false" {
                report(
                    "write 'primaryKey: true', or leave it out: the model is made before the "
                        + "program runs",
                    at: argument.valueRange)
            }
            return
        }
        if field.type.isOptional {
            report("a primary key can't be NULL: remove the question mark", at: field.type.range)
        } else if field.type.foreignModel == nil,
            FieldTypeDescription.plainTypes.subtracting(Self.keyTypes).contains(field.type.base)
        {
            report(
                "no primary key is \(field.type.base.withArticle): a String, an Int, a UUID, a "
                    + "OneToOne or a type of your own that is a PrimaryKey can be one",
                at: field.type.range)
        }
        if field.isConstant {
            report("a row that is read sets its key: write 'var'", at: field.range)
        }
        for label in ["unique", "generated", "blank"] {
            if let other = field.options[label] {
                report("a primary key needs no '\(label)': remove it", at: other.range)
            }
        }
    }

    private static let keyTypes: Set<String> = [
        "String", "Int", "Int16", "Int32", "Int64", "UUID",
    ]

    /// The key is `id: Key<Model>` or the field that says so; a declaration of `id` may only say
    /// the same.
    private mutating func checkKey(_ field: FieldDescription) {
        if let argument = field.options["primaryKey"] { checkOwnKey(field, argument) }
        guard field.name == "id", !field.isPrimaryKey else { return }
        let keys = ["Key<\(model.name)>", "Key<Self>"]
        if !keys.contains(where: { field.type.text == $0 || field.type.text == "ApusORM." + $0 }) {
            report(
                "the key of a model is a Key of its own: write 'var id: Key<\(model.name)>', or "
                    + "leave it out; a key of another type says '@Field(primaryKey: true)'",
                at: field.type.range)
        }
        if field.isConstant {
            report("saving writes the new key into 'id': write 'var'", at: field.range)
        }
    }

    private mutating func checkReference(_ field: FieldDescription) {
        let rule = field.options["onDelete"]
        guard let model = field.type.foreignModel else {
            if let rule {
                report(
                    "onDelete is for a ForeignKey, and '\(field.name)' is "
                        + "\(field.type.text.withArticle): remove it",
                    at: rule.range)
            }
            return
        }
        let hasDefault = field.initializer != nil && field.literal != .null
        if hasDefault, !field.isKeyDefault || field.type.isOptional || field.type.isOneToOne {
            report(
                field.isKeyDefault
                    ? "only a ForeignKey that isn't optional has a default: remove it"
                    : "a foreign key's default is a key that is always there, '= .init(id: 1)': "
                        + "leave others to the one who saves the \(self.model.name)",
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
        case ".setDefault" where !hasDefault:
            report(
                "'\(field.name)' has no default that .setDefault could set: write one, "
                    + "'= .init(id: 1)', or .set(…), .setNull, .protect or .cascade",
                at: rule?.valueRange ?? field.range)
        default: break
        }
    }
}

extension FieldDescription {
    /// Whether the initialiser is a foreign key with a literal: `.init(id: 1)`.
    var isKeyDefault: Bool {
        guard type.foreignModel != nil, let text = initializer?.filter({ $0 != " " }),
            text.hasSuffix(")"), let start = text.firstRange(of: "(id:")
        else { return false }
        let digits = text[start.upperBound...].dropLast()
        return [".init", "ForeignKey", type.base].contains(String(text[..<start.lowerBound]))
            && !digits.isEmpty && digits.utf8.allSatisfy { (48...57).contains($0) }
    }
}
