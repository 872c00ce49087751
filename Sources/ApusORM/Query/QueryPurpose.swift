/// What is done with the rows of a query.
enum QueryPurpose {
    /// They are read.
    case select
    /// Those that a table between connects with these keys are read, with the key.
    case selectOf([SQLValue], through: ManyLink)
    /// They are counted.
    case count
    /// Is there one?
    case exists
    /// Values are computed over all of them.
    case aggregate([Node])
    /// They are changed.
    case update([(field: TableField, value: Node)])
    /// They are deleted.
    case delete
}

extension SelectQuery {
    /// The SQL for `purpose`, and what it binds.
    func compiled(
        _ purpose: QueryPurpose, for dialect: any Dialect
    ) throws -> (text: String, bindings: [SQLValue]) {
        var query = self
        query.settleOrdering()
        let compiler = Compiler(table, dialect: dialect)
        switch purpose {
        case .select: compiler.compileSelect(query)
        case .selectOf(let owners, let link):
            compiler.compileSelect(query, through: link, owners)
        case .count: compiler.compileCount(query)
        case .aggregate(let nodes): compiler.compileAggregate(query, nodes)
        case .exists: compiler.compileExists(query)
        case .update(let assignments): compiler.compileUpdate(query, assignments)
        case .delete: compiler.compileDelete(query)
        }
        if let problem = compiler.problem { throw problem }
        if compiler.bindings.count > dialect.maxParameters {
            throw QueryError(
                "The query binds \(compiler.bindings.count) values, and \(dialect.name) takes at "
                    + "most \(dialect.maxParameters): ask in parts.")
        }
        return (compiler.text.string, compiler.bindings)
    }
}

extension Connection {
    /// Runs `query` for `purpose`; the statement is found by the query's shape where it has one.
    func run<Result>(
        _ query: SelectQuery, _ purpose: QueryPurpose = .select,
        _ body: (any DriverStatement) throws -> Result
    ) throws -> Result {
        var reader = ShapeReader(dialect)
        guard let shape = reader.shape(of: query, purpose) else {
            let (text, bindings) = try query.compiled(purpose, for: dialect)
            return try run(text, bindings, body)
        }
        if let cached = statement(of: shape) { return try run(cached, reader.bindings, body) }
        let (text, bindings) = try query.compiled(purpose, for: dialect)
        // A shape whose values stand elsewhere in the SQL than they were read is not one.
        guard bindings == reader.bindings else { return try run(text, bindings, body) }
        return try run(text, bindings, shape: shape, body)
    }
}
