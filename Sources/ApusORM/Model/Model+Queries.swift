/// What can be asked of all rows of a model: each is the same as on `query`.
extension Model {
    /// The rows that meet the condition.
    public static func filter(_ condition: (Columns) -> Condition) -> QuerySet<Self> {
        query.filter(condition)
    }

    /// The rows that don't meet the condition.
    public static func exclude(_ condition: (Columns) -> Condition) -> QuerySet<Self> {
        query.exclude(condition)
    }

    /// All rows in this order: one term a line, the most important first.
    public static func order(
        @OrderingBuilder _ terms: (Columns) -> [Ordering]
    ) -> QuerySet<Self> {
        query.order(terms)
    }

    /// Reads all rows.
    public static func all() throws -> [Self] { try query.all() }

    /// How many rows there are.
    public static func count() throws -> Int { try query.count() }

    /// Whether there is a row.
    public static func exists() throws -> Bool { try query.exists() }

    /// The row with the smallest key, or the first in the model's order.
    public static func first() throws -> Self? { try query.first() }

    /// The row with the greatest key, or the last in the model's order.
    public static func last() throws -> Self? { try query.last() }

    /// The only row that meets the condition. Throws `NotFound` where there is none and
    /// `MultipleFound` where there are several.
    public static func get(_ condition: (Columns) -> Condition) throws -> Self {
        try query.get(condition)
    }

    /// The only row that has the values `lookup` sets, or a new one with them and `defaults`.
    public static func getOrCreate(
        _ lookup: (inout Assignments<Self>) -> Void,
        defaults: (inout Assignments<Self>) -> Void = { _ in }
    ) throws -> (row: Self, isNew: Bool) {
        try query.getOrCreate(lookup, defaults: defaults)
    }

    /// Writes `values` to the only row that has the values `lookup` sets, or makes such a row.
    public static func updateOrCreate(
        _ lookup: (inout Assignments<Self>) -> Void,
        _ values: (inout Assignments<Self>) -> Void
    ) throws -> (row: Self, isNew: Bool) {
        try query.updateOrCreate(lookup, values)
    }
}
