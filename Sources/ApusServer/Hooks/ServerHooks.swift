internal import Logging

/// What a site does at the turns of a pre-fork server's life, beside answering requests.
///
///     var hooks = ServerHooks()
///     hooks.onWorkerExit = { worker, exit in report("\(worker) \(exit)") }
///
/// What a hook throws is logged, and the server goes on. A hook of the master holds the master while
/// it runs: nobody watches the workers meanwhile, so it is short, and a trap in it ends the server.
public struct ServerHooks: Sendable {
    /// In the master, before it listens. Also in a program that USR2 makes the master, in which
    /// nothing of the one before is left. (gunicorn's `on_starting`.)
    public var onMasterStart: (@Sendable () throws -> Void)?
    /// In the master, once a worker is ready: the server serves. (`when_ready`.)
    public var onReady: (@Sendable () throws -> Void)?
    /// In a worker, before its application is made: the process has its user and its logs.
    /// (`post_fork`.)
    public var onWorkerStart: (@Sendable (WorkerIdentity) throws -> Void)?
    /// In a worker, after its application has started and before its first request.
    /// (`post_worker_init`.)
    public var onWorkerReady: (@Sendable (WorkerIdentity) throws -> Void)?
    /// In the master, when a worker has ended, with the reason. (`child_exit`; what a worker itself
    /// clears away it does in `Application.stop()`.)
    public var onWorkerExit: (@Sendable (WorkerIdentity, WorkerExit) throws -> Void)?
    /// In the master, before a new generation of workers boots: its number. (`on_reload`.)
    public var onReload: (@Sendable (Int) throws -> Void)?
    /// In the master, after its last worker, before it exits. (`on_exit`.)
    public var onShutdown: (@Sendable () throws -> Void)?

    /// No hooks; set those that are wanted.
    public init() {}

    /// Runs one of them, and logs what it throws.
    func run(_ name: String, _ log: Logger, _ hook: (() throws -> Void)?) {
        guard let hook else { return }
        do { try hook() } catch { log.error("The hook \(name) failed: \(error)") }
    }
}

/// Which worker a hook is told of.
public struct WorkerIdentity: Hashable, Sendable, CustomStringConvertible {
    /// Its process id.
    public let pid: Int32
    /// Its number, from 1 to the number of workers. A successor has the number of the worker that
    /// it replaces, and for a while there are both.
    public let index: Int
    /// The generation that it belongs to, from 1; each reload begins one.
    public let generation: Int

    /// `worker 1 (pid 4711)`.
    public var description: String { "worker \(index) (pid \(pid))" }
}
