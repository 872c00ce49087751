extension Queryable {
    /// Reads the rows.
    public func all() throws -> [Element] {
        let set = querySet
        if try set.query.isKnownEmpty { return [] }
        let connection = try Database.current.connection
        let rows: [Element]
        if set.query.isWholeTable {
            rows = try connection.runSelectAll(of: set.query.table) { try set.decode($0) }
        } else {
            rows = try connection.run(set.query) { try set.decode($0) }
        }
        for prefetch in set.prefetches { try prefetch(rows) }
        return rows
    }

    /// Goes through the rows one by one, in constant memory; `body` may stop by throwing, and may
    /// write. They are the rows of the moment when the first is read. Relations are loaded, and
    /// prefetched, for 500 rows at a time.
    public func forEach(_ body: (Element) throws -> Void) throws {
        let set = querySet
        if try set.query.isKnownEmpty { return }
        let connection = try Database.current.connectionForLoops
        try connection.run(set.query) { statement in
            var isAtEnd = false
            while !isAtEnd {
                var source = RowSource(statement, group: FetchGroup(isStrict: set.isStrict))
                let rows = try set.decode(&source, atMost: 500)
                isAtEnd = source.isAtEnd
                for prefetch in set.prefetches { try prefetch(rows) }
                for row in rows { try body(row) }
            }
        }
    }

    /// The first row in the query's order, or by key where it has none; nil where there is none.
    public func first() throws -> Element? {
        try orderedByKeyWhereUnordered().limit(1).all().first
    }

    /// The last row in the query's order, or by key where it has none; nil where there is none.
    public func last() throws -> Element? {
        try orderedByKeyWhereUnordered().reversed().limit(1).all().first
    }

    /// The only row. Throws `NotFound` where there is none and `MultipleFound` where there are
    /// several.
    public func get() throws -> Element {
        let found = try (querySet.query.isSliced ? querySet : limit(21)).all()
        if found.count == 1, let row = found.first { return row }
        if found.isEmpty { throw NotFound(Element.modelName, "") }
        throw MultipleFound(model: Element.modelName, count: found.count)
    }

    /// The only row that meets the condition. Throws `NotFound` where there is none and
    /// `MultipleFound` where there are several.
    public func get(_ condition: (Element.Columns) -> Condition) throws -> Element {
        try filter(condition).unordered().get()
    }

    /// How many rows there are.
    public func count() throws -> Int {
        let set = querySet
        if try set.query.isKnownEmpty { return 0 }
        let connection = try Database.current.connection
        return try connection.run(set.query, .count) { statement in
            guard try statement.step() else { return 0 }
            return Int(statement.reader.pointee.integer(statement.cells, 0))
        }
    }

    /// Whether there is a row.
    public func exists() throws -> Bool {
        let set = querySet
        if try set.query.isKnownEmpty || set.query.limit == 0 { return false }
        let connection = try Database.current.connection
        return try connection.run(set.query, .exists) { try $0.step() }
    }

    /// The values of columns, a tuple for each row:
    /// `try Choice.query.values { ($0.text, $0.question.text) }`.
    public func values<each Term: Expressible>(
        _ columns: (Element.Columns) -> (repeat each Term)
    ) throws -> [(repeat (each Term).Value)] where repeat (each Term).Value: FieldValue {
        let terms = columns(Element.Columns(.root))
        var nodes: [Node] = []
        repeat nodes.append((each terms).node)
        let selected = changing { $0.select(nodes) }
        if try selected.query.isKnownEmpty { return [] }
        let connection = try Database.current.connection
        return try connection.run(selected.query) { statement in
            let group = FetchGroup()
            var rows: [(repeat (each Term).Value)] = []
            while try statement.step() {
                var row = Row(statement, group: group)
                rows.append((repeat try value(of: each terms, from: &row)))
            }
            return rows
        }
    }

    /// The values of one column: `try Choice.query.values { $0.text }`.
    public func values<Term: Expressible>(
        _ column: (Element.Columns) -> Term
    ) throws -> [Term.Value] where Term.Value: FieldValue {
        let node = column(Element.Columns(.root)).node
        let selected = changing { $0.select([node]) }
        if try selected.query.isKnownEmpty { return [] }
        let connection = try Database.current.connection
        return try connection.run(selected.query) { statement in
            var values: [Term.Value] = []
            var row = Row(statement, group: FetchGroup())
            while try statement.step() {
                row.index = 0
                values.append(try row.next())
            }
            return values
        }
    }

    /// Values computed over all rows, each an aggregate:
    /// `try Choice.query.aggregate { ($0.votes.sum, $0.votes.max) }`.
    public func aggregate<each Term: Expressible>(
        _ columns: (Element.Columns) -> (repeat each Term)
    ) throws -> (repeat (each Term).Value) where repeat (each Term).Value: FieldValue {
        let terms = columns(Element.Columns(.root))
        var nodes: [Node] = []
        repeat nodes.append((each terms).node)
        return try aggregate(nodes) { row in (repeat try value(of: each terms, from: &row)) }
    }

    /// One value computed over all rows: `try Choice.query.aggregate { $0.votes.sum }`.
    public func aggregate<Term: Expressible>(
        _ column: (Element.Columns) -> Term
    ) throws -> Term.Value where Term.Value: FieldValue {
        let term = column(Element.Columns(.root))
        return try aggregate([term.node]) { row in try value(of: term, from: &row) }
    }

    private func aggregate<Result>(
        _ nodes: [Node], _ read: (inout Row) throws -> Result
    ) throws -> Result {
        let connection = try Database.current.connection
        return try connection.run(querySet.query, .aggregate(nodes)) { statement in
            guard try statement.step() else {
                throw QueryError("aggregate got no row: use it on a query that isn't none()")
            }
            var row = Row(statement, group: FetchGroup())
            let result = try read(&row)
            while try statement.step() {}
            return result
        }
    }

    /// The rows with these keys, by key; keys without a row are left out.
    public func inBulk(_ keys: [Element.ID]) throws -> [Element.ID: Element] {
        var found: [Element.ID: Element] = [:]
        var rest = keys[...]
        while !rest.isEmpty {
            let chunk = rest.prefix(500)
            rest = rest.dropFirst(500)
            let rows = try changing {
                $0.add(
                    .among(
                        .column(ColumnReference(join: nil, field: Element.table.key)),
                        chunk.map(\.sqlValue)))
            }.all()
            for row in rows { found[row.id] = row }
        }
        return found
    }
}

private func value<Term: Expressible>(
    of _: Term, from row: inout Row
) throws -> Term.Value where Term.Value: FieldValue {
    try row.next()
}

extension QuerySet {
    /// Reads a result to its end.
    func decode(_ statement: any DriverStatement) throws -> [Element] {
        var source = RowSource(statement, group: FetchGroup(isStrict: isStrict))
        return try decode(&source)
    }

    /// Reads a result to its end, with what is joined to its rows, or so many of them.
    func decode(_ source: inout RowSource, atMost limit: Int? = nil) throws -> [Element] {
        defer { source.row.group?.add(keys: source.keys) }
        if joins.isEmpty, limit == nil { return try Element.readAll(from: &source) }
        var rows: [Element] = []
        let groups = joins.map { _ in FetchGroup(isStrict: isStrict) }
        while limit.map({ rows.count < $0 }) ?? true, try source.next() {
            let element = try decode(&source.row, groups)
            source.keys.append(element.id.sqlValue)
            rows.append(element)
        }
        return rows
    }
}
