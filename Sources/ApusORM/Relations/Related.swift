public import ApusValues

/// The rows of `Element` that point at one row with a foreign key: a query set, and a way to add
/// to it.
///
///     for choice in try question.choices.order { $0.votes.descending }.all() { … }
public struct Related<Element: Model>: Queryable {
    let owner: SQLValue
    /// Whether the owner has a key that rows could point at.
    private let isOwnerSaved: Bool
    let state: ModelState
    let field: TableField
    /// Gives the rows that were read the owner, so that they needn't ask for it.
    private let keepOwner: @Sendable (FetchGroup) -> Void

    /// The rows that point at `owner` with the foreign key `key`.
    public init<Owner: Model, Key: RelationColumn>(
        to owner: Owner, by key: KeyPath<Element.Columns, Key>
    ) where Key.Target == Owner {
        self.owner = owner.id.sqlValue
        isOwnerSaved = owner.id.isSaved
        state = owner._state
        let field = Element.Columns(.root)[keyPath: key].reference.field
        self.field = field
        keepOwner = { group in
            let column = Int32(truncatingIfNeeded: field.index)
            group.cache(at: column, for: Owner.self).store([owner])
        }
    }

    /// The rows as a query.
    public var querySet: QuerySet<Element> {
        var set = QuerySet<Element>()
        if !isOwnerSaved {
            set.query.fail(
                "The row needs to have a primary key value before its "
                    + "\(Element.modelName.model) rows can be used: save it first.")
        }
        set.query.filters.append(
            .compare(.column(ColumnReference(join: nil, field: field)), .exact, .value(owner)))
        set.query.newRowValues = [(field, .value(owner))]
        return set
    }

    /// Reads the rows. Where the owner came from a query with others, this reads the rows of all
    /// of them, once.
    public func all() throws -> [Element] {
        let rows: [Element]
        if let group = state.group, group.loadsTogether || group.hasRelated(field) {
            rows = try group.rows(of: owner, .reverse(field), Element.self)
        } else {
            rows = try querySet.all()
        }
        if let group = rows.first?._state.group { keepOwner(group) }
        return rows
    }

    /// How many rows there are.
    public func count() throws -> Int {
        if let group = state.group, group.hasRelated(field) { return try all().count }
        return try querySet.count()
    }

    /// The rows as templates see them: gone through with `for`, counted with `count`.
    public func dynamicRows() throws -> DynamicValue { .object(DynamicRows(self)) }
}

/// A query as templates see it.
struct DynamicRows<Element: Model>: DynamicObject {
    let read: @Sendable () throws -> [Element]
    let query: QuerySet<Element>

    init(_ related: Related<Element>) {
        read = { try related.all() }
        query = related.querySet
    }

    init(_ related: ManyToMany<Element>) {
        read = { try related.all() }
        query = related.querySet
    }

    init(_ query: QuerySet<Element>) {
        read = { try query.all() }
        self.query = query
    }

    var description: String {
        (try? read().map(\.description).joined(separator: ", ")).map { "[\($0)]" } ?? "[]"
    }

    var isTrue: Bool { (try? query.exists()) ?? false }

    func elements() throws -> [DynamicValue]? { try read().map(\.dynamicValue) }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "all": .list(try read().map(\.dynamicValue))
        case "count": .int(try read().count)
        case "exists": .bool(try query.exists())
        case "first": try read().first?.dynamicValue ?? .null
        case "last": try read().last?.dynamicValue ?? .null
        default: nil
        }
    }
}

extension QuerySet: DynamicValueConvertible {
    /// The rows, read when a template asks for them.
    public var dynamicValue: DynamicValue { .object(DynamicRows(self)) }
}

extension Related: DynamicValueConvertible {
    /// The rows, read when a template asks for them.
    public var dynamicValue: DynamicValue { .object(DynamicRows(self)) }
}
