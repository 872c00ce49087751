import ApusORM

/// Reads how a table is built from the database itself.
struct TableReader {
    let connection: Connection
    let table: String

    func read() throws -> JSON {
        .object([
            ("columns", .array(try columns())), ("foreign_keys", .array(try foreignKeys())),
            ("unique", .array(try indexes(unique: true))),
            ("indexes", .array(try indexes(unique: false))), ("checks", .array(try checks())),
        ])
    }

    private func pragma(_ name: String, _ argument: String? = nil) throws -> [ResultRow] {
        try connection.query("PRAGMA \(name)(\"\(argument ?? table)\")")
    }

    private func text(_ value: SQLValue?) -> String {
        switch value {
        case .text(let text): text
        case .integer(let number): "\(number)"
        default: ""
        }
    }

    private func columns() throws -> [JSON] {
        try pragma("table_xinfo").map { row in
            .object([
                ("name", .string(text(row["name"]))), ("type", .string(text(row["type"]))),
                ("notnull", .bool(row["notnull"] == .integer(1))),
                ("default", row["dflt_value"] == .null ? .null : .string(text(row["dflt_value"]))),
                ("pk", .bool(row["pk"] == .integer(1))),
            ])
        }
    }

    private func foreignKeys() throws -> [JSON] {
        try pragma("foreign_key_list").map { row in
            .object([
                ("column", .string(text(row["from"]))), ("to_table", .string(text(row["table"]))),
                ("to_column", .string(text(row["to"]))),
            ])
        }
    }

    private func indexes(unique: Bool) throws -> [JSON] {
        try pragma("index_list")
            .filter { ($0["unique"] == .integer(1)) == unique && $0["origin"] != .text("pk") }
            .map { row in
                let name = text(row["name"])
                let columns = JSON.array(
                    try pragma("index_info", name).map { .string(text($0["name"])) })
                if unique { return columns }
                return .array([.string(Self.isImplied(name) ? "<auto>" : name), columns])
            }
    }

    /// Whether an index has a name that was made up for it: `lib_book_author_id_4fa1b2c3`.
    static func isImplied(_ name: String) -> Bool {
        let parts = name.split(separator: "_")
        return parts.count > 2 && (parts.last ?? "").count == 8
            && (parts.last ?? "").allSatisfy(\.isHexDigit)
    }

    /// The table's CHECK constraints with their names, from its own text.
    private func checks() throws -> [JSON] {
        let rows = try connection.query(
            "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?", [.text(table)])
        var rest = text(rows.first?[0])[...]
        var found: [JSON] = []
        while let range = rest.firstRange(of: "CHECK (") {
            let before = rest[..<range.lowerBound]
            let constraint = before.ranges(of: "CONSTRAINT").last
            let column = before.ranges(of: ", ").last
            var start = range.lowerBound
            if let constraint, constraint.lowerBound > (column?.lowerBound ?? before.startIndex) {
                start = constraint.lowerBound
            }
            var depth = 1
            let end = rest[range.upperBound...].firstIndex { character in
                if character == "(" { depth += 1 }
                if character == ")" { depth -= 1 }
                return depth == 0
            }
            guard let end else { break }
            found.append(.string(String(rest[start...end])))
            rest = rest[rest.index(after: end)...]
        }
        return found
    }
}
