extension DatabaseError {
    /// The fields that the error is about, as the model calls them: those of a unique constraint,
    /// the one that may not be NULL, those that a check speaks of, foreign keys that were set to
    /// rows which don't exist. Columns of tables that no model has keep their names.
    public var fields: [String] {
        switch kind {
        case .unique(let columns):
            indexName == nil ? columns.map { Self.field($0)?.schema.name ?? Self.column($0) } : []
        case .notNull(let column): [Self.field(column)?.schema.name ?? Self.column(column)]
        case .check(let name): writtenTable?.fields(checkedBy: name).map(\.schema.name) ?? []
        case .foreignKey: references.map(\.schema.name)
        default: []
        }
    }

    /// The model whose row was refused, where the error tells its table.
    public var model: ModelName? {
        switch kind {
        case .unique(let columns): columns.first.flatMap { Self.table($0)?.schema.name }
        case .notNull(let column): Self.table(column)?.schema.name
        case .check: writtenTable?.schema.name
        case .foreignKey: references.first?.table.schema.name
        default: nil
        }
    }

    /// The name of the constraint that the row would have broken: a check's, or that of a unique
    /// constraint which the model declares. Nil for a field that is unique by itself.
    public var constraint: String? {
        switch kind {
        case .check(let name): return name
        case .unique(let columns):
            if let indexName { return indexName }
            guard let first = columns.first, let table = Self.table(first) else { return nil }
            let wanted = Set(fields)
            return table.schema.constraints.first {
                if case .unique(let fields, _) = $0.rule { Set(fields) == wanted } else { false }
            }?.name
        default: return nil
        }
    }

    /// The same error with those of `fields` that are foreign keys and whose value, at the same place
    /// of `values`, is no row's key.
    func naming(_ fields: [TableField], values: [SQLValue]) -> DatabaseError {
        var error = self
        var seen: Set<SQLValue> = []
        for (field, value) in zip(fields, values) where value != .null {
            guard let target = field.target,
                seen.insert(.text("\(field.qualifiedName) \(value)")).inserted,
                let rows = try? Database.current.connection.query(
                    "SELECT 1 FROM \(target.quotedName) WHERE \(target.key.quotedName) = ?", [value]
                ),
                rows.isEmpty
            else { continue }
            error.message +=
                "\(error.references.isEmpty ? ": " : "; ")\(field.table.schema.table)."
                + "\(field.schema.column) points at a row of \(target.schema.table) that does not "
                + "exist"
            // In place of one that was found by the table's name, which another model may have.
            error.references.removeAll { $0.qualifiedName == field.qualifiedName }
            error.references.append(field)
        }
        return error
    }

    /// The same error with the foreign keys that these rows point by.
    func naming(_ violations: [ForeignKeyViolation]) -> DatabaseError {
        var error = self
        for violation in violations {
            guard let column = violation.column,
                let field = Self.field("\(violation.table).\(column)"),
                !error.references.contains(where: { $0.qualifiedName == field.qualifiedName })
            else { continue }
            error.references.append(field)
        }
        return error
    }

    /// The table that the SQL writes to: the first name in it that stands in quotes.
    private var writtenTable: Table? {
        guard let sql, sql.hasPrefix("INSERT") || sql.hasPrefix("UPDATE") else { return nil }
        let parts = sql.split(separator: "\"", maxSplits: 2)
        return parts.count > 1
            ? TableRegistry.table(named: String(parts[1]), with: "") : nil
    }

    /// A unique index over expressions is told by its name: `index 'polls_tag_lower'`.
    private var indexName: String? {
        guard case .unique(let columns) = kind, columns.count == 1, let only = columns.first,
            only.hasPrefix("index '"), only.hasSuffix("'")
        else { return nil }
        return String(only.dropFirst(7).dropLast())
    }

    private static func table(_ column: String) -> Table? {
        let name = column.split(separator: ".").first.map(String.init) ?? ""
        return TableRegistry.table(named: name, with: Self.column(column))
    }

    private static func field(_ column: String) -> TableField? {
        let name = Self.column(column)
        return table(column)?.fields.first { $0.schema.column == name }
    }

    /// `name` of `polls_tag.name`.
    private static func column(_ qualified: String) -> String {
        qualified.split(separator: ".").last.map(String.init) ?? qualified
    }
}

extension Table {
    /// The fields that a CHECK speaks of: that of a named constraint, or one that the database calls
    /// by its condition, as a column has it that takes no negative number.
    fileprivate func fields(checkedBy name: String) -> [TableField] {
        for constraint in schema.constraints where constraint.name == name {
            if case .check(let condition) = constraint.rule { return fields(namedIn: condition) }
        }
        return fields(namedIn: name)
    }
}
