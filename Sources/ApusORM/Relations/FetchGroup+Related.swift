/// What leads from a row to rows that it doesn't point at itself.
enum RelationWay: Sendable {
    /// The foreign key that points here.
    case reverse(TableField)
    /// A table in between.
    case many(ManyLink)

    /// What stands for the way in a group.
    var identity: AnyObject {
        switch self {
        case .reverse(let field): field
        case .many(let link): link
        }
    }

    /// How often the tables on the way were written to.
    func writeCount(to table: Table) -> Int {
        switch self {
        case .reverse: table.writeCount
        case .many(let link): table.writeCount &+ link.near.table.writeCount
        }
    }

    /// The relation's name, for messages.
    var name: String {
        switch self {
        case .reverse(let field): "\(field.table.schema.name.model).\(field.schema.name)"
        case .many(let link):
            "\((link.isForward ? link.near : link.far).target?.schema.name.model ?? "").\(link.name)"
        }
    }
}

extension FetchGroup {
    /// The rows that `way` leads to from `owner`, read for all owners of the group where they
    /// aren't yet. Nil where they have to be read for this owner alone: it isn't one of the group's
    /// any more, or a loop writes to the table and what is read for all would be stale at once.
    func rows<Element: Model>(
        of owner: SQLValue, _ way: RelationWay, _: Element.Type
    ) throws -> [Element]? {
        let isStrict = isStrict || RelationLoading.isStrict
        let loaded = related(way.identity, Element.self)
        if let loaded, isStrict || isCurrent(loaded, way) { return loaded[owner] }
        if isStrict { throw RelationNotLoaded(model: Element.modelName, relation: way.name) }
        let reads = loaded.map { $0.readsBefore + 1 } ?? 0
        if reads > Self.readsForAll { return nil }
        return try load(way, Element.query, readsBefore: reads)[owner]
    }

    /// How often rows are read again for all owners after writes.
    private static let readsForAll = 3

    private func isCurrent<Element: Model>(
        _ loaded: RelatedRows<Element>, _ way: RelationWay
    ) -> Bool {
        loaded.writeCount.map { $0 == way.writeCount(to: Element.table) } ?? true
    }

    /// What is loaded and not stale.
    func current<Element: Model>(_ way: RelationWay, _: Element.Type) -> RelatedRows<Element>? {
        guard let loaded = related(way.identity, Element.self) else { return nil }
        return isCurrent(loaded, way) ? loaded : nil
    }

    /// Reads those rows of `query` that `way` leads to from the group's rows.
    @discardableResult
    func load<Element: Model>(
        _ way: RelationWay, _ query: QuerySet<Element>, stays: Bool = false, readsBefore: Int = 0
    ) throws -> RelatedRows<Element> {
        var query = query
        query.isStrict = query.isStrict || isStrict
        // A slice is one of each owner's rows.
        let slice = query.query.isSliced ? (query.query.offset, query.query.limit) : nil
        (query.query.offset, query.query.limit) = (0, nil)
        var loaded = RelatedRows<Element>(
            writeCount: stays ? nil : way.writeCount(to: Element.table), readsBefore: readsBefore)
        let rows = FetchGroup(isStrict: query.isStrict)
        let connection = try Database.current.connection
        let owners = keys.sortedOnce()
        var rest = owners[...]
        while !rest.isEmpty, !query.query.isNone {
            let chunk = Array(rest.prefix(500))
            rest = rest.dropFirst(500)
            let (text, bindings, column) = try query.compiled(way, chunk, connection.dialect)
            try connection.run(text, bindings) { statement in
                var source = RowSource(statement, group: rows, ownerColumn: column)
                loaded.add(try query.decode(&source), of: source.owners)
            }
        }
        if let (offset, limit) = slice {
            loaded.slice(from: offset, limit: limit)
            // Nothing is read for rows that are left out.
            rows.keep(keys: loaded.all.map(\.id.sqlValue))
        }
        loaded.cover(owners)
        store(loaded, for: way.identity)
        for prefetch in query.prefetches { try prefetch(loaded.all) }
        return loaded
    }
}

extension QuerySet {
    /// The SELECT of the rows that belong to `owners`, and the column that says to which.
    fileprivate func compiled(
        _ way: RelationWay, _ owners: [SQLValue], _ dialect: any Dialect
    ) throws -> (text: String, bindings: [SQLValue], ownerColumn: Int32) {
        switch way {
        case .reverse(let field):
            let column = Node.column(ColumnReference(join: nil, field: field))
            let (text, bindings) = try changing { $0.add(.among(column, owners)) }
                .query.compiled(.select, for: dialect)
            return (text, bindings, Int32(truncatingIfNeeded: field.index))
        case .many(let link):
            let (text, bindings) = try query.compiled(
                .selectOf(owners, through: link), for: dialect)
            let count = joins.reduce(Element.table.fields.count) {
                $0 + $1.model.table.fields.count
            }
            return (text, bindings, Int32(truncatingIfNeeded: count))
        }
    }
}

extension Compiler {
    /// Writes the SELECT of those rows of `query` that `link` connects with `owners`; the owner's
    /// key comes behind the columns.
    func compileSelect(_ query: SelectQuery, through link: ManyLink, _ owners: [SQLValue]) {
        var query = query
        if query.combination != nil { query.failCombined("prefetch()") }
        if query.isLayered {
            query.fail(
                "The rows of a prefetch over a many-to-many relation can't be chosen or ordered by "
                    + "an aggregate or a window: choose them with a subquery.")
        }
        var context = Context(reuse: nil)
        let between = join(JoinStep(nil, .reverse(link.far)))
        joins[between].isOuter = false
        text += query.isDistinct ? "SELECT DISTINCT " : "SELECT "
        writeColumns(query, &context)
        text += ", "
        write(column: link.near, of: between)
        writeFrom()
        let from = text.count
        writeFilters(query.filters)
        text += query.filters.isEmpty ? " WHERE " : " AND "
        write(column: link.near, of: between)
        text += " IN (?" + String(repeating: ", ?", count: owners.count - 1) + ")"
        bindings += owners
        writeOrdering(query.ordering, &context)
        insertJoins(at: from)
        if problem == nil { problem = query.problem }
    }
}
