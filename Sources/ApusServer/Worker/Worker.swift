internal import CLinux
internal import Glibc
internal import Logging

/// A worker's logs, opened in the worker.
struct WorkerLogs {
    let errorLog: LogFile
    let log: Logger
    let accessLog: AccessLog?

    init(_ settings: ServerSettings) throws(SettingError) {
        errorLog = try LogFile(settings.errorLog, standard: STDERR_FILENO)
        log = Logger.server(errorLog, level: settings.logLevel)
        accessLog = try settings.accessLog.map { destination throws(SettingError) in
            AccessLog(
                try LogFile(destination, standard: STDOUT_FILENO), settings.accessLogFormat)
        }
    }
}

/// The life of a worker process, from the ticket in its environment to its exit.
enum Worker {
    /// A worker that can't boot leaves its reason in the scoreboard and this status.
    static let bootFailure: Int32 = 3

    static func run(
        _ ticket: WorkerTicket, _ settings: ServerSettings, _ hooks: ServerHooks,
        _ makeApplication: () throws -> any Application
    ) -> Never {
        guard let slot = Scoreboard.slot(ticket.slot, in: ticket.scoreboard) else {
            leave(bootFailure)
        }
        do {
            slot.beat = monotonicNow()
            for descriptor in ticket.listeners + [ticket.scoreboard, ticket.wake] {
                setCloseOnExec(descriptor)
            }
            // What a view starts is no worker.
            unsetenv(WorkerTicket.variable)
            clinux_set_name("apus-worker")
            allowDescriptors(settings.workerConnections)
            setTitle("worker \(ticket.index)")
            let signals = try takeSignals()
            let logs = try WorkerLogs(settings)
            ProcessLogger.current = logs.log
            logs.errorLog.takeStandardError()
            clinux_trace_abort()
            try Identity(settings)?.assume()
            let identity = WorkerIdentity(
                pid: getpid(), index: ticket.index, generation: ticket.generation)
            hooks.run(
                "onWorkerStart", logs.log,
                hooks.onWorkerStart.map { hook in { try hook(identity) } })
            let application = try makeApplication()
            let loop = try EventLoop(
                settings, application: application, slot: slot, ticket: ticket, logs: logs,
                signals: signals)
            clinux_watch_orphan(ticket.master, loop.executor.wake, 4)
            try application.start()
            hooks.run(
                "onWorkerReady", logs.log,
                hooks.onWorkerReady.map { hook in { try hook(identity) } })
            slot.beat = monotonicNow()
            guard slot.leaveBooting(for: .ready) else { leave(0) }
            var one: UInt64 = 1
            _ = write(ticket.wake, &one, 8)
            loop.run()
            application.stop()
            leave(0)
        } catch {
            slot.message = "\(error)"
            leave(bootFailure)
        }
    }

    /// The worker's own signals are read in its loop; those that mean something to a master alone
    /// are ignored here, where they can only be a mistake.
    private static func takeSignals() throws(SettingError) -> SignalQueue {
        // A reader that left, or a limit on a file's size, is an error of one write.
        signal(SIGPIPE, SIG_IGN)
        signal(SIGXFSZ, SIG_IGN)
        var others = sigset_t()
        sigemptyset(&others)
        for number in [SIGHUP, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH] {
            signal(number, SIG_IGN)
            sigaddset(&others, number)
        }
        sigaddset(&others, SIGCHLD)
        // Whoever started the server may have had these blocked or ignored, and that is inherited.
        for number in [SIGABRT, SIGILL, SIGTRAP, SIGSEGV, SIGBUS, SIGFPE] {
            clinux_stop_ignoring(number)
            sigaddset(&others, number)
        }
        pthread_sigmask(SIG_UNBLOCK, &others, nil)
        return try SignalQueue([SIGTERM, SIGINT, SIGQUIT, SIGUSR1])
    }

    /// Ends the process without running what other threads may still be using.
    private static func leave(_ status: Int32) -> Never {
        fflush(nil)
        _exit(status)
    }
}
