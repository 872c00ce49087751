import Synchronization

/// The rows that came from one query. Values of the query share it, so that a relation that one
/// of them reads is loaded for all of them: no N+1.
public final class FetchGroup: Sendable {
    private struct State {
        /// The foreign keys' caches by the column they were read from.
        var caches: [(column: Int32, cache: any RelationCaching)] = []
        /// The rows' own keys.
        var keys: [Int] = []
        /// What reverse relations loaded, by the field that points here.
        var reverse: [ObjectIdentifier: any Sendable] = [:]
    }

    private let state = Mutex(State())

    /// An empty group.
    init() {}

    /// Sets the keys of the group's rows, once they are read.
    func setKeys(_ keys: [Int]) {
        state.withLock { $0.keys = keys }
    }

    /// Adds the key of one row.
    func add(key: Int) {
        state.withLock { $0.keys.append(key) }
    }

    var keys: [Int] { state.withLock { $0.keys } }

    var hasSeveralKeys: Bool { state.withLock { $0.keys.count > 1 } }

    /// Whether the rows that point here with `field` were read for the group.
    func hasRelated(_ field: TableField) -> Bool { loaded(field) != nil }

    func loaded(_ field: TableField) -> (any Sendable)? {
        state.withLock { $0.reverse[ObjectIdentifier(field)] }
    }

    func store(_ rows: any Sendable, for field: TableField) {
        state.withLock { $0.reverse[ObjectIdentifier(field)] = rows }
    }

    /// The cache of the foreign key in `column`, made when the first row is read.
    func cache<Target: Model>(at column: Int32, for _: Target.Type) -> RelationCache<Target> {
        state.withLock { state in
            for entry in state.caches where entry.column == column {
                if let cache = entry.cache as? RelationCache<Target> { return cache }
            }
            let cache = RelationCache<Target>()
            state.caches.append((column, cache))
            return cache
        }
    }
}

protocol RelationCaching: AnyObject, Sendable {}
