public import ApusORM

extension SQLiteDialect {
    /// What is otherwise in the database than `state` says. The tables that it says are made in a
    /// database in memory, and both are asked what they have.
    public func differences(
        from state: ProjectState, on connection: Connection
    ) throws -> [SchemaDifference] {
        let wanted = try Database(":memory:")
        defer { wanted.closeConnection() }
        let model = try wanted.connection
        var editor = SQLiteSchemaEditor()
        let managed = state.models.filter(\.options.isManaged)
        let steps = managed.flatMap { editor.create($0, in: state) } + editor.deferredSteps()
        for step in steps { try step.perform(model) }
        var differences: [SchemaDifference] = []
        for schema in managed {
            for table in [schema] + state.throughTables(of: schema) {
                differences += try Self.differences(of: table, from: model, on: connection)
            }
        }
        return differences
    }

    private static func differences(
        of schema: ModelSchema, from model: Connection, on connection: Connection
    ) throws -> [SchemaDifference] {
        let table = schema.table
        guard let wanted = try SQLiteTable(table, in: model) else { return [] }
        guard let found = try SQLiteTable(table, in: connection) else {
            return [.init(.missingTable, schema, "The table '\(table)' does not exist.")]
        }
        var differences: [SchemaDifference] = []
        for column in wanted.columns {
            let name = "\(table).\(column.name)"
            guard let other = found.column(column.name) else {
                differences.append(
                    .init(.missingColumn, schema, "The column '\(name)' does not exist."))
                continue
            }
            let words = differing(column, other)
            if !words.isEmpty {
                differences.append(
                    .init(
                        .column, schema,
                        "The column '\(name)' \(words.joined(separator: ", and it "))."))
            }
        }
        for column in found.columns where wanted.column(column.name) == nil {
            let blocks = column.isRequired && !column.hasDefault && !column.isGenerated
            differences.append(
                .init(
                    .unknownColumn(blocks: blocks), schema,
                    "The column '\(table).\(column.name)' belongs to no field"
                        + (blocks ? ", and no row can be added without it." : ".")))
        }
        for rule in wanted.rules.subtracting(found.rules).sorted() {
            differences.append(
                .init(.missingRule, schema, "The table '\(table)' lacks \(rule)."))
        }
        for rule in found.rules.subtracting(wanted.rules).sorted() {
            differences.append(
                .init(
                    .unknownRule, schema,
                    "The table '\(table)' has \(rule), which no migration made."))
        }
        return differences
    }

    private static func differing(
        _ wanted: SQLiteTable.Column, _ found: SQLiteTable.Column
    ) -> [String] {
        var words: [String] = []
        if wanted.type != found.type {
            words.append("is of type '\(found.type)', not '\(wanted.type)'")
        }
        if wanted.isRequired != found.isRequired {
            words.append(found.isRequired ? "takes no NULL, but should" : "takes NULL")
        }
        if wanted.isKey != found.isKey {
            words.append(found.isKey ? "is the primary key" : "is not the primary key")
        }
        return words
    }
}
