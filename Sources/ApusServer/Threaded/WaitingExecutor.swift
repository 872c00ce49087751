internal import CLinux
internal import Glibc
internal import Synchronization

/// Runs an `async` closure to its end on the calling thread, which sleeps while the closure is
/// suspended: an `async` view of the threaded server has its connection's thread to itself, as a
/// synchronous one has. The closure's task is cancelled when the client at the other end of `socket`
/// has left.
func waitFor<Result: Sendable>(
    _ socket: Int32, _ work: @escaping @Sendable () async -> Result
) -> Result {
    let executor = WaitingExecutor()
    let box = ResultBox<Result>()
    let task = Task(executorPreference: executor) {
        let value = await work()
        box.value.withLock { $0 = value }
        executor.wakeUp()
    }
    while true {
        if !executor.runNext(orUntilLeft: socket) { task.cancel() }
        if let value = box.value.withLock({ $0 }) { return value }
    }
}

private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// The jobs of one task, run by the thread that waits for it.
private final class WaitingExecutor: TaskExecutor, @unchecked Sendable {
    private let jobs = Mutex<[UnownedJob]>([])
    /// Readable while there are jobs.
    private let wake = eventfd(0, Int32(EFD_CLOEXEC))
    private var isWatching = true

    deinit { _ = close(wake) }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        wakeUp()
    }

    func wakeUp() {
        var one: UInt64 = 1
        _ = write(wake, &one, 8)
    }

    /// Runs what there is, or waits for it; false, once, when the client has left meanwhile.
    func runNext(orUntilLeft socket: Int32) -> Bool {
        var watched = [
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
            pollfd(fd: socket, events: Int16(clinux_poll_rdhup), revents: 0),
        ]
        // Where no descriptor was left to wake this thread, it looks for itself.
        let pause: Int32 = wake < 0 ? 5 : -1
        while poll(&watched, isWatching ? 2 : 1, pause) < 0 {}
        if isWatching, watched[1].revents != 0 {
            isWatching = false
            return false
        }
        var count: UInt64 = 0
        _ = read(wake, &count, 8)
        let all = jobs.withLock { jobs in
            let all = jobs
            jobs = []
            return all
        }
        for job in all { job.runSynchronously(on: asUnownedTaskExecutor()) }
        return true
    }
}
