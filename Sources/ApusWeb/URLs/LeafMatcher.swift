import Glibc

/// Matches one flattened route against the bytes of a path, as the regular expression that
/// Django makes of the route would: greedy, with backtracking, never slower than bytes × segments.
struct LeafMatcher: Sendable {
    private let segments: [RoutePattern.Segment]
    private let parameterCount: Int
    /// Whether failures must be remembered: two parameters whose lengths both can vary.
    private let remembersFailures: Bool

    init(_ pattern: RoutePattern) {
        segments = pattern.segments
        parameterCount = pattern.parameters.count
        remembersFailures = parameterCount > 1
    }

    /// The values of the parameters, or nil where the path doesn't match.
    func match(_ path: UnsafeBufferPointer<UInt8>) -> [PathValue]? {
        var captures = Captures(parameterCount)
        var failures: Set<Int> = []
        guard matches(path, segment: 0, at: 0, captures: &captures, failures: &failures) else {
            return nil
        }
        var values: [PathValue] = []
        values.reserveCapacity(parameterCount)
        for segment in segments {
            guard case .parameter(let parameter) = segment else { continue }
            let range = captures[values.count]
            guard
                let value = parameter.converter.convert(
                    UnsafeBufferPointer(rebasing: path[range]))
            else { return nil }
            values.append(value)
        }
        return values
    }

    private func matches(
        _ path: UnsafeBufferPointer<UInt8>, segment index: Int, at start: Int,
        captures: inout Captures, failures: inout Set<Int>
    ) -> Bool {
        guard index < segments.count else { return start == path.count }
        switch segments[index] {
        case .literal(let bytes):
            return literal(bytes, isAt: start, in: path)
                && matches(
                    path, segment: index + 1, at: start + bytes.count, captures: &captures,
                    failures: &failures)
        case .parameter(let parameter):
            let converter = parameter.converter
            let longest = min(path.count - start, converter.lengths.upperBound)
            var length = 0
            while length < longest, converter.bytes.contains(path[start + length]) { length += 1 }
            let key = index * (path.count + 1) + start
            if remembersFailures, failures.contains(key) { return false }
            let number = captures.count
            while length >= converter.lengths.lowerBound {
                if canContinue(after: index, at: start + length, in: path) {
                    captures.append(start..<(start + length))
                    if matches(
                        path, segment: index + 1, at: start + length, captures: &captures,
                        failures: &failures)
                    {
                        return true
                    }
                    captures.cut(to: number)
                }
                length -= 1
            }
            if remembersFailures { failures.insert(key) }
            return false
        }
    }

    /// A look ahead that spares most of the backtracking.
    private func canContinue(
        after index: Int, at position: Int, in path: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard index + 1 < segments.count else { return position == path.count }
        guard case .literal(let bytes) = segments[index + 1] else { return true }
        return literal(bytes, isAt: position, in: path)
    }

    private func literal(
        _ bytes: [UInt8], isAt position: Int, in path: UnsafeBufferPointer<UInt8>
    ) -> Bool {
        guard path.count - position >= bytes.count, let base = path.baseAddress else {
            return bytes.isEmpty
        }
        return bytes.withUnsafeBufferPointer { literal in
            guard let first = literal.baseAddress else { return true }
            return memcmp(base + position, first, literal.count) == 0
        }
    }
}

/// Ranges of a path, the first four without an allocation.
private struct Captures {
    private var inline: (Range<Int>, Range<Int>, Range<Int>, Range<Int>) = (
        0..<0, 0..<0, 0..<0, 0..<0
    )
    private var more: [Range<Int>] = []
    private(set) var count = 0

    init(_ capacity: Int) {
        if capacity > 4 { more.reserveCapacity(capacity - 4) }
    }

    subscript(index: Int) -> Range<Int> {
        switch index {
        case 0: inline.0
        case 1: inline.1
        case 2: inline.2
        case 3: inline.3
        default: more[index - 4]
        }
    }

    mutating func append(_ range: Range<Int>) {
        switch count {
        case 0: inline.0 = range
        case 1: inline.1 = range
        case 2: inline.2 = range
        case 3: inline.3 = range
        default: more.append(range)
        }
        count += 1
    }

    mutating func cut(to newCount: Int) {
        if count > 4 { more.removeLast(count - max(newCount, 4)) }
        count = newCount
    }
}
