public import ApusValues

/// The rows of `Element` that a many-to-many relation connects with one row: a query set, and the
/// ways to connect and part rows.
///
///     @Model struct Book {
///         var authors: ManyToMany<Author>
///     }
///     try book.authors.add(ada, grace)
///     for author in try book.authors.order { $0.name }.all() { … }
public struct ManyToMany<Element: Model>: Queryable {
    let owner: SQLValue
    private let isOwnerSaved: Bool
    let state: ModelState
    /// Nil where no model declares the relation; told when it is used.
    let link: ManyLink?
    private let relationName: String

    /// The rows that the relation `name` of `owner` leads to.
    public init<Owner: Model>(of owner: Owner, _ name: String) {
        self.init(owner, name, Owner.table.many(named: name)?.forward)
    }

    /// The rows whose relation `name` leads to `owner`.
    public init<Owner: Model>(backTo owner: Owner, _ name: String) {
        self.init(owner, name, Element.table.many(named: name)?.backward)
    }

    private init(_ owner: some Model, _ name: String, _ link: ManyLink?) {
        self.owner = owner.id.sqlValue
        isOwnerSaved = owner.id.isSaved
        state = owner._state
        relationName = name
        self.link = link
    }

    /// The rows as a query.
    public var querySet: QuerySet<Element> {
        var set = QuerySet<Element>()
        guard let link = try? checked() else {
            set.query.problem = problem
            return set
        }
        let between = JoinStep(nil, .reverse(link.far))
        set.query.filters.append(
            .compare(
                .column(ColumnReference(join: between, field: link.near)), .exact,
                .value(owner)))
        set.query.isSticky = true
        set.query.connectNewRow = { try add(keys: [$0]) }
        return set
    }

    /// Reads the rows. Where the owner came from a query with others, this reads the rows of all
    /// of them, once.
    public func all() throws -> [Element] {
        let link = try checked()
        if let group = state.group, group.loadsTogether || group.hasRelated(link) {
            return try group.rows(of: owner, .many(link), Element.self) ?? querySet.all()
        }
        if RelationLoading.isStrict {
            throw RelationNotLoaded(
                model: Element.modelName, relation: RelationWay.many(link).name)
        }
        return try querySet.all()
    }

    private var isAtHand: Bool { link.map { state.group?.hasRelated($0) == true } ?? false }

    /// How many rows there are.
    public func count() throws -> Int { isAtHand ? try all().count : try querySet.count() }

    /// Whether there is a row.
    public func exists() throws -> Bool { isAtHand ? try !all().isEmpty : try querySet.exists() }

    /// The first row in the model's order, or by key where it has none; nil where there is none.
    public func first() throws -> Element? {
        let isOrdered = !Element.table.ordering.isEmpty
        return isAtHand && isOrdered ? try all().first : try querySet.first()
    }

    /// Whether `row` is among the rows.
    public func contains(_ row: some Reference<Element>) throws -> Bool {
        let key = row.foreignKey.id
        _ = try checked()
        if isAtHand { return try all().contains { $0.id == key } }
        return try querySet.keyed(key).exists()
    }

    /// The rows as templates see them: gone through with `for`, counted with `count`.
    public func dynamicRows() throws -> DynamicValue { .object(DynamicRows(self)) }

    /// The relation of a row that is saved.
    func checked() throws -> ManyLink {
        if let problem { throw problem }
        guard let link else { throw QueryError("No model declares '\(relationName)'.") }
        return link
    }

    private var problem: QueryError? {
        if link == nil {
            return QueryError("No model declares the many-to-many relation '\(relationName)'.")
        }
        if !isOwnerSaved {
            return QueryError(
                "The row needs to have a primary key value before its many-to-many relation "
                    + "'\(relationName)' can be used: save it first.")
        }
        return nil
    }
}

extension ManyToMany: DynamicValueConvertible {
    /// The rows, read when a template asks for them.
    public var dynamicValue: DynamicValue { .object(DynamicRows(self)) }
}
