/// A set of joins by their places in a query. Databases take at most 64 tables in a join.
struct JoinSet: Sendable {
    static let limit = 64
    private var bits: UInt64 = 0

    var isEmpty: Bool { bits == 0 }

    func contains(_ index: Int) -> Bool { index < JoinSet.limit && bits & (1 << index) != 0 }

    mutating func insert(_ index: Int) {
        if index < JoinSet.limit { bits |= 1 << index }
    }

    mutating func formUnion(_ other: JoinSet) { bits |= other.bits }

    mutating func formIntersection(_ other: JoinSet) { bits &= other.bits }

    func subtracting(_ other: JoinSet) -> JoinSet {
        var rest = self
        rest.bits &= ~other.bits
        return rest
    }

    /// The least index in the set.
    var first: Int? { bits == 0 ? nil : bits.trailingZeroBitCount }

    mutating func remove(_ index: Int) {
        if index < JoinSet.limit { bits &= ~(1 << index) }
    }
}
