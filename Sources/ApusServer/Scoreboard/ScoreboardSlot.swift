internal import Glibc
internal import Synchronization

/// One worker's part of the scoreboard. The worker writes, the master reads; both may at any time,
/// so all that both touch at once is atomic.
struct ScoreboardSlot: @unchecked Sendable {
    /// A page of state, the counters and the requests in flight.
    static let size = 4096 + WorkerCounters.size + requestsShown * requestSize
    /// Requests in flight that are shown; a worker may have more.
    static let requestsShown = 128
    private static let requestSize = 256
    private static let methodRoom = 16
    private static let pathRoom = 224

    private let base: UnsafeMutableRawPointer

    init(base: UnsafeMutableRawPointer) { self.base = base }

    /// What the worker has counted.
    var counters: WorkerCounters { WorkerCounters(base: base + 4096) }

    private func word(_ index: Int) -> UnsafeMutablePointer<Atomic<UInt64>> {
        (base + index * 8).assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// What the worker does. Released and acquired: who sees `ready` sees what came before it.
    var state: WorkerState {
        get { WorkerState(rawValue: word(0).pointee.load(ordering: .acquiring)) ?? .empty }
        nonmutating set { word(0).pointee.store(newValue.rawValue, ordering: .releasing) }
    }

    /// Ends the worker's boot one way or the other: it is `ready`, or its master gives it up. Who
    /// comes first has it, so that no worker is killed that has just taken a request.
    func leaveBooting(for state: WorkerState) -> Bool {
        word(0).pointee.compareExchange(
            expected: WorkerState.booting.rawValue, desired: state.rawValue,
            ordering: .acquiringAndReleasing
        ).exchanged
    }

    /// The worker's last sign of life, in nanoseconds of the monotonic clock.
    var beat: UInt64 {
        get { word(1).pointee.load(ordering: .relaxed) }
        nonmutating set { word(1).pointee.store(newValue, ordering: .relaxed) }
    }

    /// Requests answered. Only the worker's loop counts, so no read-modify-write is needed.
    var requests: UInt64 {
        get { word(2).pointee.load(ordering: .relaxed) }
        nonmutating set { word(2).pointee.store(newValue, ordering: .relaxed) }
    }

    /// Why the worker asks for a successor, nil while it doesn't.
    var wantsSuccessor: RecycleReason? {
        get { RecycleReason(rawValue: word(3).pointee.load(ordering: .relaxed)) }
        nonmutating set { word(3).pointee.store(newValue?.rawValue ?? 0, ordering: .relaxed) }
    }

    /// Whether the listeners end with the worker: the connections in the kernel's queue are its own
    /// to serve then, since no sibling will. Its master says so before it tells it to go.
    var endsListeners: Bool {
        get { word(7).pointee.load(ordering: .acquiring) != 0 }
        nonmutating set { word(7).pointee.store(newValue ? 1 : 0, ordering: .releasing) }
    }

    /// The place of the request whose view holds the loop now, nil while the loop is free.
    var running: Int? {
        get {
            let place = word(6).pointee.load(ordering: .relaxed)
            return place == 0 ? nil : Int(clamping: place) - 1
        }
        nonmutating set {
            word(6).pointee.store(
                UInt64(truncatingIfNeeded: (newValue ?? -1) + 1), ordering: .relaxed)
        }
    }

    /// Where the forked child leaves errno when it can't start the executable.
    var spawnFailure: UnsafeMutablePointer<Int32> {
        (base + 32).assumingMemoryBound(to: Int32.self)
    }

    /// Why the worker could not boot, in its own words.
    var message: String {
        get {
            let count = min(Int(word(5).pointee.load(ordering: .acquiring)), Self.messageRoom)
            return String(
                decoding: UnsafeRawBufferPointer(start: base + 64, count: count), as: UTF8.self)
        }
        nonmutating set {
            let bytes = Array(newValue.utf8.prefix(Self.messageRoom))
            UnsafeMutableRawBufferPointer(start: base + 64, count: bytes.count)
                .copyBytes(from: bytes)
            word(5).pointee.store(UInt64(bytes.count), ordering: .releasing)
        }
    }
    private static let messageRoom = 2048

    /// Empties the slot for a worker about to start.
    func reset() {
        memset(base, 0, Self.size)
        state = .booting
    }

    // MARK: - Requests in flight

    private func entry(_ index: Int) -> UnsafeMutableRawPointer {
        base + 4096 + WorkerCounters.size + index * Self.requestSize
    }

    private func start(of entry: UnsafeMutableRawPointer) -> UnsafeMutablePointer<Atomic<UInt64>> {
        entry.assumingMemoryBound(to: Atomic<UInt64>.self)
    }

    /// Notes that a request has begun; its texts are cut to what fits.
    @inline(__always)
    func begin(_ index: Int, at time: UInt64, method: String, path: String) {
        let entry = entry(index)
        let methodCount = Self.copy(method, to: entry + 16, room: Self.methodRoom)
        let pathCount = Self.copy(path, to: entry + 32, room: Self.pathRoom)
        entry.storeBytes(of: UInt16(methodCount), toByteOffset: 8, as: UInt16.self)
        entry.storeBytes(of: UInt16(pathCount), toByteOffset: 10, as: UInt16.self)
        start(of: entry).pointee.store(time | 1, ordering: .releasing)
    }

    /// Notes that a request is answered.
    @inline(__always)
    func finish(_ index: Int) {
        start(of: entry(index)).pointee.store(0, ordering: .relaxed)
    }

    /// The requests in flight, oldest first.
    var requestsInFlight: [RequestInFlight] {
        (0..<Self.requestsShown).compactMap(request).sorted { $0.start < $1.start }
    }

    /// The request whose view holds the loop.
    var runningRequest: RequestInFlight? {
        guard let place = running, place < Self.requestsShown else { return nil }
        return request(place)
    }

    private func request(_ index: Int) -> RequestInFlight? {
        let entry = entry(index)
        let time = start(of: entry).pointee.load(ordering: .acquiring)
        guard time != 0 else { return nil }
        let methodCount = Int(entry.load(fromByteOffset: 8, as: UInt16.self))
        let pathCount = Int(entry.load(fromByteOffset: 10, as: UInt16.self))
        return RequestInFlight(
            start: time, method: Self.text(entry + 16, min(methodCount, Self.methodRoom)),
            path: Self.text(entry + 32, min(pathCount, Self.pathRoom)))
    }

    @inline(__always)
    private static func copy(_ text: String, to target: UnsafeMutableRawPointer, room: Int) -> Int {
        var text = text
        return text.withUTF8 { bytes in
            let count = min(bytes.count, room)
            if let base = bytes.baseAddress { memcpy(target, base, count) }
            return count
        }
    }

    private static func text(_ start: UnsafeMutableRawPointer, _ count: Int) -> String {
        String(decoding: UnsafeRawBufferPointer(start: start, count: count), as: UTF8.self)
    }
}

/// A request that a worker is busy with.
struct RequestInFlight: Hashable {
    /// When it began, in nanoseconds of the monotonic clock.
    let start: UInt64
    let method: String
    let path: String
}
