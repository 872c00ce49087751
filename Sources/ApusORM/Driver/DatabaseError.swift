/// What a database refused, with the SQL it refused and what to do about it.
public struct DatabaseError: Error, Sendable, CustomStringConvertible {
    /// What kind of failure it is.
    public enum Kind: Hashable, Sendable {
        /// No such file or folder, or no permission to open it.
        case cannotOpen
        /// The file is there but is not a database.
        case notADatabase
        /// The file is a damaged database.
        case corrupt
        /// Another writer held the lock for longer than the connection waits.
        case busy
        /// A row with the same values in these columns exists: `polls_tag.name`.
        case unique(columns: [String])
        /// A row points at one that does not exist, or one that others point at was deleted.
        case foreignKey
        /// A CHECK constraint with this name.
        case check(constraint: String)
        /// A NULL where the column, `polls_tag.name`, takes none.
        case notNull(column: String)
        /// The SQL can't be compiled.
        case syntax
        /// A table that the SQL names does not exist.
        case noSuchTable(String)
        /// A column that the SQL names does not exist.
        case noSuchColumn(String)
        /// The database or its file can't be written.
        case readOnly
        /// The disk is full.
        case full
        /// The statement was interrupted.
        case interrupted
        /// The statement gave more rows than its limit allows.
        case tooManyRows(limit: Int)
        /// The statement ran for longer than its limit allows.
        case tooSlow(seconds: Double)
        /// A cell does not hold what the model's field needs.
        case decoding
        /// There is no database to ask.
        case notConfigured
        /// Anything else, with the driver's own code.
        case other(Int)
    }

    /// What kind of failure it is.
    public var kind: Kind
    /// The database's own words.
    public var message: String
    /// The SQL that failed.
    public var sql: String?
    /// What to do about it.
    public var advice: String
    /// The foreign keys that point at rows which don't exist, where they are known.
    var references: [TableField] = []

    /// An error from its parts.
    public init(_ kind: Kind, _ message: String, sql: String? = nil, advice: String = "") {
        self.kind = kind
        self.message = message
        self.sql = sql
        self.advice = advice
    }

    /// The text that people read.
    public var description: String {
        var text = message
        if !advice.isEmpty { text += ". \(advice)" }
        if let sql { text += "\nSQL: \(sql)" }
        return text
    }
}
