internal import Glibc
internal import Synchronization

/// Runs an `async` closure to its end on the calling thread, which sleeps while the closure is
/// suspended: an `async` view of the threaded server has its connection's thread to itself, as a
/// synchronous one has.
func waitFor<Result: Sendable>(_ work: @escaping @Sendable () async -> Result) -> Result {
    let executor = WaitingExecutor()
    let box = ResultBox<Result>()
    Task(executorPreference: executor) {
        let value = await work()
        box.value.withLock { $0 = value }
        executor.wakeUp()
    }
    while true {
        executor.runNext()
        if let value = box.value.withLock({ $0 }) { return value }
    }
}

private final class ResultBox<Value: Sendable>: Sendable {
    let value = Mutex<Value?>(nil)
}

/// The jobs of one task, run by the thread that waits for it.
private final class WaitingExecutor: TaskExecutor, @unchecked Sendable {
    private let jobs = Mutex<[UnownedJob]>([])
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        wakeUp()
    }

    func wakeUp() { sem_post(semaphore) }

    func runNext() {
        while sem_wait(semaphore) != 0 {}
        let all = jobs.withLock { jobs in
            let all = jobs
            jobs = []
            return all
        }
        for job in all { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
