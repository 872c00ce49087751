extension DatabaseError {
    /// The fields that the error is about, as the model calls them: those of a unique constraint,
    /// or the one that may not be NULL. Columns of tables that no model has keep their names.
    public var fields: [String] {
        switch kind {
        case .unique(let columns):
            indexName == nil ? columns.map { Self.field($0)?.schema.name ?? Self.column($0) } : []
        case .notNull(let column): [Self.field(column)?.schema.name ?? Self.column(column)]
        default: []
        }
    }

    /// The model whose row was refused, where the error tells its table.
    public var model: ModelName? {
        switch kind {
        case .unique(let columns): columns.first.flatMap { Self.table($0)?.schema.name }
        case .notNull(let column): Self.table(column)?.schema.name
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
