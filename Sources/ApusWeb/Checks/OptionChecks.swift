import ApusORM

/// What is wrong with a model as a whole: its name, its keys, and what it says of its fields.
struct OptionChecks {
    private let model: ModelSchema
    private let all: ModelChecks

    init(_ model: ModelSchema, in all: ModelChecks) {
        self.model = model
        self.all = all
    }

    var messages: [CheckMessage] {
        name + keys + columns + lists + indexes + rules + ordering + comment
    }

    private func error(_ id: String, _ text: String, hint: String? = nil) -> CheckMessage {
        CheckMessage(.error, "models." + id, text, object: "\(model.name)", hint: hint)
    }

    private var name: [CheckMessage] {
        let name = model.name.model
        if name.hasPrefix("_") || name.hasSuffix("_") {
            return [
                error(
                    "E023",
                    "The model name '\(name)' cannot start or end with an underscore as it "
                        + "collides with the query lookup syntax.")
            ]
        }
        if name.contains("__") {
            return [
                error(
                    "E024",
                    "The model name '\(name)' cannot contain double underscores as it collides "
                        + "with the query lookup syntax.")
            ]
        }
        return []
    }

    private var keys: [CheckMessage] {
        var messages: [CheckMessage] = []
        if model.fields.count(where: \.isPrimaryKey) > 1 {
            messages.append(
                error(
                    "E026", "The model cannot have more than one field with 'primary_key=True'."))
        }
        if let id = model.field("id"), !id.isPrimaryKey {
            messages.append(
                error(
                    "E004",
                    "'id' can only be used as a field name if the field also sets "
                        + "'primary_key=True'."))
        }
        return messages
    }

    private var columns: [CheckMessage] {
        var messages: [CheckMessage] = []
        var names: Set<String> = []
        var columns: Set<String> = []
        for field in model.fields {
            if !names.insert(field.name).inserted {
                messages.append(
                    CheckMessage(
                        .error, "models.E006",
                        "The field '\(field.name)' clashes with the field '\(field.name)' from "
                            + "model '\(model.name)'.", object: "\(model.name).\(field.name)"))
            } else if !field.isManyToMany, !columns.insert(field.column).inserted {
                messages.append(
                    error(
                        "E007",
                        "Field '\(field.name)' has column name '\(field.column)' that is used by "
                            + "another field.",
                        hint: "Write '@Field(column: \"…\")' with another name before one of them."
                    ))
            }
        }
        return messages
    }

    private var lists: [CheckMessage] {
        var messages = model.uniqueTogether.flatMap { check($0, in: "unique_together") }
        messages += check(model.indexes.flatMap(\.fields), in: "indexes")
        messages += check(
            model.constraints.flatMap { constraint -> [String] in
                if case .unique(let fields, _) = constraint.rule { return fields }
                return []
            }, in: "constraints")
        if let field = model.options.orderWithRespectTo {
            messages += check([field], in: "order_with_respect_to")
        }
        return messages
    }

    /// Whether the names that stand in an option are fields with columns.
    private func check(_ names: [String], in option: String) -> [CheckMessage] {
        names.compactMap { term in
            let name = term.hasPrefix("-") ? String(term.dropFirst()) : term
            guard let field = model.field(name) else {
                return error("E012", "'\(option)' refers to the nonexistent field '\(name)'.")
            }
            guard field.isManyToMany else { return nil }
            return error(
                "E013",
                "'\(option)' refers to a ManyToManyField '\(name)', but ManyToManyFields are not "
                    + "permitted in '\(option)'.")
        }
    }

    private var indexes: [CheckMessage] {
        var messages: [CheckMessage] = []
        for index in model.indexes {
            if index.name.first == "_" || index.name.first?.isNumber == true {
                messages.append(
                    error(
                        "E033",
                        "The index name '\(index.name)' cannot start with an underscore or a "
                            + "number."))
            }
            if index.name.count > 30 {
                messages.append(
                    error(
                        "E034",
                        "The index name '\(index.name)' cannot be longer than 30 characters."))
            }
        }
        return messages
    }

    private var rules: [CheckMessage] { model.problems.map { error("E041", "'rules': \($0)") } }

    private var ordering: [CheckMessage] {
        let ordering = model.options.ordering
        if !ordering.isEmpty, model.options.orderWithRespectTo != nil {
            return [
                error(
                    "E021", "'ordering' and 'order_with_respect_to' cannot be used together.")
            ]
        }
        return ordering.compactMap { term in
            let path = term.hasPrefix("-") ? String(term.dropFirst()) : term
            if path == "?" || leads(path) { return nil }
            return error(
                "E015",
                "'ordering' refers to the nonexistent field, related field, or lookup '\(path)'.")
        }
    }

    /// Whether a path such as `author__name` leads from field to field.
    private func leads(_ path: String) -> Bool {
        var here: ModelSchema? = model
        for part in path.replacing("__", with: "\u{0}").split(separator: "\u{0}") {
            guard let now = here else { return false }
            if part == "pk" || part == "_order" && now.options.orderWithRespectTo != nil {
                here = nil
                continue
            }
            let name = String(part)
            let field =
                now.field(name) ?? now.fields.first { $0.column == name && !$0.isManyToMany }
            guard let field else { return false }
            here = field.reference.flatMap { all.target(of: $0, from: now) }
        }
        return !path.isEmpty
    }

    private var comment: [CheckMessage] {
        guard model.options.comment != nil else { return [] }
        return [
            CheckMessage(
                .warning, "models.W046",
                "SQLite does not support comments on tables (db_table_comment).",
                object: "\(model.name)")
        ]
    }
}

extension ModelSchema {
    /// The table that a many-to-many field without a model of its own makes.
    func table(between field: FieldSchema) -> String { "\(table)_\(field.column)" }
}
