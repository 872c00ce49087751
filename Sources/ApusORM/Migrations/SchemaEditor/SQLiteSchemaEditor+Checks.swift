extension SQLiteSchemaEditor {
    func checkReferences(on connection: Connection) throws {
        guard let first = try connection.query("PRAGMA foreign_key_check").first else { return }
        let table = first[0].literal
        let row = first[1].literal
        let parent = first[2].literal
        throw MigrationError(
            "The row in table \(table) with key \(row) points at a row of table \(parent) that "
                + "does not exist. Nothing was changed; correct or delete the row and migrate again."
        )
    }

    func indexName(
        table: String, columns: [String], unique: Bool, on connection: Connection
    ) throws -> String? {
        for index in try connection.query("PRAGMA index_list(\(table.quotedName))") {
            guard case .text(let name)? = index["name"],
                index["unique"] == .integer(unique ? 1 : 0),
                index["origin"] == .text("c"), index["partial"] == .integer(0)
            else { continue }
            let found = try connection.query("PRAGMA index_info(\(name.quotedName))")
                .map { $0["name"] }
            if found == columns.map({ .text($0) }) { return name }
        }
        return nil
    }
}
