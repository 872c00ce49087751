extension QuerySet {
    /// Reads the rows that this relation leads to, with one more statement for each step of it:
    /// `Question.query.prefetch { $0.choices }`, `Author.query.prefetch { $0.books.tags }`.
    /// What is not prefetched is read when it is first asked for, for all rows at once.
    public func prefetch<Columns: ModelColumns>(
        _ relation: (Element.Columns) -> Columns
    ) -> QuerySet {
        prefetching(relation(Element.Columns(.root))._path.join, rows: nil)
    }

    /// Reads the rows that this foreign key at the end of other relations points at:
    /// `Question.query.prefetch { $0.choices.author }`.
    public func prefetch<Key: RelationColumn>(
        _ relation: (Element.Columns) -> Key
    ) -> QuerySet {
        let reference = relation(Element.Columns(.root)).reference
        return prefetching(JoinStep(reference.join, .forward(reference.field)), rows: nil)
    }

    /// Reads some of the rows that this relation leads to, in an order of their own; reading the
    /// relation then gives those rows, whatever is written later. A limit is one of each owner's
    /// rows; the others are read and left out.
    ///
    ///     let questions = try Question.query
    ///         .prefetch { $0.choices } rows: { $0.filter { $0.votes > 3 }.order { $0.votes } }
    ///         .all()
    public func prefetch<Columns: ModelColumns>(
        _ relation: (Element.Columns) -> Columns,
        rows: (QuerySet<Columns.Owner>) -> QuerySet<Columns.Owner>
    ) -> QuerySet {
        prefetching(
            relation(Element.Columns(.root))._path.join, rows: rows(QuerySet<Columns.Owner>()))
    }

    /// Says that a column is no relation.
    @available(
        *, unavailable,
        message: "prefetch takes a relation: a ManyToMany, a @Reverse or a ForeignKey"
    )
    public func prefetch<Value>(_ column: (Element.Columns) -> Column<Value>) -> QuerySet { self }

    private func prefetching(_ step: JoinStep?, rows: (any Sendable)?) -> QuerySet {
        var copy = self
        guard let hops = PrefetchHop.hops(to: step), !hops.isEmpty else {
            copy.query.fail("prefetch takes a relation of \(Element.modelName.model).")
            return copy
        }
        copy.prefetches.append { try PrefetchHop.load(hops[...], of: $0, last: rows) }
        return copy
    }
}

/// One step of a prefetch: a relation, loaded for all rows at hand.
enum PrefetchHop: Sendable {
    /// The rows that a foreign key points at.
    case forward(TableField)
    /// The rows that lie on the way.
    case way(RelationWay)

    /// The relations passed up to `step`; nil where one leads nowhere.
    static func hops(to step: JoinStep?) -> [PrefetchHop]? {
        var hops: [PrefetchHop] = []
        var next = step
        while let step = next {
            next = step.parent
            if let link = step.many {
                hops.append(.way(.many(link)))
                next = next?.parent
                continue
            }
            switch step.relation {
            case .forward(let field):
                guard field.target?.model != nil else { return nil }
                hops.append(.forward(field))
            case .reverse(let field): hops.append(.way(.reverse(field)))
            }
        }
        return hops.reversed()
    }

    /// Loads the relations `hops`, one after the other, for `rows`; the last takes its rows from
    /// the query `last`, where there is one.
    static func load<Owner: Model>(
        _ hops: ArraySlice<PrefetchHop>, of rows: [Owner], last: (any Sendable)?
    ) throws {
        guard let hop = hops.first, let model = hop.target else { return }
        try hop.load(model, of: rows, before: hops.dropFirst(), last: last)
    }

    private var target: (any Model.Type)? {
        switch self {
        case .forward(let field): field.target?.model
        case .way(.reverse(let field)): field.table.model
        case .way(.many(let link)): link.far.target?.model
        }
    }

    private func load<Owner: Model, Element: Model>(
        _: Element.Type, of rows: [Owner], before rest: ArraySlice<PrefetchHop>,
        last: (any Sendable)?
    ) throws {
        var seen: Set<ObjectIdentifier> = []
        var found: [Element] = []
        for row in rows {
            guard let group = row._state.group, seen.insert(ObjectIdentifier(group)).inserted
            else { continue }
            switch self {
            case .forward(let field):
                let column = Int32(truncatingIfNeeded: field.index)
                let cache = group.cache(at: column, for: Element.self)
                try cache.load()
                if !rest.isEmpty { found += cache.rows }
            case .way(let way):
                let loaded: RelatedRows<Element>
                if rest.isEmpty, let query = last as? QuerySet<Element> {
                    loaded = try group.load(way, query, stays: true)
                } else {
                    loaded = try group.current(way, Element.self) ?? group.load(way, Element.query)
                }
                if !rest.isEmpty { found += loaded.all }
            }
        }
        if !rest.isEmpty { try Self.load(rest, of: found, last: last) }
    }
}
