extension SQLiteDialect {
    /// Until the transaction ends.
    public var deferForeignKeys: [String] { ["PRAGMA defer_foreign_keys = ON"] }

    /// A DELETE for each table, and the counters of AUTOINCREMENT set to 0.
    public func flush(_ tables: [String]) -> [String] {
        if tables.isEmpty { return [] }
        let names = tables.map { SQLValue.text($0).literal }.joined(separator: ", ")
        return tables.map { "DELETE FROM \($0.quotedName)" } + [
            "UPDATE \"sqlite_sequence\" SET \"seq\" = 0 WHERE \"name\" IN (\(names))"
        ]
    }
}
