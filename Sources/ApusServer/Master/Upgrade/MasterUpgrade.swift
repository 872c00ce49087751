internal import CLinux
internal import Glibc
internal import Logging

/// A child that runs the program which is to become the master, and says whether it could.
struct Trial {
    let pid: pid_t
    let executable: Executable
    /// What it prints goes there.
    let output: Int32
    let deadline: UInt64

    func close() {
        executable.close()
        _ = Glibc.close(output)
    }
}

extension Master {
    /// USR2: the program that stands under this one's name becomes the master, in this process. A
    /// child tries it first, so that the service does not depend on a file that may be anything.
    func handleUpgrade() {
        guard stop == nil else { return }
        guard current.wasReady else {
            return log.error("Upgrade refused: no worker has been ready yet")
        }
        if trial != nil { return log.warning("An upgrade is under way already") }
        errorLog.reopen()
        do throws(SettingError) {
            trial = try beginTrial()
            log.info("Trying the program \(executablePath) before it becomes the master")
        } catch {
            dropUpgrade("\(error)")
        }
    }

    private func beginTrial() throws(SettingError) -> Trial {
        let executable = try Executable(executablePath)
        let output = clinux_memfd_create("apus-trial", 1 /* MFD_CLOEXEC */)
        do throws(SettingError) {
            guard output >= 0 else { throw SettingError(systemReason(errno)) }
            let state = try handover(from: executable)
            let memory = try state.inMemory()
            defer { close(memory) }
            let ticket = UpgradeTicket(role: .trial, master: getpid(), handover: memory)
            let pid = try ProcessStart.spawn(
                executable.descriptor, adding: [UpgradeTicket.variable: ticket.text],
                inheriting: state.descriptors + [memory], output: output)
            guard pid > 0 else { throw SettingError(systemReason(errno)) }
            let limit = max(settings.bootTimeout.nanoseconds, 5_000_000_000)
            return Trial(
                pid: pid, executable: executable, output: output,
                deadline: monotonicNow() + limit)
        } catch {
            executable.close()
            _ = close(output)
            throw error
        }
    }

    /// Goes on with what the program before this one handed over: its workers, which are still
    /// this process's children, and its counts.
    func adopt(_ handover: Handover) {
        for descriptor in handover.descriptors { setCloseOnExec(descriptor) }
        lastGeneration = handover.lastGeneration
        if handover.target != handover.configured { target = max(handover.target, 1) }
        workers = handover.workers
        tally = handover.tally
        _ = close(handover.predecessor)
        guard handover.failure.isEmpty else { return dropUpgrade(handover.failure) }
        log.info("This program is the master now, of \(workers.count) workers (\(getpid()))")
        do throws(SettingError) {
            incoming = Generation(number: lastGeneration + 1, executable: try .current())
            lastGeneration += 1
            let number = lastGeneration
            hooks.run("onReload", log, hooks.onReload.map { hook in { try hook(number) } })
        } catch {
            log.error("Reload dropped, generation \(current.number) keeps serving: \(error)")
        }
    }

    /// Whether this process could take over: all that can be tried without touching anything.
    static func tryTakingOver(_ handover: Handover, _ settings: ServerSettings) throws {
        _ = try Scoreboard(descriptor: handover.scoreboard)
        _ = try WorkerLogs(settings)
        guard handover.listeners.allSatisfy({ Listener($0) != nil }) else {
            throw SettingError("a listener that was handed over listens no more")
        }
    }

    /// The trial has ended: the program becomes the master, or the reason is told.
    func judge(_ trial: Trial, _ end: ProcessEnd) {
        self.trial = nil
        defer { trial.close() }
        guard stop == nil else { return }
        let said = readSmallFile("/proc/self/fd/\(trial.output)") ?? ""
        guard end == .exit(0), said.contains(UpgradeTicket.verdict) else {
            let last = said.split(separator: "\n").last.map { ": \($0)" } ?? ""
            let reason =
                switch end {
                case .exit(127): said.split(separator: "\n").last.map(String.init) ?? ""
                case .exit(0): "it is no server that could take over"
                default: "it \(end.sentence)\(last)"
                }
            return dropUpgrade(reason)
        }
        if incoming != nil { dropIncoming("an upgrade takes its place") }
        do throws(SettingError) {
            let own = try Executable.current()
            defer { own.close() }
            log.info("The program \(executablePath) becomes the master")
            throw try handover(from: own).become(trial.executable.descriptor, as: .take)
        } catch {
            dropUpgrade("\(error)")
        }
    }

    func dropUpgrade(_ reason: String) {
        log.error("Upgrade dropped, the master goes on as it is: \(reason)")
    }

    /// Ends a trial that takes too long.
    func murderTrial(_ now: UInt64) {
        if let trial, now > trial.deadline { kill(trial.pid, SIGKILL) }
    }

    private func handover(from predecessor: Executable) throws(SettingError) -> Handover {
        var handover = Handover(
            path: executablePath, predecessor: predecessor.descriptor,
            executable: current.executable.descriptor, generation: current.number,
            lastGeneration: lastGeneration, target: target,
            configured: settings.workers.resolved, scoreboard: scoreboard.descriptor, wake: wake)
        handover.tally = tally
        handover.isActivated = isActivated
        handover.listeners = listeners.map(\.handedOver)
        handover.status = status?.listener.handedOver
        handover.workers = workers
        handover.pidFile = pidFile
        return handover
    }
}
