/// What is particular about a database's SQL. Identifiers are quoted with `"` and parameters are
/// written `?` everywhere; a driver whose database numbers them rewrites the text when it
/// prepares a statement.
public protocol Dialect: Sendable {
    /// The database's name for messages: `sqlite`.
    var name: String { get }

    /// How many parameters one statement may have.
    var maxParameters: Int { get }

    /// The SQL that begins a transaction that will write.
    var beginWrite: String { get }

    /// The SQL that begins a transaction that only reads.
    var beginRead: String { get }

    /// The SQL after which writing fails, or works again; nil where `beginRead` sees to it.
    func readOnly(_ isOn: Bool) -> String?

    /// What stands before, between and after the two sides of a lookup: `("", " LIKE ", …)`.
    func comparison(_ lookup: Lookup) -> (before: String, between: String, after: String)

    /// The value that a pattern lookup binds for the user's text.
    func pattern(_ lookup: Lookup, _ text: String) -> String

    /// A part of a date (`year`, `month`, `week_day`, …) as SQL, of a date that is SQL already.
    /// Nil for a part that the dialect does not know.
    func datePart(_ part: String, of date: String) -> String?

    /// A function by Django's name for it, of arguments that are SQL already and are used once
    /// each, in order. Nil for a function that the dialect does not know.
    func function(_ name: String, _ arguments: [String]) -> String?

    /// What stands at `keys` of a JSON column, as a value of SQL.
    func json(_ column: String, at keys: [String]) -> String

    /// Whether something stands at `keys` of a JSON column, if it be null.
    func json(_ column: String, hasKeyAt keys: [String]) -> String

    /// The SQL around the `?` that JSON text is bound to, to be compared with `json(_:at:)`.
    func jsonParameter(_ json: String) -> String

    /// LIMIT and OFFSET, with a space before; empty where there is neither.
    func limitClause(limit: Int?, offset: Int) -> String

    /// The statements after which the open transaction looks at foreign keys only at its end.
    var deferForeignKeys: [String] { get }

    /// The statements that remove all rows of these tables and begin their keys anew.
    func flush(_ tables: [String]) throws -> [String]
}
