import Glibc
import Synchronization

/// Ends the transactions that connections keep open for a next statement which does not come: a
/// view that waits for something else must not keep the database's log from being begun anew.
///
/// Its thread looks every ten milliseconds, and sleeps as long as no transaction is held.
final class SharedReadWatch: Sendable {
    static let shared = SharedReadWatch()

    private let reads = Mutex<[SharedRead]>([])
    private let isAsleep = Atomic<Bool>(true)
    private let bell = Bell()
    /// Held while it looks.
    let looking = Mutex(())

    /// In microseconds. A transaction is held for at most twice as long without a statement.
    private static let pause: UInt32 = 10_000
    /// Looks that find nothing before it sleeps.
    private static let looksBeforeSleep = 20

    private init() {
        var thread = pthread_t()
        pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                Unmanaged<SharedReadWatch>.fromOpaque(pointer).takeUnretainedValue().run()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
        pthread_detach(thread)
    }

    func add(_ read: SharedRead) { reads.withLock { $0.append(read) } }

    /// Waits until no look at it is under way.
    func remove(_ read: SharedRead) { reads.withLock { $0.removeAll { $0 === read } } }

    /// A transaction is held.
    @inline(__always)
    func wake() {
        guard isAsleep.load(ordering: .sequentiallyConsistent) else { return }
        if isAsleep.exchange(false, ordering: .sequentiallyConsistent) { bell.ring() }
    }

    private func run() {
        bell.wait()
        var quiet = 0
        while true {
            usleep(Self.pause)
            let isAnyHeld = looking.withLock { _ in look() }
            quiet = isAnyHeld ? 0 : quiet + 1
            if quiet > Self.looksBeforeSleep {
                quiet = 0
                sleep()
            }
        }
    }

    private func look() -> Bool {
        reads.withLock { reads in
            var isAnyHeld = false
            for read in reads where read.isIdle {
                isAnyHeld = true
                read.look()
            }
            return isAnyHeld
        }
    }

    private func sleep() {
        isAsleep.store(true, ordering: .sequentiallyConsistent)
        let isAnyHeld = reads.withLock { $0.contains { $0.isIdle } }
        if isAnyHeld, isAsleep.exchange(false, ordering: .sequentiallyConsistent) { return }
        bell.wait()
    }
}

/// What one thread waits for until another rings it.
private final class Bell: @unchecked Sendable {
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    func ring() { sem_post(semaphore) }

    func wait() { while sem_wait(semaphore) != 0 {} }
}
