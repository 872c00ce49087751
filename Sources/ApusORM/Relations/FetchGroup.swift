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

    /// Adds the keys of rows that were read.
    func add(keys: [SQLValue]) {
        state.withLock { state in
            if state.keys.isEmpty { state.keys = keys } else { state.keys += keys }
        }
    }

    /// Forgets all keys but these.
    func keep(keys: [SQLValue]) {
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
                held as? RelatedRows<Element> ?? RelatedRows(writeCount: writeCount)
            rows.set(row, of: owner)
            state.related[ObjectIdentifier(way)] = rows
        }
    }

    /// The cache of the foreign key in `column`; nil before the first row is read.
    func cache(at column: Int32) -> (any RelationCaching)? {
        state.withLock { state in state.caches.first { $0.column == column }?.cache }
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
    private var rows: [Element] = []
    /// Where each owner's rows are among all. Kept apart from them, so that grouping moves no row.
    private var places: [SQLValue: [Int]] = [:]
    /// The tables' count of writes when they were read: another says that they are stale. Nil for
    /// rows that the query chose, which stay.
    let writeCount: Int?
    /// How often rows had been read for the group before these.
    let readsBefore: Int

    init(writeCount: Int?, readsBefore: Int = 0) {
        self.writeCount = writeCount
        self.readsBefore = readsBefore
    }

    /// The rows of `owner`; nil for one whose rows weren't read.
    subscript(owner: SQLValue) -> [Element]? { places[owner]?.map { rows[$0] } }

    /// The rows of all owners.
    var all: [Element] {
        let kept = places.values.reduce(0) { $0 + $1.count }
        return kept == rows.count ? rows : places.values.joined().map { rows[$0] }
    }

    /// Adds rows, and the owner of each.
    mutating func add(_ more: [Element], of owners: [SQLValue]) {
        var place = rows.count
        if rows.isEmpty { rows = more } else { rows += more }
        for owner in owners {
            places[owner, default: []].append(place)
            place += 1
        }
    }

    /// Says that the rows of these owners were read, if there are any.
    mutating func cover(_ owners: [SQLValue]) {
        if places.count == owners.count { return }
        for owner in owners where places[owner] == nil { places[owner] = [] }
    }

    /// Says that `owner` has this row and no other, or none.
    mutating func set(_ row: Element?, of owner: SQLValue) {
        places[owner] = row == nil ? [] : [rows.count]
        if let row { rows.append(row) }
    }

    /// Keeps a slice of each owner's rows.
    mutating func slice(from offset: Int, limit: Int?) {
        places = places.mapValues { Array($0.dropFirst(offset).prefix(limit ?? $0.count)) }
    }
}

/// The rows that a foreign key points at, whichever model's they are.
@usableFromInline
protocol RelationCaching: AnyObject, Sendable {}
