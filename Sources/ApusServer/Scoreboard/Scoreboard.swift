internal import CLinux
internal import Glibc

/// Memory that the master shares with its workers, one slot for each: who lives, what it does.
///
/// gunicorn's workers touch a file that the master stats, and a slow disk gets healthy workers
/// killed. Here a sign of life is a store.
struct Scoreboard {
    /// During a reload two generations live side by side.
    static let slots = 2 * WorkerCount.most

    let descriptor: Int32
    private let base: UnsafeMutableRawPointer

    /// Makes the memory; pages that no worker uses cost nothing.
    init() throws(SettingError) {
        descriptor = clinux_memfd_create("apus-scoreboard", 1 /* MFD_CLOEXEC */)
        let size = (Self.slots + 1) * ScoreboardSlot.size
        guard descriptor >= 0, ftruncate(descriptor, size) == 0,
            let base = Self.map(descriptor, offset: 0, count: size)
        else { throw SettingError("can't make the scoreboard: \(systemReason(errno))") }
        self.base = base
    }

    /// The memory that the program before this one made in the same process.
    init(descriptor: Int32) throws(SettingError) {
        let size = (Self.slots + 1) * ScoreboardSlot.size
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_size == size,
            let base = Self.map(descriptor, offset: 0, count: size)
        else { throw SettingError("the scoreboard that was handed over is not of this size") }
        self.descriptor = descriptor
        self.base = base
    }

    subscript(slot: Int) -> ScoreboardSlot {
        ScoreboardSlot(base: base + slot * ScoreboardSlot.size)
    }

    /// The counters of all workers that are gone. They live here, behind the workers' slots, so that
    /// a master that replaces itself finds them.
    var past: WorkerCounters { self[Self.slots].counters }

    /// A worker's view of its own slot, and of nothing else: it can't harm its siblings'.
    static func slot(_ slot: Int, in descriptor: Int32) -> ScoreboardSlot? {
        guard (0..<slots).contains(slot) else { return nil }
        let size = ScoreboardSlot.size
        return map(descriptor, offset: slot * size, count: size).map { ScoreboardSlot(base: $0) }
    }

    private static func map(
        _ descriptor: Int32, offset: Int, count: Int
    ) -> UnsafeMutableRawPointer? {
        let memory = mmap(nil, count, PROT_READ | PROT_WRITE, MAP_SHARED, descriptor, offset)
        return memory == MAP_FAILED ? nil : memory
    }
}

/// What a worker says of itself.
enum WorkerState: UInt64 {
    case empty, booting, ready, draining
}
