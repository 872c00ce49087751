import ApusValues

extension Model {
    /// Checks the row before it is saved: each field's type, choices and validators, then `clean()`,
    /// then what must be unique and the table's constraints, for which it asks the database. What
    /// has a problem already isn't checked again. Throws a `ValidationError` with everything that is
    /// wrong; its messages and codes are Django's.
    ///
    /// - Parameters:
    ///   - excluded: Fields, by their properties' names, that aren't looked at.
    ///   - unique: Whether to ask for rows with the same values.
    ///   - constraints: Whether to check the table's constraints.
    ///   - asNew: Whether the row is to be inserted, so that no row may have its key yet. By default
    ///     it is where the key is unsaved, and where a key of the model's own stands in a value
    ///     that neither came from the database nor was saved.
    public func validate(
        excluding excluded: Set<String> = [], unique: Bool = true, constraints: Bool = true,
        asNew: Bool? = nil
    ) throws {
        var error = ValidationError()
        var values = Self.table.normalised(fieldValues)
        for field in Self.table.fields where !excluded.contains(field.schema.name) {
            try error.collect(field: field.schema.name) { try field.validate(values[field.index]) }
        }
        try error.collect { try clean() }
        if !unique && !constraints { return try error.throwIfAny() }
        values = try Self.table.computed(values, excluding: excluded.union(error.fields))
        let isNew =
            asNew ?? (Self.table.key.schema.type.isGenerated ? !id.isSaved : !_state.isStored)
        if unique {
            let check = UniquenessCheck(
                table: Self.table, values: values, isNew: isNew,
                excluded: excluded.union(error.fields))
            try error.collect { try check.run() }
        }
        if constraints {
            let check = ConstraintCheck(
                table: Self.table, values: values, isNew: isNew,
                excluded: excluded.union(error.fields))
            try error.collect { try check.run() }
        }
        try error.throwIfAny()
    }
}

extension TableField {
    /// Checks a value of the field alone: whether there may be none, whether it is one of the
    /// choices, and what the type and the field's validators demand. Throws a `ValidationError`.
    public func validate(_ value: SQLValue) throws {
        if schema.isPrimaryKey && schema.type.isGenerated || schema.generated != nil { return }
        let value = isUnsavedReference(value) ? .null : value
        let isEmpty = value.isEmpty(as: schema.type)
        if schema.isBlank && isEmpty { return }
        try schema.type.requireStorable(value)
        if schema.isEditable { try validatePresence(of: value, isEmpty: isEmpty) }
        if isEmpty { return }
        var error = ValidationError()
        for rule in schema.type.rules { try error.collect { try rule(value) } }
        if let validators { try error.collect { try validators(value) } }
        if let length = schema.type.maxLength, case .text(let text) = value {
            try error.collect { try Validator.maxLength(length)(text) }
        }
        try error.throwIfAny()
        try validateReference(value)
    }

    private func validatePresence(of value: SQLValue, isEmpty: Bool) throws {
        if !schema.choices.isEmpty, !isEmpty, !schema.choices.contains(where: { $0.value == value })
        {
            throw ValidationError(
                "Value \(value.quotedText) is not a valid choice.", code: "invalid_choice",
                parameters: ["value": value.asText])
        }
        if value == .null, !schema.isNullable {
            throw ValidationError("This field cannot be null.", code: "null")
        }
        if isEmpty { throw ValidationError("This field cannot be blank.", code: "blank") }
    }

    /// Whether the row that a foreign key points at is there.
    private func validateReference(_ value: SQLValue) throws {
        guard let target else { return }
        let found = try Database.current.connection.query(
            "SELECT 1 FROM \(target.quotedName) WHERE \(target.key.quotedName) = ? LIMIT 1", [value]
        )
        if found.isEmpty {
            throw ValidationError(
                "\(target.schema.nameForPeople) instance with \(target.key.schema.name) "
                    + "\(value.quotedText) is not a valid choice.",
                parameters: ["value": value.asText])
        }
    }
}

extension SQLValue {
    /// The value as text, in quotes where it is text.
    fileprivate var quotedText: String {
        if case .text(let text) = self { "'\(text)'" } else { asText }
    }

    /// Whether it is nothing: NULL, empty text or bytes, an empty list or dictionary as JSON.
    fileprivate func isEmpty(as type: FieldType) -> Bool {
        switch self {
        case .null: true
        case .text(let text): text.isEmpty || type == .json && ["[]", "{}", "\"\""].contains(text)
        case .blob(let bytes): bytes.isEmpty
        case .integer, .real: false
        }
    }
}

extension ModelSchema {
    /// The name for people: the one that is given, or the type's in words.
    var nameForPeople: String {
        options.verboseName ?? name.model.snakeCased.replacing("_", with: " ")
    }
}
