internal import Glibc
internal import Synchronization

/// Runs tasks on a worker's loop, between its events: `async` views suspend there by the thousands
/// and need no thread of their own. What comes from other threads wakes the loop.
final class LoopExecutor: TaskExecutor, @unchecked Sendable {
    /// An eventfd that the loop waits for.
    let wake: Int32
    private let thread = pthread_self()
    /// Jobs that the loop's own thread has made: no lock is needed.
    @exclusivity(unchecked) private var own: [UnownedJob] = []
    private let foreign = Mutex(Foreign())

    private struct Foreign {
        var jobs: [UnownedJob] = []
        var work: [@Sendable () -> Void] = []
    }

    init(wake: Int32) { self.wake = wake }

    /// Whether the caller is on the loop's thread.
    @inline(__always)
    var isCurrent: Bool { pthread_equal(pthread_self(), thread) != 0 }

    var hasJobs: Bool { !own.isEmpty }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        if isCurrent {
            own.append(job)
        } else {
            let isFirst = foreign.withLock { foreign in
                foreign.jobs.append(job)
                return foreign.jobs.count + foreign.work.count == 1
            }
            if isFirst { wakeUp() }
        }
    }

    /// Does `work` on the loop's thread: now, if this is it.
    func perform(_ work: @escaping @Sendable () -> Void) {
        guard !isCurrent else { return work() }
        let isFirst = foreign.withLock { foreign in
            foreign.work.append(work)
            return foreign.jobs.count + foreign.work.count == 1
        }
        if isFirst { wakeUp() }
    }

    /// Runs what is there now; what comes meanwhile waits for the next turn, so that sockets get
    /// theirs.
    func runJobs() {
        let arrived = foreign.withLock { foreign in
            let all = foreign
            foreign = Foreign()
            return all
        }
        for work in arrived.work { work() }
        var jobs: [UnownedJob] = []
        swap(&jobs, &own)
        for job in arrived.jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
        for job in jobs { job.runSynchronously(on: asUnownedTaskExecutor()) }
    }

    private func wakeUp() {
        var one: UInt64 = 1
        _ = write(wake, &one, 8)
    }
}
