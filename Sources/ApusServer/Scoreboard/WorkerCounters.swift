internal import Synchronization

/// What a worker has counted, in its part of the scoreboard. Only the worker's loop counts, so that
/// a count is a load, an addition and a store; the master reads at any time, and adds a dead
/// worker's counts to those of the past, so that no sum ever goes backwards.
struct WorkerCounters: @unchecked Sendable {
    /// Bytes of the scoreboard: two pages, one of them for status codes.
    static let size = 8192

    private let base: UnsafeMutableRawPointer

    init(base: UnsafeMutableRawPointer) { self.base = base }

    private func word(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (base + index * 8).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    @inline(__always)
    private func add(_ count: UInt64, to index: Int) {
        let word = word(index)
        word.pointee.store(word.pointee.load(ordering: .relaxed) &+ count, ordering: .relaxed)
    }

    // MARK: - Answers

    /// Status codes that are counted one by one; others count as the nearest of them.
    static let codes = 100...599

    /// Counts an answer that took `nanoseconds`.
    @inline(__always)
    func answered(_ code: Int, after nanoseconds: UInt64) {
        refused(code)
        var bucket = 0
        while bucket < Self.bounds.count && nanoseconds > Self.bounds[bucket] { bucket += 1 }
        add(1, to: Place.buckets + bucket)
        add(nanoseconds, to: Place.duration)
    }

    /// Counts an answer to what never became a request.
    @inline(__always)
    func refused(_ code: Int) {
        let code = min(max(code, Self.codes.lowerBound), Self.codes.upperBound)
        add(1, to: Place.codes + code - Self.codes.lowerBound)
    }

    /// The upper bounds of the histogram's buckets, in nanoseconds; above the last is one more.
    static let bounds: [UInt64] = [
        5_000_000, 10_000_000, 25_000_000, 50_000_000, 100_000_000, 250_000_000, 500_000_000,
        1_000_000_000, 2_500_000_000, 5_000_000_000, 10_000_000_000,
    ]

    /// How often each status code was answered, for those that were.
    var byCode: [(code: Int, count: UInt64)] {
        Self.codes.compactMap { code in
            let count = self[Place.codes + code - Self.codes.lowerBound]
            return count == 0 ? nil : (code, count)
        }
    }

    /// Answers in each bucket, not summed up; one more than there are bounds.
    var buckets: [UInt64] { (0...Self.bounds.count).map { self[Place.buckets + $0] } }

    /// The time of all answers together, in nanoseconds.
    var duration: UInt64 { self[Place.duration] }

    // MARK: - Connections, time

    /// Connections that were accepted and that were closed.
    var accepted: UInt64 { self[Place.accepted] }
    var closed: UInt64 { self[Place.closed] }

    @inline(__always)
    func accept() { add(1, to: Place.accepted) }

    @inline(__always)
    func close() { add(1, to: Place.closed) }

    /// The times whose end is counted, as the metrics name them.
    enum Expiry: Int, CaseIterable {
        case header, body, write, keepalive, request
    }

    func expired(_ kind: Expiry) { add(1, to: Place.expiries + kind.rawValue) }

    func expiries(_ kind: Expiry) -> UInt64 { self[Place.expiries + kind.rawValue] }

    /// The logs whose lost lines are counted, as the metrics name them.
    enum Log: Int, CaseIterable {
        case access, error
    }

    func lost(_ lines: Int, of log: Log) { add(UInt64(lines), to: Place.lost + log.rawValue) }

    func lost(_ log: Log) -> UInt64 { self[Place.lost + log.rawValue] }

    // MARK: - The past

    /// Adds another's counts to these.
    func absorb(_ other: WorkerCounters) {
        for index in 0..<Place.end { add(other[index], to: index) }
        // Nobody holds a dead worker's connections.
        word(Place.closed).pointee.store(accepted, ordering: .relaxed)
    }

    private subscript(index: Int) -> UInt64 { word(index).pointee.load(ordering: .relaxed) }

    private enum Place {
        static let duration = 0
        static let accepted = 1
        static let closed = 2
        static let expiries = 3
        static let lost = 8
        static let buckets = 16
        static let codes = 512
        static let end = codes + 500
    }
}
