public import ApusValues
import Synchronization

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
            group.cache(at: column, for: Owner.self).store(owner: owner)
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
        let rows = try loaded() ?? querySet.all()
        if let group = rows.first?._state.group { keepOwner(group) }
        return rows
    }

    /// The rows as they are at hand, or as they are read for the owner and others; nil where they
    /// are to be read for the owner alone.
    private func loaded() throws -> [Element]? {
        if let group = state.group, group.loadsTogether || group.hasRelated(field) {
            return try group.rows(of: owner, .reverse(field), Element.self)
        }
        if RelationLoading.isStrict, isOwnerSaved {
            throw RelationNotLoaded(
                model: Element.modelName, relation: RelationWay.reverse(field).name)
        }
        return nil
    }

    private var isAtHand: Bool { state.group?.hasRelated(field) == true }

    /// How many rows there are.
    public func count() throws -> Int { isAtHand ? try all().count : try querySet.count() }

    /// Whether there is a row.
    public func exists() throws -> Bool { isAtHand ? try !all().isEmpty : try querySet.exists() }

    /// The first row in the model's order, or by key where it has none; nil where there is none.
    public func first() throws -> Element? {
        let isOrdered = !Element.table.ordering.isEmpty
        return isAtHand && isOrdered ? try all().first : try querySet.first()
    }

    /// The rows as templates see them: gone through with `for`, counted with `count`.
    public func dynamicRows() throws -> DynamicValue { .object(DynamicRows(self)) }
}

/// A query as templates see it.
final class DynamicRows<Element: Model>: DynamicObject {
    private let readAll: @Sendable () throws -> [Element]
    private let isSomething: @Sendable () throws -> Bool
    /// What was read: a template that asks whether there are rows goes on to show them.
    private let kept = Mutex<[Element]?>(nil)

    init(_ related: Related<Element>) {
        readAll = { try related.all() }
        isSomething = { try related.exists() }
    }

    init(_ related: ManyToMany<Element>) {
        readAll = { try related.all() }
        isSomething = { try related.exists() }
    }

    init(_ query: QuerySet<Element>) {
        readAll = { try query.all() }
        isSomething = { try query.exists() }
    }

    private func read() throws -> [Element] {
        if let rows = kept.withLock({ $0 }) { return rows }
        let rows = try readAll()
        kept.withLock { $0 = rows }
        return rows
    }

    private func exists() throws -> Bool {
        if let rows = kept.withLock({ $0 }) { return !rows.isEmpty }
        return try isSomething()
    }

    var description: String {
        (try? read().map(\.description).joined(separator: ", ")).map { "[\($0)]" } ?? "[]"
    }

    var isTrue: Bool { (try? !read().isEmpty) ?? false }

    func elements() throws -> [DynamicValue]? { try read().map(\.dynamicValue) }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "all": .list(try read().map(\.dynamicValue))
        case "count": .int(try read().count)
        case "exists": .bool(try exists())
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
