import ApusORM

/// Steps that look at the database before, or after, they change it.
extension SchemaStep {
    /// Copies all rows of a table into the one that takes its place, and counts them.
    static func copyRows(
        from table: String, to copy: String, columns: [String], expressions: [String]
    ) -> SchemaStep {
        let sql =
            "INSERT INTO \(copy.quotedName) (\(columns.joined(separator: ", "))) "
            + "SELECT \(expressions.joined(separator: ", ")) FROM \(table.quotedName)"
        return SchemaStep(showing: [sql]) { connection in
            try connection.execute(sql)
            let before = try connection.count(table)
            let after = try connection.count(copy)
            guard before == after else {
                throw MigrationError(
                    "Table \(table) has \(before) rows and its copy \(after). Nothing was changed.")
            }
        }
    }

    /// Puts a copy of a table in its place. Triggers come along, and so does the last key that
    /// was given out, so that none is given twice.
    static func swap(_ table: String, for copy: String) -> SchemaStep {
        let drop = "DROP TABLE \(table.quotedName)"
        let rename = "ALTER TABLE \(copy.quotedName) RENAME TO \(table.quotedName)"
        return SchemaStep(showing: [drop, rename]) { connection in
            let triggers = try connection.query(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?",
                [.text(table)])
            try connection.keepSequence(of: table, for: copy)
            // Without this, a view of the table would stop the renaming: for a moment there is
            // no such table.
            try connection.execute("PRAGMA legacy_alter_table = ON")
            defer { _ = try? connection.execute("PRAGMA legacy_alter_table = OFF") }
            try connection.execute(drop)
            try connection.execute(rename)
            for trigger in triggers {
                if case .text(let sql) = trigger[0] { try connection.execute(sql) }
            }
        }
    }

    /// Drops the index called `name`, or else the one over these columns: a table that was renamed
    /// long ago may still have indexes with its old name in theirs. Those in `others` stay.
    static func dropIndex(
        _ name: String, table: String, columns: [String], unique: Bool, others: Set<String>
    ) -> SchemaStep {
        SchemaStep(showing: ["DROP INDEX \(name.quotedName)"]) { connection in
            let candidates = try connection.indexes(over: columns, of: table, unique: unique)
            guard
                let found = candidates.first(where: { $0 == name })
                    ?? candidates.first(where: { !others.contains($0) })
            else {
                throw MigrationError(
                    "Table \(table) has no index \(name) over \(columns.joined(separator: ", ")).")
            }
            try connection.execute("DROP INDEX \(found.quotedName)")
        }
    }
}

extension Connection {
    fileprivate func count(_ table: String) throws -> Int64 {
        let rows = try query("SELECT COUNT(*) FROM \(table.quotedName)")
        guard case .integer(let count)? = rows.first?[0] else { return -1 }
        return count
    }

    fileprivate func keepSequence(of table: String, for copy: String) throws {
        let makers = try query(
            "SELECT name FROM sqlite_master WHERE name IN (?, ?) AND sql LIKE '%AUTOINCREMENT%'",
            [.text(table), .text(copy)])
        guard makers.count == 2 else { return }
        let last = try query("SELECT seq FROM sqlite_sequence WHERE name = ?", [.text(table)])
        guard let last = last.first?[0] else { return }
        try execute("DELETE FROM sqlite_sequence WHERE name = ?", [.text(copy)])
        try execute("INSERT INTO sqlite_sequence (name, seq) VALUES (?, ?)", [.text(copy), last])
    }

    fileprivate func indexes(
        over columns: [String], of table: String, unique: Bool
    ) throws -> [String] {
        var names: [String] = []
        for index in try query("PRAGMA index_list(\(table.quotedName))") {
            guard case .text(let name)? = index["name"],
                index["unique"] == .integer(unique ? 1 : 0),
                index["origin"] == .text("c"), index["partial"] == .integer(0)
            else { continue }
            let found = try query("PRAGMA index_info(\(name.quotedName))").map { $0["name"] }
            if found == columns.map({ .text($0) }) { names.append(name) }
        }
        return names
    }
}
