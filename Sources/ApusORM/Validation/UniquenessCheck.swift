import ApusValues

/// Asks whether another row has the values that no two rows may have: of fields that are unique,
/// alone and together.
struct UniquenessCheck {
    let table: Table
    let values: [SQLValue]
    /// Whether the row isn't in the database yet.
    let isNew: Bool
    /// The fields that aren't looked at, by name.
    let excluded: Set<String>

    /// Throws a `ValidationError` with what is taken.
    func run() throws {
        var error = ValidationError()
        for names in table.schema.uniqueTogether {
            try error.collect { try run(names) }
        }
        for field in table.fields where field.schema.isUnique || isNew && field === table.key {
            if field.schema.type.isGenerated, values[field.index] == .integer(0) { continue }
            try error.collect { try run([field.schema.name]) }
        }
        try error.throwIfAny()
    }

    /// Throws where another row has this one's values in these fields.
    func run(_ names: [String], message: String? = nil) throws {
        guard let others = try others(names, condition: nil), others else { return }
        let model = table.schema.nameForPeople.capitalisedFirst
        let labels = names.map {
            (table.schema.field($0)?.verboseName ?? $0).capitalisedFirst
        }
        let list =
            labels.count < 2
            ? labels.joined()
            : labels.dropLast().joined(separator: ", ") + " and " + (labels.last ?? "")
        throw ValidationError(
            message ?? "\(model) with this \(list) already exists.",
            code: names.count == 1 ? "unique" : "unique_together",
            parameters: ["model_name": model, "field_labels": list],
            field: names.count == 1 ? names[0] : nil)
    }

    /// Whether another row (that meets `condition`) has this one's values in these fields; nil where
    /// that isn't to be asked: a field is excluded, or holds NULL, which is equal to nothing.
    func others(_ names: [String], condition: String?) throws -> Bool? {
        var terms: [String] = []
        var bindings: [SQLValue] = []
        for name in names {
            guard let field = table.fields.first(where: { $0.schema.name == name }),
                values[field.index] != .null, !table.isAbout(field, excluded)
            else { return nil }
            terms.append("\(field.quotedName) = ?")
            bindings.append(values[field.index])
        }
        if let condition { terms.append("(\(condition))") }
        if !isNew {
            terms.append("NOT \(table.key.quotedName) = ?")
            bindings.append(values[table.key.index])
        }
        let sql =
            "SELECT 1 FROM \(table.quotedName) WHERE \(terms.joined(separator: " AND ")) LIMIT 1"
        return try !Database.current.connection.query(sql, bindings).isEmpty
    }
}

extension String {
    /// The text with a capital first.
    var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
