/// Values that a query reads by the names of its columns, a row's in the names' order. It can be
/// ordered, sliced, made distinct and put together with others, and given to a lookup:
/// `filter("pk__in", .rows(Review.query.selecting(["book"])))`.
public struct NamedValues: Sendable {
    var query: SelectQuery
    /// The columns' names.
    public internal(set) var names: [String]
    /// What the columns hold.
    public internal(set) var types: [FieldType]

    /// Reads the values. JSON is its text, and `null` NULL: the document and the part of one.
    public func all() throws -> [[SQLValue]] {
        if try query.isKnownEmpty { return [] }
        let connection = try Database.current.connection
        let (text, bindings) = try query.compiled(.select, for: connection.dialect)
        let count = names.count
        let documents = types.indices.filter { types[$0] == .json && $0 < count }
        return try connection.query(text, bindings).map {
            var row = Array($0.values.prefix(count))
            for index in documents where row[index] == .text("null") { row[index] = .null }
            return row
        }
    }

    /// How many rows of values there are.
    public func count() throws -> Int {
        if try query.isKnownEmpty { return 0 }
        let connection = try Database.current.connection
        return try connection.run(query, .count) { statement in
            guard try statement.step() else { return 0 }
            return Int(statement.reader.pointee.integer(statement.cells, 0))
        }
    }

    /// Values computed over all rows of values, by names: `distinct().aggregate(…)` sees each once.
    /// `types` says what they are.
    public func aggregate(
        named values: [(String, LookupValue)]
    ) throws -> (values: [SQLValue], types: [FieldType]) {
        try query.aggregate(named: values)
    }

    /// Each row of values once.
    public func distinct() -> NamedValues { changing { $0.isDistinct = true } }

    /// The values in the order of these names, `-` before one for descending.
    public func order(by names: [String]) -> NamedValues {
        changing {
            $0.ordering = []
            $0.usesDefaultOrdering = false
            for name in names { $0.addOrdering(named: name) }
        }
    }

    /// At most the first `count` rows of values.
    public func limit(_ count: Int) -> NamedValues {
        changing { $0.slice(from: 0, count: count) }
    }

    /// The rows of values without the first `count`.
    public func offset(_ count: Int) -> NamedValues {
        changing { $0.slice(from: count, count: nil) }
    }

    /// The values of this query and of others, which may be about other models, each row once.
    public func union(_ others: [NamedValues], all: Bool = false) -> NamedValues {
        combined(all ? .unionAll : .union, with: others)
    }

    /// The rows of values that all the queries have.
    public func intersection(_ others: [NamedValues]) -> NamedValues {
        combined(.intersection, with: others)
    }

    /// The rows of values that none of the others has.
    public func difference(_ others: [NamedValues]) -> NamedValues {
        combined(.difference, with: others)
    }

    /// The SQL that `all()` runs, and what it binds.
    public func sql(
        for dialect: any Dialect = SQLiteDialect()
    ) throws -> (text: String, bindings: [SQLValue]) {
        try query.compiled(.select, for: dialect)
    }

    private func combined(
        _ operation: Combination.Operation, with others: [NamedValues]
    ) -> NamedValues {
        var copy = self
        copy.query = query.combined(operation, with: others.map(\.query))
        return copy
    }

    private func changing(_ change: (inout SelectQuery) -> Void) -> NamedValues {
        var copy = self
        change(&copy.query)
        return copy
    }
}

extension Queryable {
    /// The values of columns by names, a row's in the names' order.
    public func values(named names: [String]) throws -> [[SQLValue]] {
        try selecting(names).all()
    }

    /// The values of columns by names, to be read or asked more of.
    public func selecting(_ names: [String]) -> NamedValues {
        var query = querySet.query
        if query.combination != nil { return combinedSelecting(names) }
        query.joined = []
        query.columns = []
        var types: [FieldType] = []
        for name in names {
            do {
                let lookup = try NamedLookup(
                    name, from: query.table, annotations: query.annotations)
                try lookup.requireNoComparison(name)
                query.columns.append(lookup.node)
                types.append(lookup.type)
            } catch {
                if query.problem == nil { query.problem = error }
            }
        }
        query.orderBySelectedKeys()
        return NamedValues(query: query, names: names, types: types)
    }

    /// The columns of a combined query are those of each of its members.
    private func combinedSelecting(_ names: [String]) -> NamedValues {
        var query = querySet.query
        guard let combination = query.combination else { return selecting(names) }
        let members = combination.others.map { member in
            var set = QuerySet<Element>()
            set.query = member
            return set.selecting(names)
        }
        query.columns = members.first?.query.columns ?? []
        query.combination = Combination(
            operation: combination.operation, others: members.map(\.query))
        if query.problem == nil {
            query.problem = members.lazy.compactMap(\.query.problem).first
        }
        return NamedValues(query: query, names: names, types: members.first?.types ?? [])
    }
}
