/// One bit for each name in a set of fields: that a name is not among them can nearly always be told
/// by it, without looking at one field. A bit that is set says nothing.
struct NameFilter: Sendable {
    private var bits: UInt64 = 0

    @inline(__always)
    private static func bit(of name: UnsafeBufferPointer<UInt8>) -> UInt64 {
        guard let first = name.first, let last = name.last else { return 0 }
        // Bit 5 is the case of a letter, and where two names meet by it nothing is lost.
        let hash =
            UInt64(truncatingIfNeeded: name.count) &* 11 &+ UInt64(first | 0x20) &* 7
            &+ UInt64(last | 0x20)
        return 1 &<< (hash & 63)
    }

    /// Adds a name.
    @inline(__always)
    mutating func insert(_ name: UnsafeBufferPointer<UInt8>) { bits |= Self.bit(of: name) }

    /// Adds the names of another.
    @inline(__always)
    mutating func formUnion(_ other: NameFilter) { bits |= other.bits }

    /// Whether the name may be there, in whatever case.
    @inline(__always)
    func mayHold(_ name: UnsafeBufferPointer<UInt8>) -> Bool { bits & Self.bit(of: name) != 0 }

    /// Whether no name of the other can be there.
    @inline(__always)
    func isDisjoint(with other: NameFilter) -> Bool { bits & other.bits == 0 }
}
