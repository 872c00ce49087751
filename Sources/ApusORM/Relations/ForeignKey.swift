public import ApusValues
import Glibc
import Synchronization

/// A reference to one row of `Target`: its key, and the row once it was read.
///
///     let question = try choice.question.get()    // asks the database at most once
public struct ForeignKey<Target: Model>: Sendable {
    /// The key of the row pointed at.
    public let id: Target.ID
    @usableFromInline let cache: RelationCache<Target>

    /// A reference to the row with the key `id`.
    public init(id: Target.ID) {
        self.id = id
        cache = RelationCache()
        if id.isSaved { cache.register(id.sqlValue) }
    }

    /// A reference to `row`, which is then at hand.
    public init(_ row: Target) {
        self.init(id: row.id)
        cache.store([row])
    }

    /// The row pointed at. Asks the database where it isn't at hand, and then for all the rows
    /// that came from the same query; throws `NotFound` where there is no such row.
    public func get() throws -> Target { try cache.get(id) }
}

extension ForeignKey: Reference {
    /// A foreign key that points at the row.
    public var foreignKey: ForeignKey { self }
}

extension ForeignKey: Hashable {
    /// Equal where the keys are.
    public static func == (left: ForeignKey, right: ForeignKey) -> Bool { left.id == right.id }

    /// By what `==` compares.
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension ForeignKey: DynamicValueConvertible {
    /// The key; `value(ofMember:)` gives the row.
    public var dynamicValue: DynamicValue { id.dynamicValue }
}

extension ForeignKey: FieldValue {
    /// What a query's closure sees.
    public typealias ColumnType = ForeignKeyColumn<Target>
    /// What a query's closure sees where the field is optional.
    public typealias OptionalColumnType = OptionalForeignKeyColumn<Target>

    /// What the column holds.
    public static var fieldType: FieldType { .bigInteger }
    /// The model that the field points at.
    public static var referencedModel: (any Model.Type)? { Target.self }

    /// Takes the row's next cell.
    @inlinable
    public init(cellOf row: inout Row) throws {
        cache = RelationCache.ofNextColumn(of: row)
        id = try Target.ID(cellOf: &row)
        cache.register(id.sqlValue)
    }

    /// The value as the database holds it.
    public var sqlValue: SQLValue { id.sqlValue }
}

/// The rows that a foreign key of one query's rows points at: loaded once, for all of them.
@usableFromInline
final class RelationCache<Target: Model>: RelationCaching {
    private struct Loaded {
        var rows: [SQLValue: Target] = [:]
        var isWhole = false
        /// The query's rows that the owners among `rows` came with. Weak, and not kept by the
        /// owners here: it keeps the rows that have this cache.
        weak var owners: FetchGroup?

        /// A row as it was when it was stored.
        func row(_ key: SQLValue) -> Target? {
            guard var row = rows[key] else { return nil }
            if let owners, row._state.group == nil { row._state = ModelState(owners) }
            return row
        }
    }

    // First, and of no generic type: a row's key is noted without asking for the target's type.
    private let wanted = Mutex(WantedKeys())
    private let loaded = Mutex(Loaded())
    /// Whether rows that aren't at hand throw.
    private let isStrict: Bool

    init(isStrict: Bool = false) { self.isStrict = isStrict }

    deinit {
        loaded.withLock { if !$0.rows.isEmpty { DiscardPile.discard(&$0.rows) } }
    }

    /// The cache that a foreign key in the next column of `row` shares with those of other rows.
    @inlinable
    static func ofNextColumn(of row: borrowing Row) -> RelationCache {
        if let cache = row.relationCache as? RelationCache { return cache }
        return newOfNextColumn(of: row)
    }

    @usableFromInline
    static func newOfNextColumn(of row: borrowing Row) -> RelationCache {
        row.group?.cache(at: row.index &- row.base, for: Target.self) ?? RelationCache()
    }

    /// Says that the row with this key will be wanted.
    @usableFromInline
    func register(_ key: SQLValue) {
        wanted.withLock {
            if $0.first == .null { $0.first = key } else { $0.others.append(key) }
        }
    }

    func store(_ rows: [Target]) {
        loaded.withLock { loaded in
            for row in rows { loaded.rows[row.id.sqlValue] = row }
        }
    }

    /// Stores the row that others point at with the foreign key whose cache this is.
    func store(owner row: Target) {
        var owner = row
        owner._state = ModelState(nil)
        loaded.withLock {
            $0.rows[row.id.sqlValue] = owner
            $0.owners = row._state.group
        }
    }

    func get(_ id: Target.ID) throws -> Target {
        let key = id.sqlValue
        let (found, isWhole) = loaded.withLock { ($0.row(key), $0.isWhole) }
        if let found { return found }
        if !isWhole {
            if isStrict || RelationLoading.isStrict {
                throw RelationNotLoaded(
                    model: Target.modelName, relation: "ForeignKey<\(Target.modelName.model)>")
            }
            try load()
            if let row = loaded.withLock({ $0.row(key) }) { return row }
        }
        throw NotFound(Target.modelName, Target.isKey(key))
    }

    /// The rows at hand.
    var rows: [Target] { loaded.withLock { loaded in loaded.rows.keys.compactMap(loaded.row) } }

    /// Reads the rows pointed at that aren't at hand.
    func load() throws {
        if loaded.withLock(\.isWhole) { return }
        let keys = wanted.withLock { [$0.first] + $0.others }
        let missing = loaded.withLock { loaded in
            keys.filter { $0 != .null && loaded.rows[$0] == nil }
        }
        let rows = try Target.rows(withKeys: missing, isStrict: isStrict)
        loaded.withLock { loaded in
            for row in rows { loaded.rows[row.id.sqlValue] = row }
            loaded.isWhole = true
        }
    }
}

/// Values that hold others, which hold others: let go of one after the other. A chain of rows may be
/// longer than the stack is deep.
private final class DiscardPile {
    private var values: [Any] = []
    private var isEmptying = false

    /// Lets go of `rows`, at once or when what holds them is gone.
    static func discard<Row>(_ rows: inout [SQLValue: Row]) {
        let pile: DiscardPile
        if let pointer = pthread_getspecific(key) {
            pile = Unmanaged<DiscardPile>.fromOpaque(pointer).takeUnretainedValue()
        } else {
            pile = DiscardPile()
            pthread_setspecific(key, Unmanaged.passRetained(pile).toOpaque())
        }
        pile.values.append(rows)
        rows = [:]
        if pile.isEmptying { return }
        pile.isEmptying = true
        while let next = pile.values.popLast() { withExtendedLifetime(next) {} }
        pile.isEmptying = false
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        pthread_key_create(&key) { pointer in
            if let pointer { Unmanaged<DiscardPile>.fromOpaque(pointer).release() }
        }
        return key
    }()
}

/// The keys that a relation's rows were asked for by; most are alone.
private struct WantedKeys {
    var first = SQLValue.null
    var others: [SQLValue] = []
}

extension Row {
    /// The cache that rows before this one made for the foreign key in the next column.
    @usableFromInline
    var relationCache: (any RelationCaching)? { group?.cache(at: index &- base) }
}

extension ForeignKey {
    /// The row as templates see it.
    public func dynamicRow() throws -> DynamicValue { .object(try get()) }
}

extension Optional {
    /// The row as templates see it; nil where the key is.
    public func dynamicRow<Target>() throws -> DynamicValue where Wrapped == ForeignKey<Target> {
        try self?.dynamicRow() ?? .null
    }
}
