internal import ApusHTTP
internal import CLinux
internal import Glibc

/// A request on its way to a thread that answers it.
struct PoolJob: @unchecked Sendable {
    let connection: Connection
    let request: Request
}

/// The threads that run synchronous views (`--threads N`). The loop hands requests over in batches
/// and is woken once for the answers that have gathered.
final class ThreadPool: @unchecked Sendable {
    private let application: any Application
    private unowned let loop: EventLoop
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var queue: [PoolJob] = []
    private var queueStart = 0
    private var idle = 0
    /// Jobs that the loop has not handed over yet.
    private var gathered: [PoolJob] = []

    init(threads: Int, application: any Application, loop: EventLoop) {
        self.application = application
        self.loop = loop
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
        for _ in 0..<threads { startThread { [self] in work() } }
    }

    /// Adds a job to those that the next `dispatch` hands over.
    func add(_ job: PoolJob) { gathered.append(job) }

    func dispatch() {
        guard !gathered.isEmpty else { return }
        pthread_mutex_lock(mutex)
        queue.append(contentsOf: gathered)
        let waking = min(idle, queue.count - queueStart)
        pthread_mutex_unlock(mutex)
        gathered.removeAll(keepingCapacity: true)
        for _ in 0..<waking { pthread_cond_signal(condition) }
    }

    private func work() {
        while true {
            var next: PoolJob? = wait()
            application.beginTurn()
            while let job = next {
                let answer = application.respond(to: job.request)
                let loop = loop
                loop.executor.perform { loop.takeFromPool(job, answer) }
                next = take()
            }
            application.endTurn()
        }
    }

    /// The next job, if there is one.
    private func take() -> PoolJob? {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return queueStart < queue.count ? removeFirst() : nil
    }

    /// Takes the first job out; a queue that never runs dry doesn't keep those that were taken.
    private func removeFirst() -> PoolJob {
        queueStart += 1
        let job = queue[queueStart - 1]
        if queueStart == queue.count {
            queue.removeAll(keepingCapacity: true)
            queueStart = 0
        } else if queueStart == 256 {
            queue.removeFirst(queueStart)
            queueStart = 0
        }
        return job
    }

    /// The next job, once there is one.
    private func wait() -> PoolJob {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        while queueStart == queue.count {
            idle += 1
            pthread_cond_wait(condition, mutex)
            idle -= 1
        }
        return removeFirst()
    }
}

extension EventLoop {
    func takeFromPool(_ job: PoolJob, _ answer: Answer) {
        poolJobs -= 1
        complete(job.connection, answer)
    }
}

/// Starts a thread that does `body` and ends.
@discardableResult
func startThread(_ body: @escaping @Sendable () -> Void) -> Bool {
    let box = Unmanaged.passRetained(ThreadBody(body))
    var thread = pthread_t()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    pthread_attr_setdetachstate(&attributes, Int32(PTHREAD_CREATE_DETACHED))
    defer { pthread_attr_destroy(&attributes) }
    let status = pthread_create(
        &thread, &attributes,
        { argument in
            if let argument {
                Unmanaged<ThreadBody>.fromOpaque(argument).takeRetainedValue().run()
            }
            return nil
        }, box.toOpaque())
    if status != 0 { box.release() }
    return status == 0
}

private final class ThreadBody: Sendable {
    let run: @Sendable () -> Void

    init(_ run: @escaping @Sendable () -> Void) { self.run = run }
}
