internal import CLinux
internal import Glibc
internal import Logging

/// The process that keeps the workers: it binds, starts, watches, replaces and stops them, and
/// serves nothing itself.
///
/// It is plain synchronous code with one thread: no task, no Dispatch, no signal handler, since a
/// child forked from a process that has touched them never runs a task. Each worker is this program
/// started anew (`Executable`), so nothing but descriptors passes from the master to a worker.
final class Master {
    let settings: ServerSettings
    let log: Logger
    let errorLog: LogFile
    let scoreboard: Scoreboard
    let signals: SignalQueue
    let wake: Int32
    let executablePath: String

    var listeners: [Listener] = []
    var pidFile: PIDFile?
    var status: StatusServer?
    var tally = Tally()

    /// The generation that serves.
    var current: Generation
    /// The one that is booting beside it, after HUP.
    var incoming: Generation?
    var workers: [WorkerProcess] = []
    /// How many workers to keep.
    var target: Int
    /// The last number that a generation was given.
    var lastGeneration = 1
    var throttle = SpawnThrottle()
    var stop: Stop?

    enum Stop {
        case graceful, quick, failed
    }

    /// Opens everything; throws the line that says what can't be opened. A problem with the
    /// settings comes before any listener.
    init(_ settings: ServerSettings) throws {
        self.settings = settings
        errorLog = try LogFile(settings.errorLog, standard: STDERR_FILENO)
        log = Logger.server(errorLog, level: settings.logLevel)
        if let access = settings.accessLog { _ = try LogFile(access, standard: STDOUT_FILENO) }
        signals = try SignalQueue([
            SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH, SIGCHLD,
        ])
        signal(SIGPIPE, SIG_IGN)
        wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        scoreboard = try Scoreboard()
        executablePath = Executable.path()
        current = Generation(number: 1, executable: try .current())
        target = settings.workers.resolved
        do {
            for address in settings.bind {
                listeners.append(try Listener(address, backlog: settings.backlog))
            }
            status = try settings.statusBind.map { address in try StatusServer(address) }
            if let path = settings.pid { pidFile = try PIDFile(path) }
        } catch {
            for listener in listeners { listener.removeFile() }
            status?.listener.removeFile()
            throw error
        }
    }

    /// Serves until a signal ends it; the exit status.
    func run() -> Int32 {
        for listener in listeners { log.info("Listening at: \(listener.shown) (\(getpid()))") }
        if let status { log.info("Status at: \(status.listener.shown)") }
        var lastTurn = monotonicNow()
        while true {
            wait()
            while let signal = signals.next() { handle(signal) }
            reap()
            welcome()
            let now = monotonicNow()
            // After this process itself was stopped for a while, workers get time to show life.
            if now &- lastTurn < 2_000_000_000 + waitMilliseconds * 1_000_000 { murder(now) }
            lastTurn = now
            manage()
            if stop != nil && workers.isEmpty { break }
        }
        return finish()
    }

    private func finish() -> Int32 {
        for listener in listeners { listener.removeFile() }
        status?.listener.removeFile()
        pidFile?.remove()
        guard case .failed = stop else {
            log.info("Shutting down: master (\(getpid()))")
            return 0
        }
        let reason = current.bootFailure ?? "no reason is known"
        log.critical("No worker could boot: \(reason)")
        return 3
    }

    private var waitMilliseconds: UInt64 {
        let isBusy =
            stop != nil || workers.contains { $0.phase != .ready }
            || workers.count < target
        if isBusy { return 50 }
        let beat = settings.timeout.nanoseconds / 4_000_000
        return beat == 0 ? 1000 : min(max(beat, 20), 1000)
    }

    private func wait() {
        var descriptors = [
            pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wake, events: Int16(POLLIN), revents: 0),
        ]
        descriptors += status?.watched ?? []
        poll(&descriptors, nfds_t(descriptors.count), Int32(waitMilliseconds))
        status?.serve(Array(descriptors[2...])) { self.report(for: $0) }
        var count: UInt64 = 0
        _ = read(wake, &count, 8)
    }
}
