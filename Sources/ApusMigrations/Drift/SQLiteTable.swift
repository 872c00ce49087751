import ApusORM

/// A table as SQLite knows it, in a form in which two can be compared.
struct SQLiteTable {
    struct Column: Hashable {
        var name: String
        var type: String
        var isRequired: Bool
        var isKey: Bool
        var hasDefault: Bool
        var isGenerated: Bool
    }

    var columns: [Column] = []
    /// Foreign keys, indexes and rules, in words.
    var rules: Set<String> = []

    /// The table called `name`; nil where there is none.
    init?(_ name: String, in connection: Connection) throws {
        let found = try connection.query(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND lower(name) = lower(?)",
            [.text(name)])
        guard case .text(let sql)? = found.first?[0] else { return nil }
        for row in try connection.query("PRAGMA table_xinfo(\(name.quotedName))") {
            columns.append(
                Column(
                    name: row.text("name"), type: row.text("type").lowercased(),
                    isRequired: row["notnull"] == 1, isKey: row["pk"] != 0,
                    hasDefault: row["dflt_value"] != .null,
                    // 2 and 3 are virtual and stored; 1 is a column of a virtual table.
                    isGenerated: row["hidden"] == 2 || row["hidden"] == 3))
        }
        try readForeignKeys(of: name, in: connection)
        try readIndexes(of: name, in: connection)
        for check in Self.checks(in: sql) { rules.insert("the rule CHECK \(check)") }
    }

    func column(_ name: String) -> Column? {
        columns.first { $0.name.lowercased() == name.lowercased() }
    }

    private mutating func readForeignKeys(of name: String, in connection: Connection) throws {
        var keys: [SQLValue: (table: String, columns: [String])] = [:]
        for row in try connection.query("PRAGMA foreign_key_list(\(name.quotedName))") {
            guard let id = row["id"] else { continue }
            keys[id, default: (row.text("table"), [])].columns.append(row.text("from"))
        }
        for key in keys.values {
            let columns = key.columns.sorted().joined(separator: ", ")
            rules.insert("the foreign key from \(columns) to \(key.table)".lowercased())
        }
    }

    private mutating func readIndexes(of name: String, in connection: Connection) throws {
        for index in try connection.query("PRAGMA index_list(\(name.quotedName))")
        where index["origin"] != "pk" {
            var columns: [String] = []
            let parts = try connection.query(
                "PRAGMA index_xinfo(\(index.text("name").quotedName))")
            for row in parts where row["key"] == 1 {
                // A part that is an expression has no name.
                let column = row["name"] == .null ? "an expression" : row.text("name")
                columns.append(column + (row["desc"] == 1 ? " descending" : ""))
            }
            rules.insert(
                (index["unique"] == 1 ? "the unique index over " : "the index over ")
                    + columns.joined(separator: ", ")
                    + (index["partial"] == 1 ? ", for some rows" : ""))
        }
    }

    /// What stands in the parentheses behind each CHECK of a table's text, blanks left out.
    static func checks(in sql: String) -> [String] {
        var checks: [String] = []
        var rest = Substring(sql)
        while let found = rest.firstRange(of: "CHECK") ?? rest.firstRange(of: "check") {
            rest = rest[found.upperBound...]
            checks.append(parenthesized(rest))
        }
        return checks
    }

    /// The text up to the parenthesis that closes its first.
    private static func parenthesized(_ sql: Substring) -> String {
        var depth = 0
        var quote: Character?
        var text = ""
        for character in sql {
            if !character.isWhitespace { text.append(character) }
            if let open = quote {
                if character == open { quote = nil }
            } else if character == "'" || character == "\"" {
                quote = character
            } else if character == "(" {
                depth += 1
            } else if character == ")" {
                depth -= 1
                if depth <= 0 { break }
            }
        }
        return text
    }
}

extension ResultRow {
    func text(_ column: String) -> String {
        if case .text(let text)? = self[column] { text } else { "" }
    }
}
