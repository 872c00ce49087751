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

    /// The pattern of a pattern lookup made of a text that is SQL already.
    func pattern(_ lookup: Lookup, of text: String) -> String

    /// A value that is SQL already as another type.
    func cast(_ value: String, to type: FieldType) -> String

    /// How many values an IN may list one by one; longer lists are bound as one value.
    var maxListed: Int { get }

    /// A list of values in one parameter: the SQL that stands behind IN, and what it binds. Nil
    /// for values that can't be bound so.
    func listed(_ values: [SQLValue]) -> (text: String, binding: SQLValue)?

    /// A part of a date (`year`, `month`, `week_day`, …) as SQL, of a date that is SQL already.
    /// Nil for a part that the dialect does not know.
    func datePart(_ part: String, of date: String) -> String?

    /// A function by Django's name for it, of arguments that are SQL already and are used once
    /// each, in order. Nil for a function that the dialect does not know.
    func function(_ name: String, _ arguments: [String]) -> String?

    /// What stands at `keys` of a JSON column, as a value of SQL.
    func json(_ column: String, at keys: [JSONKey]) -> String

    /// What stands at `keys` of a JSON column, as a plain value of SQL: truth values are 1 and 0,
    /// JSON's null is NULL.
    func json(_ column: String, plainAt keys: [JSONKey]) -> String

    /// Whether something stands at `keys` of a JSON column, if it be null.
    func json(_ column: String, hasKeyAt keys: [JSONKey]) -> String

    /// The SQL around the `?` that JSON text is bound to, to be compared with `json(_:at:)`.
    func jsonParameter(_ json: String) -> String

    /// The statement that tells how another one would be run.
    func explain(_ sql: String) -> String

    /// LIMIT and OFFSET, with a space before; empty where there is neither.
    func limitClause(limit: Int?, offset: Int) -> String

    /// The statements after which the open transaction looks at foreign keys only at its end.
    var deferForeignKeys: [String] { get }

    /// The statements that remove all rows of these tables and begin their keys anew.
    func flush(_ tables: [String]) throws -> [String]
}
