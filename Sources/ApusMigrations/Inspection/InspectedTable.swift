import ApusORM

/// A table as the database itself describes it.
struct InspectedTable: Sendable {
    /// The table's name.
    var name: String
    /// Whether it is a view.
    var isView = false
    /// The columns, in order.
    var columns: [Column] = []
    /// The foreign keys over one column.
    var references: [Reference] = []
    /// The indexes, those behind UNIQUE included; not that of the primary key.
    var indexes: [Index] = []
    /// The CHECK constraints that have a name.
    var checks: [(name: String, condition: String)] = []
    /// What the table has and a model can't say.
    var notes: [String] = []

    /// A column.
    struct Column: Sendable {
        var name: String
        /// The type as the table's definition writes it, in lower case.
        var type: String
        var isNullable: Bool
        /// Whether it belongs to the primary key.
        var isKey: Bool
        /// Whether the column holds JSON, by its constraint.
        var isJSON = false
        /// The value of its DEFAULT, where that is a constant.
        var defaultValue: SQLValue?
        /// What computes it, where the database does.
        var generated: GeneratedColumn?
    }

    /// A foreign key.
    struct Reference: Sendable {
        var column: String
        var table: String
        /// The column that it points at; nil for the primary key.
        var target: String?
        /// What the database does when the other row is deleted.
        var onDelete: OnDelete
    }

    /// An index.
    struct Index: Sendable {
        var name: String
        /// The columns in order; nil stands for an expression.
        var columns: [(name: String?, isDescending: Bool)]
        var isUnique: Bool
        /// Whether it is there for a UNIQUE in the table's definition.
        var isOfConstraint: Bool
        /// The condition that its rows meet.
        var condition: String?

        /// The columns' names, where it is over columns alone.
        var names: [String]? {
            let names = columns.compactMap(\.name)
            return names.count == columns.count ? names : nil
        }
    }

    /// The columns of the primary key.
    var key: [Column] { columns.filter(\.isKey) }

    /// The foreign key of a column.
    func reference(of column: String) -> Reference? { references.first { $0.column == column } }

    /// Whether no two rows have the same value in the column, by an index over it alone.
    func isUnique(_ column: String) -> Bool {
        indexes.contains { $0.isUnique && $0.condition == nil && $0.names == [column] }
    }
}

/// A dialect whose database can tell what tables it has.
protocol InspectingDialect: Dialect {
    /// The tables and views, by name; not those that the database keeps for itself.
    func tables(of connection: Connection) throws -> [InspectedTable]
}
