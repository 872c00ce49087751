import Glibc

/// Finds the first route that matches a path. A path without parameters is found by one look into
/// a hash table; for the others only the routes are tried that begin with the path's first
/// segment, or with a parameter.
struct Resolver: Sendable {
    private let leaves: [RouteLeaf]
    private let matchers: [LeafMatcher]
    private var literals: ByteTable
    private let buckets: ByteTable
    private let candidates: [[Int]]
    private let anywhere: [Int]

    init(_ leaves: [RouteLeaf]) {
        self.leaves = leaves
        matchers = leaves.map { LeafMatcher($0.pattern) }
        var keys: [[UInt8]] = []
        for leaf in leaves {
            if let key = Self.firstSegment(leaf.pattern), !keys.contains(key) { keys.append(key) }
        }
        let firstSegments = leaves.map { Self.firstSegment($0.pattern) }
        candidates = keys.map { key in
            leaves.indices.filter { firstSegments[$0] == nil || firstSegments[$0] == key }
        }
        anywhere = leaves.indices.filter { firstSegments[$0] == nil }
        buckets = ByteTable(keys.enumerated().map { ($1, $0) })
        // A literal path's route is whichever route the slow way finds for it, so that an earlier
        // route with a parameter keeps its right of way.
        literals = ByteTable([])
        var found: [([UInt8], Int)] = []
        for leaf in leaves {
            guard let path = Self.literalPath(leaf.pattern) else { continue }
            if let first = path.withUnsafeBufferPointer({ search($0) }), first.values.isEmpty {
                found.append((path, first.index))
            }
        }
        literals = ByteTable(found)
    }

    /// The match of `path`, percent-decoded and without its first slash.
    func resolve(_ path: UnsafeBufferPointer<UInt8>) -> RouteMatch? {
        if let index = literals[path] { return RouteMatch(leaf: leaves[index], values: []) }
        guard let found = search(path) else { return nil }
        return RouteMatch(leaf: leaves[found.index], values: found.values)
    }

    private func search(
        _ path: UnsafeBufferPointer<UInt8>
    ) -> (index: Int, values: [PathValue])? {
        let slash = path.firstIndex(of: UInt8(ascii: "/")).map { $0 + 1 } ?? path.count
        let bucket = buckets[UnsafeBufferPointer(rebasing: path[..<slash])]
        for index in bucket.map({ candidates[$0] }) ?? anywhere {
            if let values = matchers[index].match(path) { return (index, values) }
        }
        return nil
    }

    /// The bytes up to the first slash where they are literal; nil where a parameter comes before.
    private static func firstSegment(_ pattern: RoutePattern) -> [UInt8]? {
        guard let first = pattern.segments.first else { return [] }
        guard case .literal(let bytes) = first else { return nil }
        if let slash = bytes.firstIndex(of: UInt8(ascii: "/")) { return Array(bytes[...slash]) }
        return pattern.segments.count == 1 ? bytes : nil
    }

    private static func literalPath(_ pattern: RoutePattern) -> [UInt8]? {
        if pattern.segments.isEmpty { return [] }
        guard pattern.segments.count == 1, case .literal(let bytes) = pattern.segments[0] else {
            return nil
        }
        return bytes
    }
}

/// Byte strings with numbers, found by hashing: open addressing, half full at most.
struct ByteTable: Sendable {
    private var slots: [(key: [UInt8], value: Int)?]
    private let mask: Int

    init(_ entries: [([UInt8], Int)]) {
        var size = 4
        while size < entries.count * 2 { size *= 2 }
        slots = Array(repeating: nil, count: size)
        mask = size - 1
        for (key, value) in entries {
            let start = key.withUnsafeBufferPointer(Self.hash)
            var slot = start & mask
            while let taken = slots[slot], taken.key != key { slot = (slot + 1) & mask }
            slots[slot] = slots[slot] ?? (key, value)
        }
    }

    subscript(key: UnsafeBufferPointer<UInt8>) -> Int? {
        var slot = Self.hash(key) & mask
        while let entry = slots[slot] {
            if entry.key.count == key.count, Self.areEqual(entry.key, key) { return entry.value }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private static func areEqual(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let other = right.baseAddress else { return true }
        return left.withUnsafeBufferPointer { bytes in
            bytes.baseAddress.map { memcmp($0, other, bytes.count) == 0 } ?? true
        }
    }

    /// FNV-1a. The table's keys are the site's own routes, so nobody can crowd one of its slots.
    private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        return Int(truncatingIfNeeded: hash ^ (hash >> 32))
    }
}
