import ApusValues

/// Checks a row against the table's named constraints, as the database would when it is written.
struct ConstraintCheck {
    let table: Table
    let values: [SQLValue]
    /// Whether the row isn't in the database yet.
    let isNew: Bool
    /// The fields that aren't looked at, by name.
    let excluded: Set<String>

    /// Throws a `ValidationError` with the constraints that don't hold.
    func run() throws {
        var error = ValidationError()
        for constraint in table.schema.constraints {
            try error.collect { try run(constraint) }
        }
        try error.throwIfAny()
    }

    private func run(_ constraint: ConstraintSchema) throws {
        let uniqueness = UniquenessCheck(
            table: table, values: values, isNew: isNew, excluded: excluded)
        let violation = ValidationError(
            constraint.violationMessage?.filled(with: ["name": constraint.name])
                ?? "Constraint “\(constraint.name)” is violated.",
            code: "constraint", parameters: ["name": constraint.name])
        switch constraint.rule {
        case .unique(let fields, nil):
            if constraint.violationMessage == nil {
                try uniqueness.run(fields)
            } else if try uniqueness.others(fields, condition: nil) == true {
                throw violation
            }
        case .unique(let fields, let condition?):
            if isAboutExcluded(condition) || fields.contains(where: excluded.contains) { return }
            // A row that doesn't meet the condition collides with none.
            guard try meets(condition, otherwise: 0) else { return }
            if try uniqueness.others(fields, condition: condition) == true { throw violation }
        case .check(let condition):
            if try !isAboutExcluded(condition) && !meets(condition, otherwise: 1) {
                throw violation
            }
        }
    }

    /// Whether the row meets a condition; `otherwise` stands for NULL.
    private func meets(_ condition: String, otherwise: Int) throws -> Bool {
        let connection = try Database.current.connection
        let sql =
            "SELECT COALESCE((\(condition)), \(otherwise)) FROM "
            + table.selection(of: table.fields, connection.dialect)
        return try connection.query(sql, values).first?[0] != .integer(0)
    }

    /// Whether a condition speaks of an excluded field.
    private func isAboutExcluded(_ condition: String) -> Bool {
        table.fields(namedIn: condition).contains { excluded.contains($0.schema.name) }
    }
}
