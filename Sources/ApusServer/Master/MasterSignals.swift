internal import Glibc
internal import Logging

extension Master {
    func handle(_ signal: Int32) {
        if signal != SIGCHLD { log.info("Handling signal: \(signalName(signal))") }
        switch signal {
        case SIGTERM: beginStop(.graceful)
        case SIGINT, SIGQUIT: beginStop(.quick)
        case SIGHUP: handleHangUp()
        case SIGUSR1: handleReopen()
        case SIGUSR2: handleUpgrade()
        case SIGTTIN: changeTarget(by: 1)
        case SIGTTOU: changeTarget(by: -1)
        case SIGWINCH: handleDrain()
        default: break
        }
    }

    /// HUP: opens the program anew and boots it beside the one that serves.
    private func handleHangUp() {
        guard stop == nil else { return }
        errorLog.reopen()
        if incoming != nil { dropIncoming("a newer reload takes its place") }
        if target == 0 { target = settings.workers.resolved }
        let number = lastGeneration + 1
        do throws(SettingError) {
            incoming = Generation(number: number, executable: try Executable(executablePath))
            lastGeneration = number
            log.info("Generation \(number) boots beside generation \(current.number)")
            hooks.run("onReload", log, hooks.onReload.map { hook in { try hook(number) } })
        } catch {
            log.error("Reload dropped, generation \(current.number) keeps serving: \(error)")
        }
    }

    private func handleReopen() {
        errorLog.reopen()
        // Made here, where a worker of another user may not be able to.
        if let identity {
            if let access = settings.accessLog { _ = try? LogFile(access, standard: STDOUT_FILENO) }
            identity.own(settings.errorLog)
            identity.own(settings.accessLog)
        }
        for worker in workers { kill(worker.pid, SIGUSR1) }
    }

    /// TTIN and TTOU: one worker more or less.
    private func changeTarget(by step: Int) {
        guard stop == nil else { return }
        target = min(max(target + step, 1), WorkerCount.most)
        log.info("Keeping \(target) worker\(target == 1 ? "" : "s")")
    }

    /// WINCH: the workers go, the master stays; HUP or TTIN brings workers back.
    private func handleDrain() {
        guard stop == nil else { return }
        target = 0
        if incoming != nil { dropIncoming("the workers are drained") }
    }

    func beginStop(_ kind: Stop) {
        let isFirst = stop == nil
        switch (stop, kind) {
        case (nil, _), (.graceful, .quick), (_, .failed): stop = kind
        default: return
        }
        if let trial { kill(trial.pid, SIGKILL) }
        let isGraceful = if case .graceful = kind { true } else { false }
        // From here on the workers alone hold the listeners: the last one to leave closes them, and
        // none leaves before what is in their queues is served.
        if isFirst {
            for listener in listeners {
                if isGraceful { listener.refuseNew() }
                listener.close()
            }
        }
        for position in workers.indices { retire(position, .stopped, isGraceful: isGraceful) }
    }

    /// Tells a worker to go: gracefully, or within a second.
    func retire(
        _ position: Int, _ reason: WorkerProcess.LeaveReason, isGraceful: Bool = true
    ) {
        if stop != nil { scoreboard[workers[position].slot].endsListeners = true }
        if !workers[position].isRetiring { workers[position].leaving = reason }
        let worker = workers[position]
        let now = monotonicNow()
        let second: UInt64 = 1_000_000_000
        var deadline =
            now + (isGraceful ? settings.gracefulTimeout.nanoseconds + second / 2 : second)
        if case .retiring(let earlier) = worker.phase {
            if isGraceful { return }
            deadline = min(deadline, earlier)
        }
        if worker.phase == .booting, scoreboard[worker.slot].leaveBooting(for: .draining) {
            // It takes nothing on any more, and it may be anywhere in the program's start.
            kill(worker.pid, SIGKILL)
        } else {
            kill(worker.pid, isGraceful ? SIGTERM : SIGQUIT)
        }
        workers[position].phase = .retiring(deadline: deadline)
    }
}
