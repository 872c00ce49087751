import ApusORM

/// What is wrong with a relation: with where it leads, and with the name it has there.
struct RelationChecks {
    private let field: FieldSchema
    private let model: ModelSchema
    private let all: ModelChecks

    init(_ field: FieldSchema, of model: ModelSchema, in all: ModelChecks) {
        self.field = field
        self.model = model
        self.all = all
    }

    var messages: [CheckMessage] {
        guard let reference = field.reference else { return [] }
        guard let target = all.target(of: reference, from: model) else {
            return [
                error(
                    "E300",
                    "Field defines a relation with model '\(qualified(reference.model))', which is "
                        + "either not installed, or is abstract.",
                    hint: "Add it to the models of its app, and the app to the site's.")
            ]
        }
        var messages = self.name(reference) + clashes(reference, with: target)
        if field.isManyToMany {
            messages += between(reference)
        } else {
            messages += pointed(reference, at: target) + deletion(reference)
        }
        return messages
    }

    private func error(_ id: String, _ text: String, hint: String? = nil) -> CheckMessage {
        CheckMessage(
            .error, "fields." + id, text, object: "\(model.name).\(field.name)", hint: hint)
    }

    private func qualified(_ name: ModelName) -> ModelName {
        name.app.isEmpty ? ModelName(app: model.name.app, model: name.model) : name
    }

    // MARK: The way back

    /// What the rows that point are called on the other side, where they are called at all.
    private static func reverseName(_ field: FieldSchema) -> String? {
        guard let name = field.reference?.relatedName, !name.hasSuffix("+") else { return nil }
        return name
    }

    private func name(_ reference: ForeignKeyReference) -> [CheckMessage] {
        guard let name = Self.reverseName(field) else { return [] }
        let isIdentifier =
            name.first?.isNumber != true && !name.isEmpty
            && name.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
        if !isIdentifier {
            return [
                error(
                    "E306",
                    "The name '\(name)' is invalid related_name for field "
                        + "\(model.name.model).\(field.name)",
                    hint: "Related name must be a valid Swift identifier or end with a '+'")
            ]
        }
        let hint = "Add or change a related_name or related_query_name argument for this field."
        var messages: [CheckMessage] = []
        if name.hasSuffix("_") {
            messages.append(
                error(
                    "E308", "Reverse query name '\(name)' must not end with an underscore.",
                    hint: hint))
        }
        if name.contains("__") {
            messages.append(
                error("E309", "Reverse query name '\(name)' must not contain '__'.", hint: hint))
        }
        return messages
    }

    private func clashes(
        _ reference: ForeignKeyReference, with target: ModelSchema
    ) -> [CheckMessage] {
        guard let name = Self.reverseName(field) else { return [] }
        let own = "\(model.name).\(field.name)"
        var messages: [CheckMessage] = []
        if let other = target.field(name) {
            let clash = "\(target.name).\(other.name)"
            messages.append(
                error(
                    "E302",
                    "Reverse accessor '\(target.name.model).\(name)' for '\(own)' clashes with "
                        + "field name '\(clash)'.",
                    hint: "Rename field '\(clash)', or add/change a related_name argument to the "
                        + "definition for field '\(own)'."))
        }
        for (otherModel, other) in relations(to: target) where Self.reverseName(other) == name {
            let clash = "\(otherModel.name).\(other.name)"
            if clash == own { continue }
            messages.append(
                error(
                    "E304",
                    "Reverse accessor '\(target.name.model).\(name)' for '\(own)' clashes with "
                        + "reverse accessor for '\(clash)'.",
                    hint: "Add or change a related_name argument to the definition for '\(own)' or "
                        + "'\(clash)'."))
        }
        return messages
    }

    private func relations(
        to target: ModelSchema
    ) -> [(model: ModelSchema, field: FieldSchema)] {
        all.models.flatMap { other in
            other.fields.filter { field in
                field.reference.flatMap { all.target(of: $0, from: other) }?.name == target.name
            }.map { (other, $0) }
        }
    }

    // MARK: The way there

    private func pointed(
        _ reference: ForeignKeyReference, at target: ModelSchema
    ) -> [CheckMessage] {
        guard let name = reference.field else { return [] }
        guard let pointed = target.field(name) else {
            return [
                error(
                    "E312",
                    "The to_field '\(name)' doesn't exist on the related model '\(target.name)'.")
            ]
        }
        let isUnique =
            pointed.isUnique || pointed.isPrimaryKey
            || target.constraints.contains { $0.rule == .unique(fields: [name], condition: nil) }
        if isUnique { return [] }
        return [
            error(
                "E311",
                "'\(target.name.model).\(name)' must be unique because it is referenced by a "
                    + "foreign key.",
                hint: "Write '@Field(unique: true)' before it, or add a constraint without a "
                    + "condition.")
        ]
    }

    private func deletion(_ reference: ForeignKeyReference) -> [CheckMessage] {
        if reference.onDelete == .setNull, !field.isNullable {
            return [
                error(
                    "E320", "Field specifies on_delete=SET_NULL, but cannot be null.",
                    hint: "Make the property Optional, or change the onDelete rule.")
            ]
        }
        if reference.onDelete == .setDefault, field.defaultValue == nil {
            return [
                error(
                    "E321", "Field specifies on_delete=SET_DEFAULT, but has no default value.",
                    hint: "Set a default value, or change the onDelete rule.")
            ]
        }
        return []
    }

    // MARK: The table between

    private func between(_ reference: ForeignKeyReference) -> [CheckMessage] {
        var messages: [CheckMessage] = []
        if field.isUnique {
            messages.append(error("E330", "ManyToManyFields cannot be unique."))
        }
        if field.isNullable {
            messages.append(
                CheckMessage(
                    .warning, "fields.W340", "null has no effect on ManyToManyField.",
                    object: "\(model.name).\(field.name)"))
        }
        if let through = reference.through {
            if all[through, from: model] == nil {
                messages.append(
                    error(
                        "E331",
                        "Field specifies a many-to-many relation through model "
                            + "'\(qualified(through))', which has not been installed.",
                        hint: "Add it to the models of its app, and the app to the site's."))
            }
            return messages
        }
        let table = model.table(between: field)
        for other in all.models {
            if other.table == table {
                messages.append(clash(table, "\(other.name)"))
            }
            for many in other.fields
            where many.isManyToMany && many.reference?.through == nil
                && (other.name, many.name) != (model.name, field.name)
                && other.table(between: many) == table
            {
                messages.append(clash(table, "\(other.name).\(many.name)"))
            }
        }
        return messages
    }

    private func clash(_ table: String, _ other: String) -> CheckMessage {
        error(
            "E340",
            "The field's intermediary table '\(table)' clashes with the table name of '\(other)'.")
    }
}
