/// One step of a change to a database's tables.
public enum SchemaStep: Sendable {
    /// Run this statement.
    case execute(String)
    /// Run these statements, which someone wrote by hand.
    case script(String)
    /// Run this statement, which copies all rows of a table into the one that takes its place;
    /// then make sure that they are as many.
    case copyRows(String, from: String, to: String)
    /// Drop the index over these columns, whatever its name; `name` is the one it should have.
    case dropIndex(String, table: String, columns: [String], unique: Bool)
    /// Run this code.
    case run(@Sendable (Connection) throws -> Void)

    /// The statement as `sqlmigrate` shows it; nil for code.
    public var sql: String? {
        switch self {
        case .execute(let sql), .script(let sql), .copyRows(let sql, _, _): sql
        case .dropIndex(let name, _, _, _): "DROP INDEX \(name.quotedName)"
        case .run: nil
        }
    }
}
