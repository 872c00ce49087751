public import ApusORM

extension SQLiteDialect: InspectingDialect {
    func tables(of connection: Connection) throws -> [InspectedTable] {
        let rows = try connection.query(
            """
            SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') \
            AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY name
            """)
        return try rows.compactMap { row in
            guard case .text(let name) = row[0], case .text(let type) = row[1] else { return nil }
            var table = InspectedTable(name: name, isView: type == "view")
            var definition = SQLiteTableDefinition()
            if case .text(let sql) = row[2], !table.isView {
                definition = SQLiteTableDefinition(sql)
            }
            try readColumns(of: &table, definition, on: connection)
            try readReferences(of: &table, on: connection)
            try readIndexes(of: &table, definition, on: connection)
            table.checks = definition.checks
            return table
        }
    }

    private func readColumns(
        of table: inout InspectedTable, _ definition: SQLiteTableDefinition,
        on connection: Connection
    ) throws {
        for row in try connection.query("PRAGMA table_xinfo(\(table.name.quotedName))") {
            guard case .text(let name)? = row["name"] else { continue }
            // 1 is a hidden column of a virtual table, 2 and 3 are generated ones.
            if row["hidden"] == .integer(1) { continue }
            let isKey = row["pk"] != .integer(0)
            let column = definition.columns[name.lowercased()]
            table.columns.append(
                InspectedTable.Column(
                    name: name, type: (row["type"]?.plainText ?? "").lowercased(),
                    isNullable: row["notnull"] == .integer(0) && !isKey, isKey: isKey,
                    isJSON: column?.isJSON ?? false,
                    defaultValue: (row["dflt_value"]?.plainText).flatMap(SQLValue.init(literal:)),
                    generated: column?.generated))
        }
    }

    private func readReferences(
        of table: inout InspectedTable, on connection: Connection
    ) throws {
        let rows = try connection.query("PRAGMA foreign_key_list(\(table.name.quotedName))")
        let counts = Dictionary(grouping: rows) { $0["id"] }
        for row in rows {
            guard case .text(let column)? = row["from"], case .text(let other)? = row["table"]
            else { continue }
            if (counts[row["id"]]?.count ?? 0) > 1 {
                if row["seq"] == .integer(0) {
                    table.notes.append("a foreign key of several columns to '\(other)'")
                }
                continue
            }
            let rule: OnDelete =
                switch row["on_delete"]?.plainText {
                case "CASCADE": .cascade
                case "SET NULL": .setNull
                case "SET DEFAULT": .setDefault
                case "RESTRICT": .restrict
                default: .doNothing
                }
            table.references.append(
                InspectedTable.Reference(
                    column: column, table: other, target: row["to"]?.plainText, onDelete: rule))
        }
    }

    private func readIndexes(
        of table: inout InspectedTable, _ definition: SQLiteTableDefinition,
        on connection: Connection
    ) throws {
        let rows = try connection.query("PRAGMA index_list(\(table.name.quotedName))")
        // The latest comes first.
        for row in rows.reversed() {
            guard case .text(let name)? = row["name"], row["origin"] != .text("pk") else {
                continue
            }
            var columns: [(name: String?, isDescending: Bool)] = []
            for part in try connection.query("PRAGMA index_xinfo(\(name.quotedName))")
            where part["key"] == .integer(1) {
                columns.append((part["name"]?.plainText, part["desc"] == .integer(1)))
            }
            var index = InspectedTable.Index(
                name: name, columns: columns, isUnique: row["unique"] == .integer(1),
                isOfConstraint: row["origin"] == .text("u"))
            if index.isOfConstraint {
                let names = index.names?.map { $0.lowercased() }
                index.name = definition.uniques.first { $0.columns == names }?.name ?? ""
            } else if row["partial"] == .integer(1) {
                index.condition = try condition(of: name, on: connection)
            }
            table.indexes.append(index)
        }
    }

    /// What stands behind WHERE in an index's definition.
    private func condition(of index: String, on connection: Connection) throws -> String? {
        let rows = try connection.query(
            "SELECT sql FROM sqlite_master WHERE type = 'index' AND name = ?", [.text(index)])
        guard let sql = rows.first?[0].plainText else { return nil }
        return SQLiteTokens(sql).text(behind: "where")
    }
}

extension SQLValue {
    /// The text; nil for other values.
    fileprivate var plainText: String? { if case .text(let text) = self { text } else { nil } }

    /// The value that an SQL literal writes; nil for an expression.
    fileprivate init?(literal: String) {
        if let integer = Int64(literal) {
            self = .integer(integer)
        } else if let real = Double(literal) {
            self = .real(real)
        } else if literal.count >= 2, literal.first == "'", literal.last == "'" {
            self = .text(String(literal.dropFirst().dropLast()).replacing("''", with: "'"))
        } else if ["true", "false"].contains(literal.lowercased()) {
            self = .integer(literal.lowercased() == "true" ? 1 : 0)
        } else {
            return nil
        }
    }
}
