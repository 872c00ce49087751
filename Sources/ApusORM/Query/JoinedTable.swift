/// A table in a query's FROM, with the name it has there.
struct JoinedTable {
    /// The name, quoted; the table's own where the query has it once.
    var alias: String
    let table: Table
    /// The place of the table that it is joined to; nil for the query's own.
    let parent: Int?
    /// What joins them.
    let relation: JoinStep.Relation?
    /// Whether a row of the parent may have no row here.
    let isNullable: Bool
    /// Whether the rows of the parent without a row here are kept.
    var isOuter: Bool

    /// Whether the parent may have several rows here.
    var isMultiValued: Bool {
        if case .reverse(let field) = relation { return !field.schema.isUnique }
        return false
    }

    func isJoin(_ other: JoinStep.Relation, to otherParent: Int) -> Bool {
        guard parent == otherParent else { return false }
        switch (relation, other) {
        case (.forward(let a), .forward(let b)), (.reverse(let a), .reverse(let b)): return a === b
        default: return false
        }
    }
}

extension JoinStep.Relation {
    /// The table on the other side.
    var destination: Table? {
        switch self {
        case .forward(let field): field.target
        case .reverse(let field): field.table
        }
    }

    /// Whether the other side may be missing.
    var isNullable: Bool {
        switch self {
        case .forward(let field): field.schema.isNullable
        case .reverse: true
        }
    }
}
