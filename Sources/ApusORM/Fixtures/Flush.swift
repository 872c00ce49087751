extension DataCommands {
    /// The statements that empty all tables of the models, and begin their keys anew.
    private func flushStatements(on connection: Connection) throws -> [String] {
        let tables = state.models.filter(\.options.isManaged).flatMap { model in
            [model.table] + state.throughTables(of: model).map(\.table)
        }
        return try connection.dialect.flush(try connection.existing(tables))
    }

    /// Prints the SQL that `flush` runs.
    public func sqlFlush() throws {
        let statements = try flushStatements(on: try openConnection())
        if statements.isEmpty { return output("No tables found.\n") }
        output("BEGIN;\n")
        for statement in statements { output(statement + ";\n") }
        output("COMMIT;\n")
    }

    /// Removes all rows of all models in one transaction, without asking. The records of migrations
    /// stay. `database` names it in an error.
    public func flush(database: String) throws {
        let connection = try openConnection()
        do {
            try connection.transaction {
                for statement in connection.dialect.deferForeignKeys
                    + (try flushStatements(on: connection))
                {
                    try connection.execute(statement)
                }
            }
        } catch let error as DatabaseError {
            throw DataError(
                "Database \(database) couldn't be flushed: \(error.message). 'manage sqlflush' "
                    + "shows the SQL that this command wasn't able to run.")
        }
    }
}

extension Connection {
    /// Those of `tables` that exist.
    fileprivate func existing(_ tables: [String]) throws -> [String] {
        try tables.filter { table in
            do {
                try execute("SELECT 1 FROM \(table.quotedName) LIMIT 0")
                return true
            } catch let error as DatabaseError {
                if case .noSuchTable = error.kind { return false }
                throw error
            }
        }
    }
}
