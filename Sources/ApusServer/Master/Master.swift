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
    let hooks: ServerHooks
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
    /// Whether one of its workers was ready.
    var isServing = false
    /// The program that is being tried after USR2.
    var trial: Trial?
    /// What the service manager was told last.
    let notifier = ServiceNotifier(processEnvironment())
    var toldState = ServiceState.starting
    var toldStatus = ""
    var nextWatchdog: UInt64 = 0
    /// Whether the listeners are a service manager's.
    private(set) var isActivated = false
    let identity: Identity?
    /// When the loop last came round.
    private var lastTurn: UInt64 = 0
    /// Before this no sign of life was missed: the master was away.
    var excused: UInt64 = 0

    enum Stop {
        case graceful, quick, failed
    }

    /// Opens everything, or takes over what the program before this one had open; throws the line
    /// that says what can't be. A problem with the settings comes before any listener.
    init(
        _ settings: ServerSettings, _ hooks: ServerHooks, taking handover: Handover? = nil
    ) throws {
        self.settings = settings
        self.hooks = hooks
        identity = try Identity(settings)
        errorLog = try LogFile(settings.errorLog, standard: STDERR_FILENO)
        log = Logger.server(errorLog, level: settings.logLevel)
        if let access = settings.accessLog { _ = try LogFile(access, standard: STDOUT_FILENO) }
        identity?.own(settings.errorLog)
        identity?.own(settings.accessLog)
        signals = try SignalQueue([
            SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGUSR1, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH, SIGCHLD,
        ])
        signal(SIGPIPE, SIG_IGN)
        wake = handover?.wake ?? eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        scoreboard =
            try handover.map { handed throws(SettingError) in
                try Scoreboard(descriptor: handed.scoreboard)
            } ?? Scoreboard()
        executablePath = handover?.path ?? Executable.path()
        target = settings.workers.resolved
        if let handover {
            current = Generation(
                number: handover.generation,
                executable: Executable(descriptor: handover.executable), wasReady: true)
        } else {
            current = Generation(number: 1, executable: try .current())
        }
        hooks.run("onMasterStart", log, hooks.onMasterStart)
        try openListeners(handover)
        if let handover { adopt(handover) }
    }

    /// Opens the listeners that the settings ask for and that were not handed over.
    private func openListeners(_ handover: Handover?) throws {
        var handed = handover?.listeners ?? []
        var opened: [Listener] = []
        let activated = handover == nil ? SocketActivation.take() : []
        isActivated = handover?.isActivated ?? !activated.isEmpty
        // A service manager that hands over sockets has decided where to listen.
        let addresses =
            activated.map { BindAddress.descriptor($0) }
            + (!isActivated ? settings.bind : handed.map(\.asked))
        do {
            for address in addresses {
                if let place = handed.firstIndex(where: { $0.asked == address }),
                    let listener = Listener(handed[place])
                {
                    handed.remove(at: place)
                    listeners.append(listener)
                } else {
                    let listener = try Listener(
                        address, backlog: settings.backlog, umask: settings.umask)
                    identity.map { listener.give(to: $0) }
                    opened.append(listener)
                    listeners.append(listener)
                }
            }
            if let address = settings.statusBind {
                if let old = handover?.status, old.asked == address, let listener = Listener(old) {
                    status = StatusServer(listener)
                } else {
                    let fresh = try StatusServer(address)
                    opened.append(fresh.listener)
                    status = fresh
                }
            }
            if let path = settings.pid {
                pidFile = try handover?.pidFile.flatMap { PIDFile($0, at: path) } ?? PIDFile(path)
            }
        } catch {
            for listener in opened {
                listener.removeFile()
                listener.close()
            }
            throw error
        }
        // From here on nothing fails: what is not asked for any more goes.
        for old in handed {
            let listener = Listener(old)
            listener?.removeFile()
            listener?.close()
        }
        if let old = handover?.pidFile, old.descriptor != pidFile?.descriptor {
            old.remove()
        }
        if let old = handover?.status.flatMap({ Listener($0) }),
            old.descriptor != status?.listener.descriptor
        {
            old.removeFile()
            old.close()
        }
    }

    /// Serves until a signal ends it; the exit status.
    func run() -> Int32 {
        for listener in listeners { log.info("Listening at: \(listener.shown) (\(getpid()))") }
        if let status { log.info("Status at: \(status.listener.shown)") }
        setTitle("master [\(settings.processName)]")
        lastTurn = monotonicNow()
        while true {
            wait()
            while let signal = signals.next() { handle(signal) }
            reap()
            noteAbsence()
            welcome()
            murder(monotonicNow())
            manage()
            notifyService()
            tellLosses()
            if stop != nil && workers.isEmpty { break }
        }
        return finish()
    }

    /// Says how many of its lines the error log has lost, once its reader takes some again.
    private func tellLosses() {
        errorLog.retry()
        let losses = errorLog.takeLosses()
        scoreboard.past.lost(losses.uncounted, of: .error)
        if losses.untold > 0 { ServerLogHandler.tellLoss(losses.untold, to: errorLog) }
    }

    /// A master that was itself stopped for a while (SIGSTOP, a suspended machine) can't tell
    /// whether its workers were: all their times begin anew where they stood.
    private func noteAbsence() {
        let now = monotonicNow()
        let turn = now &- lastTurn
        lastTurn = now
        let usual = 1_500_000_000 + waitMilliseconds * 1_000_000
        guard turn > usual else { return }
        for position in workers.indices { workers[position].postpone(by: turn, now: now) }
        excused = now
        log.warning("The master was away for \(turn / 1_000_000_000) s")
    }

    private func finish() -> Int32 {
        for listener in listeners { listener.removeFile() }
        status?.listener.removeFile()
        hooks.run("onShutdown", log, hooks.onShutdown)
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
            stop != nil || trial != nil || workers.contains { $0.phase != .ready }
            || workers.count < target
        if isBusy { return 50 }
        let watchdog = notifier?.watchdogPause.map { max($0 / 2_000_000, 10) } ?? 1000
        let beat = settings.timeout.nanoseconds / 4_000_000
        return min(beat == 0 ? 1000 : max(beat, 20), 1000, watchdog)
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
