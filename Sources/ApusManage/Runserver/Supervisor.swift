import CLinux
import Glibc

/// The parent of `runserver`: it owns the listening socket, watches the project, builds, and swaps
/// servers. One loop, no threads: whatever happens comes in through `poll`.
final class Supervisor {
    private let build: SiteBuild
    private let listener: DevelopmentListener
    private var watcher: SourceWatcher
    private let signals: Int32

    /// The server that answers, and the one that is to take its place once it is ready.
    private var current: SupervisedServer?
    private var next: SupervisedServer?
    /// Servers that finish what they have accepted.
    private var retiring: [SupervisedServer] = []

    private var running: RunningBuild?
    /// When the edits so far are acted upon: a moment after the last one.
    private var deadline: Int?
    private var needsRebuild = false
    private var manifestChanged = false
    private var changed: [String] = []

    /// Whether the site's own modules have been thrown away since the last build that succeeded.
    private var hasDiscarded = false

    /// What the last build or start said, while it isn't mended.
    private var failure: String?
    /// What the program's file was when the current server was started from it.
    private var programStamp: Int?
    /// What the next server said before it ended.
    private var broken: String?
    /// Whether the next server is of the same build as the one before.
    private var isRestart = false
    private var generation = 0
    private let session = Clock.now
    /// Deaths in a row soon after the start.
    private var quickDeaths = 0

    private static let debounce = 60
    private static let grace = 10_000

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
        startServer(isFirst: true)
        while true {
            if try !turn() { break }
        }
        stop()
    }

    /// A token for pages made from now on.
    private func nextToken() -> String {
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

    // MARK: Edits

    private func takeChanges() {
        for (path, change) in watcher.take() {
            deadline = Clock.now + Self.debounce
            if change == .rebuild {
                needsRebuild = true
                let shown = Path.relative(path, to: build.project.folder)
                if shown == "Package.swift" { manifestChanged = true }
                if !changed.contains(shown) { changed.append(shown) }
            }
        }
    }

    /// Does what the edits ask for, once they have been quiet for a moment.
    private func act() {
        guard needsRebuild else {
            deadline = nil
            if failure == nil { current?.send(.reload(token: nextToken())) }
            return
        }
        // While a build runs, a second one would only wait for it.
        guard running == nil else {
            deadline = nil
            return
        }
        deadline = nil
        needsRebuild = false
        let first = changed.first ?? "Sources"
        let others = changed.count > 1 ? " and \(changed.count - 1) more" : ""
        Output.line("\(first)\(others) changed, building…")
        changed = []
        do {
            build.noteBegin()
            running = try RunningBuild(build.command(resolved: !manifestChanged))
            manifestChanged = false
        } catch {
            fail("\(error)")
        }
    }

    private func buildEnded(_ reason: ExitReason) {
        guard var ended = running else { return }
        ended.read()
        close(ended.descriptor)
        running = nil
        // What was edited meanwhile is built next; this result is out of date already.
        if needsRebuild {
            deadline = Clock.now
            return
        }
        guard reason == .exited(0) else {
            let output = String(decoding: ended.output, as: UTF8.self)
            if SiteBuild.isStaleLink(output), !hasDiscarded {
                hasDiscarded = true
                build.discardOwnModules()
                changed = ["Apus"]
                needsRebuild = true
                deadline = Clock.now
                return
            }
            Output.error(BuildFailure(output: output).text)
            fail(output)
            return
        }
        build.noteSuccess()
        hasDiscarded = false
        let time = Clock.seconds(since: ended.started)
        if Files.modified(build.executable) == programStamp, current != nil {
            Output.line("Built in \(time), nothing changed.")
            if failure != nil {
                failure = nil
                current?.send(.reload(token: nextToken()))
            }
            return
        }
        Output.line("Built in \(time), reloading.")
        startServer(isFirst: false)
    }

    /// Shows why the site isn't new: on the pages that the last good build answers, or in place of
    /// the site when there is none.
    private func fail(_ output: String) {
        failure = output
        if let current {
            current.send(.failed(token: nextToken(), output: output))
            Output.error(
                "The last good build still answers at http://\(listener.address.description)/")
        } else {
            standIn(output)
        }
    }

    // MARK: Servers

    private func startServer(isFirst: Bool, isRestart: Bool = false) {
        self.isRestart = isRestart
        if let next { retire(next) }
        next = nil
        programStamp = Files.modified(build.executable)
        do {
            next = try SupervisedServer(
                build.executable, listener: listener, token: nextToken(), isFirst: isFirst)
        } catch {
            Output.error("\(error)")
            fail("\(error)")
        }
    }

    /// Answers with `reason` while there is no site that can.
    private func standIn(_ reason: String) {
        programStamp = nil
        do {
            current = try SupervisedServer(
                "/proc/self/exe", listener: listener, token: nextToken(), isFirst: false,
                standsIn: reason)
        } catch {
            Output.error("\(error)")
        }
    }

    private func retire(_ server: SupervisedServer) {
        var server = server
        server.send(.finish)
        server.deadline = Clock.now + Self.grace
        retiring.append(server)
    }

    /// Hears what the servers say.
    private func hear() {
        if var server = next {
            _ = server.receive()
            while let message = ControlMessage.take(from: &server.received) {
                if case .broken(let reason) = message { broken = reason }
                if message == .ready { server.ready = Clock.now }
            }
            next = server
            if server.ready != nil {
                if let current { retire(current) }
                current = server
                next = nil
                broken = nil
                if isRestart, let failure {
                    server.send(.failed(token: nextToken(), output: failure))
                } else {
                    failure = nil
                }
            }
        }
        if var server = current {
            _ = server.receive()
            while let message = ControlMessage.take(from: &server.received) {
                if message == .ready { server.ready = Clock.now }
            }
            current = server
        }
    }

    /// Takes the ends of processes.
    private func reap() {
        while true {
            var status: Int32 = 0
            let pid = waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            let reason = ExitReason(waitStatus: status)
            if pid == running?.pid {
                buildEnded(reason)
            } else if let server = next, server.pid == pid {
                // Its last words may still be in the socket.
                hear()
                if current?.pid == pid {
                    currentEnded(reason)
                } else {
                    nextEnded(reason)
                }
            } else if current?.pid == pid {
                currentEnded(reason)
            } else if let index = retiring.firstIndex(where: { $0.pid == pid }) {
                close(retiring[index].control)
                retiring.remove(at: index)
            }
        }
    }

    /// A server that never became ready.
    private func nextEnded(_ reason: ExitReason) {
        guard let server = next else { return }
        close(server.control)
        next = nil
        let text = broken ?? "The server \(reason) while it was starting."
        broken = nil
        if current == nil {
            Output.error("\(text)\nWaiting for a change.")
        } else {
            Output.error(text)
        }
        fail(text)
    }

    /// The server that answered: replaced at once, unless it keeps dying.
    private func currentEnded(_ reason: ExitReason) {
        guard let server = current else { return }
        close(server.control)
        current = nil
        let text = "The server \(reason)."
        quickDeaths = Clock.now - (server.ready ?? server.started) < 1000 ? quickDeaths + 1 : 0
        if quickDeaths < 3 {
            Output.error("\(text) Starting it again.")
            if next == nil { startServer(isFirst: false, isRestart: true) }
        } else {
            Output.error("\(text) It keeps ending: waiting for a change.")
            failure = text
            if quickDeaths < 6 { standIn(text) }
        }
    }
}
