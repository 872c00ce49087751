import CLinux
import Glibc

/// The parent of `runserver`: it owns the listening socket, watches the project, builds, and swaps
/// servers. One loop, no threads: whatever happens comes in through `poll`.
final class Supervisor {
    let build: SiteBuild
    let listener: DevelopmentListener
    var watcher: SourceWatcher
    let signals: Int32

    /// The server that answers, and the one that is to take its place once it is ready.
    var current: SupervisedServer?
    var next: SupervisedServer?
    /// Servers that finish what they have accepted.
    var retiring: [SupervisedServer] = []

    var running: RunningBuild?
    /// When the edits so far are acted upon: a moment after the last one.
    var deadline: Int?
    var needsRebuild = false
    var manifestChanged = false
    var changed: [String] = []

    /// Whether the site's own modules have been thrown away since the last build that succeeded.
    var hasDiscarded = false

    /// What the last build or start said, while it isn't mended.
    var failure: String?
    /// What the program's file was when the current server was started from it.
    var programStamp: Int?
    /// What the next server said before it ended.
    var broken: String?
    /// Whether the next server is of the same build as the one before.
    var isRestart = false
    var generation = 0
    let session = Clock.now
    /// Deaths in a row soon after the start.
    var quickDeaths = 0

    /// How long edits must be quiet, in milliseconds: an editor saves in several steps.
    static let debounce = 60
    /// How long a server may take to finish what it has accepted, in milliseconds.
    static let grace = 10_000

    /// Begins to watch; throws `SystemError`.
    init(_ build: SiteBuild, _ listener: DevelopmentListener) throws {
        self.build = build
        self.listener = listener
        watcher = try SourceWatcher(build.project)
        var set = sigset_t()
        sigemptyset(&set)
        for signal in [SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGCHLD] { sigaddset(&set, signal) }
        sigprocmask(SIG_BLOCK, &set, nil)
        signals = signalfd(-1, &set, Int32(SFD_CLOEXEC) | Int32(SFD_NONBLOCK))
        guard signals >= 0 else { throw SystemError("Can't take signals") }
    }

    /// Serves until it is interrupted.
    func run() throws {
        Output.line("Watching for file changes with inotify")
        if build.isOutdated {
            changed = ["Sources"]
            needsRebuild = true
            deadline = Clock.now
        }
        startServer(isFirst: true)
        while true {
            if try !turn() { break }
        }
        stop()
    }

    /// A token for pages made from now on.
    func nextToken() -> String {
        generation += 1
        return "\(session)-\(generation)"
    }

    // MARK: The loop

    private func turn() throws -> Bool {
        var descriptors = [signals, watcher.descriptor]
        if let running { descriptors.append(running.descriptor) }
        if let current { descriptors.append(current.control) }
        if let next { descriptors.append(next.control) }
        var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
        let count = poll(&polled, nfds_t(polled.count), timeout)
        if count < 0 && errno != EINTR { throw SystemError("Can't wait for events") }

        running?.read()
        takeChanges()
        hear()
        if takeSignals() { return false }
        reap()
        if let deadline, Clock.now >= deadline { act() }
        for server in retiring where server.deadline.map({ Clock.now >= $0 }) == true {
            kill(server.pid, SIGKILL)
        }
        return true
    }

    /// How long the loop may sleep, in milliseconds.
    private var timeout: Int32 {
        let deadlines = [deadline].compactMap { $0 } + retiring.compactMap(\.deadline)
        guard let first = deadlines.min() else { return -1 }
        return Int32(clamping: max(0, first - Clock.now))
    }

    /// Takes the signals that came; true when one of them ends the work.
    private func takeSignals() -> Bool {
        var info = signalfd_siginfo()
        var isOver = false
        while read(signals, &info, MemoryLayout<signalfd_siginfo>.size) > 0 {
            if info.ssi_signo != UInt32(SIGCHLD) { isOver = true }
        }
        return isOver
    }

    private func stop() {
        for server in retiring + [current, next].compactMap({ $0 }) {
            // A server ends when its control socket does.
            close(server.control)
            let deadline = Clock.now + 2000
            while waitpid(server.pid, nil, WNOHANG) == 0 {
                if Clock.now > deadline { kill(server.pid, SIGKILL) }
                usleep(5000)
            }
        }
        if let running {
            kill(running.pid, SIGTERM)
            _ = waitpid(running.pid, nil, 0)
        }
    }
}
