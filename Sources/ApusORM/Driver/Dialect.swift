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

    /// The SQL of a lookup: `left` and `right` are SQL already.
    func comparison(_ lookup: Lookup, _ left: String, _ right: String) -> String

    /// The value that a pattern lookup binds for the user's text.
    func pattern(_ lookup: Lookup, _ text: String) -> String

    /// LIMIT and OFFSET, with a space before; empty where there is neither.
    func limitClause(limit: Int?, offset: Int) -> String
}
