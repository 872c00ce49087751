import ApusORM

/// What is wrong with one field by itself.
struct FieldChecks {
    private let field: FieldSchema
    private let object: String

    init(_ field: FieldSchema, of model: ModelSchema) {
        self.field = field
        object = "\(model.name).\(field.name)"
    }

    var messages: [CheckMessage] { name + key + choices + numbers + moments }

    private func error(_ id: String, _ text: String, hint: String? = nil) -> CheckMessage {
        CheckMessage(.error, "fields." + id, text, object: object, hint: hint)
    }

    private var name: [CheckMessage] {
        if field.name.hasSuffix("_") {
            return [error("E001", "Field names must not end with an underscore.")]
        }
        if field.name.contains("__") {
            return [error("E002", "Field names must not contain \"__\".")]
        }
        if field.name == "pk" {
            return [
                error("E003", "'pk' is a reserved word that cannot be used as a field name.")
            ]
        }
        return []
    }

    private var key: [CheckMessage] {
        var messages: [CheckMessage] = []
        if field.isPrimaryKey, field.isNullable {
            messages.append(
                error(
                    "E007", "Primary keys must not have null=True.",
                    hint: "Write the property's type without a question mark."))
        }
        if field.type.isGenerated, !field.isPrimaryKey {
            messages.append(error("E100", "AutoFields must set primary_key=True."))
        }
        return messages
    }

    private var maxLength: Int? {
        switch field.type {
        case .text(let length): length
        case .slug(let length), .email(let length), .url(let length), .filePath(let length): length
        default: nil
        }
    }

    private var choices: [CheckMessage] {
        guard let maxLength else { return [] }
        if maxLength < 1 { return [error("E121", "'max_length' must be a positive integer.")] }
        let longest =
            field.choices.map { choice in
                if case .text(let text) = choice.value { text.unicodeScalars.count } else { 0 }
            }.max() ?? 0
        guard longest > maxLength else { return [] }
        return [
            error(
                "E009",
                "'max_length' is too small to fit the longest value in 'choices' (\(longest) "
                    + "characters).")
        ]
    }

    private var numbers: [CheckMessage] {
        switch field.type {
        case .decimal(let digits, let places):
            var messages: [CheckMessage] = []
            if places < 0 {
                messages.append(
                    error("E131", "'decimal_places' must be a non-negative integer."))
            }
            if digits < 1 {
                messages.append(error("E133", "'max_digits' must be a positive integer."))
            }
            if messages.isEmpty, places > digits {
                messages.append(
                    error("E134", "'max_digits' must be greater or equal to 'decimal_places'."))
            }
            return messages
        case .ipAddress where field.isBlank && !field.isNullable:
            return [
                error(
                    "E150",
                    "GenericIPAddressFields cannot have blank=True if null=False, as blank values "
                        + "are stored as nulls.", hint: "Make the property Optional.")
            ]
        default: return []
        }
    }

    private var moments: [CheckMessage] {
        guard field.autoNow != nil, field.defaultValue != nil else { return [] }
        return [
            error(
                "E160",
                "The options auto_now, auto_now_add, and default are mutually exclusive. Only one "
                    + "of these options may be present.")
        ]
    }
}
