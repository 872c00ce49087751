/// What the SQL in a model's declaration, of constraints and generated columns, says about a row.
extension Table {
    /// The fields whose columns an SQL expression names, and those that generated ones among them
    /// are computed of.
    func fields(namedIn sql: String) -> [TableField] {
        var isNamed = fields.map { _ in false }
        var expressions = [sql]
        while let words = expressions.popLast()?.sqlWords {
            for field in fields where !isNamed[field.index] && words.contains(field.schema.column) {
                isNamed[field.index] = true
                if let generated = field.schema.generated {
                    expressions.append(generated.expression)
                }
            }
        }
        return fields.filter { isNamed[$0.index] }
    }

    /// Whether a field, or what it is computed of, is one of those called `names`.
    func isAbout(_ field: TableField, _ names: Set<String>) -> Bool {
        if names.contains(field.schema.name) { return true }
        guard let generated = field.schema.generated else { return false }
        return fields(namedIn: generated.expression).contains { names.contains($0.schema.name) }
    }

    /// `values`, one for each field, with those that the database would compute of the others; but
    /// for what is computed of the fields called `excluded`.
    func computed(_ values: [SQLValue], excluding excluded: Set<String>) throws -> [SQLValue] {
        let computed = fields.filter { $0.schema.generated != nil && !isAbout($0, excluded) }
        if computed.isEmpty { return values }
        let connection = try Database.current.connection
        let given = fields.filter { $0.schema.generated == nil }
        var rows = selection(of: given, connection.dialect)
        var missing = computed
        while !missing.isEmpty {
            // What is computed of another generated column stands behind it.
            let next = missing.firstIndex { field in
                let words = field.schema.generated?.expression.sqlWords ?? []
                return !missing.contains { $0 !== field && words.contains($0.schema.column) }
            }
            let field = missing.remove(at: next ?? 0)
            let expression = "(\(field.schema.generated?.expression ?? "NULL"))"
            let value = field.converted(expression, connection.dialect)
            rows = "(SELECT *, \(value) AS \(field.quotedName) FROM \(rows)) AS \(quotedName)"
        }
        let columns = computed.map(\.quotedName).joined(separator: ", ")
        let row = try connection.query(
            "SELECT \(columns) FROM \(rows)", given.map { values[$0.index] }
        )
        .first
        var values = values
        for (place, field) in computed.enumerated() { values[field.index] = row?[place] ?? .null }
        return values
    }

    /// A row of bound values, for the FROM of a query: as the table itself would have it.
    func selection(of fields: [TableField], _ dialect: any Dialect) -> String {
        let columns = fields.map { "\($0.converted("?", dialect)) AS \($0.quotedName)" }
        return "(SELECT \(columns.joined(separator: ", "))) AS \(quotedName)"
    }
}

extension TableField {
    /// A value that is SQL already as the column converts it when it is stored: a bound value has
    /// no type of its own to be compared by.
    fileprivate func converted(_ sql: String, _ dialect: any Dialect) -> String {
        switch valueType {
        case .date, .time, .dateTime, .blob: sql
        case let type: dialect.cast(sql, to: type)
        }
    }
}

extension String {
    /// The words of an SQL expression: names of columns among others.
    var sqlWords: Set<String> {
        Set(split { !($0.isLetter || $0.isNumber || $0 == "_") }.map(String.init))
    }
}
