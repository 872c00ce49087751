import ApusORM

/// Steps that look at the database before, or after, they change it.
extension SchemaStep {
    /// Copies all rows of a table into the one that takes its place, and counts them. A column that
    /// isn't `known`, in lower case, stops that: what it holds would be lost.
    static func copyRows(
        from table: String, to copy: String, columns: [String], expressions: [String],
        known: Set<String>
    ) -> SchemaStep {
        let sql =
            "INSERT INTO \(copy.quotedName) (\(columns.joined(separator: ", "))) "
            + "SELECT \(expressions.joined(separator: ", ")) FROM \(table.quotedName)"
        return SchemaStep(showing: [sql]) { connection in
            let unknown = try connection.columns(of: table)
                .filter { !known.contains($0.lowercased()) }
            guard unknown.isEmpty else {
                throw MigrationError(
                    "Table \(table) must be built anew, and what no migration made would be lost: "
                        + "the column \(unknown.map(\.quotedName).joined(separator: ", ")). "
                        + "Nothing was changed. Drop the column, or let a migration that adds a "
                        + "field for it come before this one and record that with "
                        + "'manage migrate --fake'.")
            }
            try connection.execute(sql)
            let before = try connection.count(table)
            let after = try connection.count(copy)
            guard before == after else {
                throw MigrationError(
                    "Table \(table) has \(before) rows and its copy \(after). Nothing was changed.")
            }
        }
    }

    /// Puts a copy of a table in its place. Triggers come along, and indexes that someone made by
    /// hand, and so does the last key that was given out, so that none is given twice. The
    /// `indexes` that the migrations know are left to whoever makes them.
    static func swap(_ table: String, for copy: String, indexes: KnownIndexes) -> SchemaStep {
        let drop = "DROP TABLE \(table.quotedName)"
        let rename = "ALTER TABLE \(copy.quotedName) RENAME TO \(table.quotedName)"
        return SchemaStep(showing: [drop, rename]) { connection in
            let triggers = try connection.query(
                "SELECT sql FROM sqlite_master WHERE type = 'trigger' "
                    + "AND tbl_name = ? COLLATE NOCASE", [.text(table)])
            let own = try connection.indexes(of: table, besides: indexes)
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
            for index in own {
                try connection.makeAgain(index, of: table)
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

/// An index that someone made by hand.
private struct OwnIndex {
    var name: String
    var sql: String
    var columns: [SQLValue?]
}

extension Connection {
    fileprivate func count(_ table: String) throws -> Int64 {
        let rows = try query("SELECT COUNT(*) FROM \(table.quotedName)")
        guard case .integer(let count)? = rows.first?[0] else { return -1 }
        return count
    }

    fileprivate func columns(of table: String) throws -> [String] {
        try query("PRAGMA table_xinfo(\(table.quotedName))").compactMap { row in
            guard case .text(let name)? = row["name"] else { return nil }
            return name
        }
    }

    /// Makes an index on the table that has taken its table's place.
    fileprivate func makeAgain(_ index: OwnIndex, of table: String) throws {
        var problem: String?
        do { try execute(index.sql) } catch let error as DatabaseError { problem = error.message }
        // SQLite takes the name of a column that is gone, where it is quoted, for a text.
        if problem == nil, try columns(ofIndex: index.name) != index.columns {
            problem = "a column in it is gone"
        }
        guard let problem else { return }
        throw MigrationError(
            "The index \(index.name), which someone made by hand, can't be made again on the new "
                + "table \(table): \(problem). Nothing was changed. Drop the index first, with "
                + ".sql(\"DROP INDEX \(index.name)\").")
    }

    private func columns(ofIndex index: String) throws -> [SQLValue?] {
        try query("PRAGMA index_info(\(index.quotedName))").map { $0["name"] }
    }

    /// The indexes that have a statement of their own and that the migrations don't know.
    fileprivate func indexes(
        of table: String, besides known: KnownIndexes
    ) throws -> [OwnIndex] {
        var names = known.names.union(known.coming)
        for index in known.implied {
            let candidates = try indexes(
                over: index.columns, of: table, unique: index.isUnique)
            let found =
                candidates.first { $0 == index.name } ?? candidates.first { !names.contains($0) }
            if let found { names.insert(found) }
        }
        let rows = try query(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL "
                + "AND tbl_name = ? COLLATE NOCASE ORDER BY rowid", [.text(table)])
        return try rows.compactMap { row in
            guard case .text(let name) = row[0], case .text(let sql) = row[1],
                !names.contains(name)
            else { return nil }
            return OwnIndex(name: name, sql: sql, columns: try columns(ofIndex: name))
        }
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
            let found = try self.columns(ofIndex: name)
            if found == columns.map({ .text($0) }) { names.append(name) }
        }
        return names
    }
}
