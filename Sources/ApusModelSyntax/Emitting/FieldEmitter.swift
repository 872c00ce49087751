extension FieldDescription {
    /// The name as an argument's label: a keyword needs no backticks there, but for three.
    var label: String {
        ["var", "let", "inout"].contains(name) ? spelling : name
    }

    /// The options whose values are of the field's type, and the types they have. Each is a static
    /// member of the columns, so that the compiler reports what is wrong with it where it is
    /// written.
    var typedOptions: [(argument: Attribute.Argument, type: String)] {
        [
            ("databaseDefault", type.base),
            ("choices", "Swift.KeyValuePairs<\(type.base), Swift.String>"),
            ("validators", "[ApusValues.Validator<\(type.base)>]"),
        ].compactMap { label, type in options[label].map { ($0, type) } }
    }

    /// The field in the table: `ApusORM.Field("votes", Int.self, default: 0)`. `index` is its place.
    func declaration(_ index: Int) -> String {
        var arguments = "\"\(name)\", \(type.generic).self"
        func add(_ label: String, _ value: String?) {
            if let value { arguments += ", \(label): \(value)" }
        }
        for label in FieldOptions.labels where label != "helpText" {
            if label == "primaryKey", !isPrimaryKey { continue }
            if label == "onDelete", let row = options[label]?.value.rowOfSet {
                arguments +=
                    ", onDelete: .setValue, onDeleteValue: { try ApusORM.keyValue(\(row)) }"
                continue
            }
            let isTyped = typedOptions.contains { $0.argument.label == label }
            add(label, isTyped ? "Columns._\(label)\(index)" : options[label]?.value)
        }
        if let initializer, literal != .null {
            switch defaultKind {
            case .constant: add("default", initializer)
            case .named: add("named", "{ \(initializer) }")
            case .computed: add("computed", "{ \(initializer) }")
            }
        }
        add("verboseName", options.verboseName)
        add("helpText", options["helpText"]?.value)
        return "ApusORM.Field(\(arguments))"
    }

    /// Whether the database computes the column.
    var isGenerated: Bool { options["generated"] != nil }

    /// What the field has where nobody says; nil where somebody must.
    var startValue: String? {
        options["autoNow"] == nil ? initializer ?? (type.isOptional ? "nil" : nil) : ".present"
    }

    /// The field as a parameter of `init` and `create`; a foreign key takes anything that names
    /// its row.
    var parameter: String {
        if let target = type.foreignModel {
            return type.isOptional || isKeyDefault
                ? "\(spelling): (any ApusORM.Reference<\(target)>)? = nil"
                : "\(spelling): some ApusORM.Reference<\(target)>"
        }
        let value = startValue
        return "\(spelling): \(type.text)" + (value.map { " = \($0)" } ?? "")
    }

    /// The statement that takes the parameter.
    var assignment: String {
        if type.isOneToOne, let target = type.foreignModel {
            let one = "ApusORM.OneToOne<\(target)>"
            return type.isOptional
                ? "self.\(spelling) = \(spelling).map { \(one)($0) }"
                : "self.\(spelling) = \(one)(\(spelling))"
        }
        switch type.foreignModel {
        case nil:
            return "self.\(spelling) = \(isGenerated ? startValue ?? ".init()" : spelling)"
        case let target? where isKeyDefault:
            let key = "ApusORM.ForeignKey<\(target)>"
            let constant = "(\(initializer ?? "") as \(key))"
            return "self.\(spelling) = \(spelling)?.foreignKey ?? \(constant)"
        case _? where type.isOptional: return "self.\(spelling) = \(spelling)?.foreignKey"
        case _?: return "self.\(spelling) = \(spelling).foreignKey"
        }
    }
}

extension String {
    /// What stands in the parentheses of `.set(…)`; nil for another rule.
    fileprivate var rowOfSet: String? {
        guard let start = firstRange(of: ".set("), hasSuffix(")"),
            ["", "OnDelete", "ApusORM.OnDelete"].contains(self[..<start.lowerBound])
        else { return nil }
        return String(self[start.upperBound...].dropLast())
    }
}

extension ManyDescription {
    /// The relation in the table: `.manyToMany("authors", to: Author.self)`.
    var declaration: String {
        var arguments = "\"\(name)\", to: \(target).self"
        if through.count == 2 {
            arguments +=
                ", through: "
                + through.map { "\\\($0.model).Columns.\($0.field)" }
                .joined(separator: ", ")
        }
        for (label, value) in [
            ("symmetrical", symmetrical), ("verboseName", verboseName), ("helpText", helpText),
        ] {
            if let value { arguments += ", \(label): \(value)" }
        }
        return ".manyToMany(\(arguments))"
    }
}

extension FieldTypeDescription {
    /// Whether the type is neither one of the ORM's nor a foreign key.
    var isOwn: Bool {
        foreignModel == nil && !Self.plainTypes.contains(base)
    }

    /// What a query's closure sees for the field. A type of the user's own decides it itself.
    var column: String {
        if let foreignModel {
            return "ApusORM.\(isOptional ? "Optional" : "")ForeignKeyColumn<\(foreignModel)>"
        }
        return isOwn ? "ColumnType<\(text)>" : "ApusORM.Column<\(text)>"
    }

    /// The type in a form that takes a member: `Optional<Int>` where `Int?` doesn't.
    var generic: String { isOptional ? "Swift.Optional<\(base)>" : base }
}
