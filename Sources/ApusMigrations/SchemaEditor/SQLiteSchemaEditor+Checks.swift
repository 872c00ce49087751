import ApusORM

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
}
