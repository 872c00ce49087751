public import FoundationEssentials

/// A type that a model's primary key can have. `Key` is the one whose values the database hands
/// out; the others are given by whoever makes the row: `@Field(primaryKey: true) var code: String`.
/// A type of your own that is a `FieldValue` becomes one by an empty extension.
public protocol PrimaryKey: FieldValue, Hashable {
    /// Whether a row can be in the database with this key: not with the key of a row that still
    /// waits for the database to hand one out.
    var isSaved: Bool { get }

    /// The key that the database handed out; nil for a type whose keys are given.
    init?(handedOut integer: Int64)
}

extension PrimaryKey {
    /// Yes: the key was given.
    @inlinable
    public var isSaved: Bool { true }

    /// No key: the database hands out none of this type.
    @inlinable
    public init?(handedOut integer: Int64) { nil }
}

extension Key: PrimaryKey {
    /// Whether the row has been saved.
    @inlinable
    public var isSaved: Bool { value != 0 }

    /// The key that the database handed out.
    @inlinable
    public init?(handedOut integer: Int64) { self.init(Int(truncatingIfNeeded: integer)) }
}

extension String: PrimaryKey {}
extension Int: PrimaryKey {}
extension Int16: PrimaryKey {}
extension Int32: PrimaryKey {}
extension Int64: PrimaryKey {}
extension UUID: PrimaryKey {}
extension ForeignKey: PrimaryKey {}
extension OneToOne: PrimaryKey {}

extension SQLValue {
    /// Whether this stands before `other` where keys are put in order: integers by size, then
    /// text, then the rest.
    func precedes(_ other: SQLValue) -> Bool {
        switch (self, other) {
        case (.integer(let left), .integer(let right)): left < right
        case (.text(let left), .text(let right)): left < right
        case (.real(let left), .real(let right)): left < right
        case (.blob(let left), .blob(let right)): left.lexicographicallyPrecedes(right)
        default: rank < other.rank
        }
    }

    private var rank: Int {
        switch self {
        case .null: 0
        case .integer: 1
        case .real: 2
        case .text: 3
        case .blob: 4
        }
    }
}

extension Sequence<SQLValue> {
    /// The keys in order, each once.
    func sortedOnce() -> [SQLValue] {
        var integers: [Int64] = []
        integers.reserveCapacity(underestimatedCount)
        for key in self {
            guard case .integer(let integer) = key else {
                return Set(self).sorted { $0.precedes($1) }
            }
            integers.append(integer)
        }
        integers.sort()
        var keys: [SQLValue] = []
        keys.reserveCapacity(integers.count)
        for integer in integers where keys.last != .integer(integer) {
            keys.append(.integer(integer))
        }
        return keys
    }
}
