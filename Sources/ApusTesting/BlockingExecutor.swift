import Glibc
import Synchronization

/// Runs an `async` function to its end on the calling thread, which is blocked in the meantime: so
/// that tests call `async` views without being `async`, and without taking a thread from the
/// cooperative pool that the view may need.
final class BlockingExecutor: TaskExecutor {
    private let jobs = Mutex<[UnownedJob]>([])
    nonisolated(unsafe) private let wake: UnsafeMutablePointer<sem_t>

    private init() {
        wake = .allocate(capacity: 1)
        sem_init(wake, 0, 0)
    }

    deinit {
        sem_destroy(wake)
        wake.deallocate()
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        jobs.withLock { $0.append(job) }
        sem_post(wake)
    }

    /// What `body` returns or throws.
    static func run<Result: Sendable>(
        _ body: @escaping @Sendable () async throws -> Result
    ) throws -> Result {
        let executor = BlockingExecutor()
        return try withExtendedLifetime(executor) {
            let box = OutcomeBox(Result.self)
            Task(executorPreference: executor) {
                do { box.set(.success(try await body())) } catch { box.set(.failure(error)) }
            }
            while true {
                if let outcome = box.value { return try outcome.get() }
                while sem_wait(executor.wake) != 0 {}
                let job = executor.jobs.withLock { $0.isEmpty ? nil : $0.removeFirst() }
                job?.runSynchronously(on: executor.asUnownedTaskExecutor())
            }
        }
    }
}

private final class OutcomeBox<Value: Sendable>: Sendable {
    private let storage = Mutex<Result<Value, any Error>?>(nil)

    init(_ type: Value.Type) {}

    var value: Result<Value, any Error>? { storage.withLock { $0 } }

    func set(_ outcome: Result<Value, any Error>) { storage.withLock { $0 = outcome } }
}
