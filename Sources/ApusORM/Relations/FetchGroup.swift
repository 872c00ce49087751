import Synchronization

/// The rows that came from one query. Values of the query share it, so that a relation that one
/// of them reads is loaded for all of them: no N+1.
public final class FetchGroup: Sendable {
    private struct State {
        /// The foreign keys' caches by the column they were read from.
        var caches: [(column: Int32, cache: any RelationCaching)] = []
        /// The rows' own keys.
        var keys: [SQLValue] = []
        /// The rows of relations to many, by what leads to them: a field, or a link.
        var related: [ObjectIdentifier: any Sendable] = [:]
    }

    private let state = Mutex(State())
    /// Whether relations that aren't loaded throw.
    let isStrict: Bool

    /// An empty group.
    init(isStrict: Bool = false) { self.isStrict = isStrict }

    /// Sets the keys of the group's rows, once they are read.
    func setKeys(_ keys: [SQLValue]) {
        state.withLock { $0.keys = keys }
    }

    /// Adds the key of one row.
    func add(key: SQLValue) {
        state.withLock { $0.keys.append(key) }
    }

    var keys: [SQLValue] { state.withLock { $0.keys } }

    /// Whether a relation of one of the rows is to be read for the group.
    var loadsTogether: Bool {
        isStrict || state.withLock { $0.keys.count > 1 } || RelationLoading.isStrict
    }

    /// Whether the relation that `way` stands for was read for the group.
    func hasRelated(_ way: AnyObject) -> Bool {
        state.withLock { $0.related[ObjectIdentifier(way)] != nil }
    }

    func related<Element: Model>(_ way: AnyObject, _: Element.Type) -> RelatedRows<Element>? {
        state.withLock { $0.related[ObjectIdentifier(way)] } as? RelatedRows<Element>
    }

    func store<Element: Model>(_ rows: RelatedRows<Element>, for way: AnyObject) {
        state.withLock { $0.related[ObjectIdentifier(way)] = rows }
    }

    /// Adds the row that a join found for `owner`, or that there is none.
    func add<Element: Model>(
        _ row: Element?, of owner: SQLValue, for way: AnyObject, writeCount: Int, _: Element.Type
    ) {
        state.withLock { state in
            // Taken out while it grows, so that it isn't copied.
            let held = state.related.removeValue(forKey: ObjectIdentifier(way))
            var rows =
                held as? RelatedRows<Element> ?? RelatedRows(rows: [:], writeCount: writeCount)
            rows.rows[owner] = row.map { [$0] } ?? []
            state.related[ObjectIdentifier(way)] = rows
        }
    }

    /// The cache of the foreign key in `column`, made when the first row is read.
    func cache<Target: Model>(at column: Int32, for _: Target.Type) -> RelationCache<Target> {
        state.withLock { state in
            for entry in state.caches where entry.column == column {
                if let cache = entry.cache as? RelationCache<Target> { return cache }
            }
            let cache = RelationCache<Target>(isStrict: isStrict)
            state.caches.append((column, cache))
            return cache
        }
    }
}

/// The rows of a relation to many, loaded for a whole group of owners.
struct RelatedRows<Element: Model>: Sendable {
    var rows: [SQLValue: [Element]]
    /// The tables' count of writes when they were read: another says that they are stale. Nil for
    /// rows that the query chose, which stay.
    var writeCount: Int?
}

protocol RelationCaching: AnyObject, Sendable {}
