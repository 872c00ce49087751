internal import CLinux
internal import Glibc
internal import Logging

extension Master {
    // MARK: - Deaths

    /// Takes note of the children that ended.
    func reap() {
        var status: Int32 = 0
        while true {
            let pid = waitpid(-1, &status, WNOHANG)
            guard pid > 0 else { return }
            let end: ProcessEnd =
                clinux_signaled(status) != 0
                ? .signal(clinux_term_signal(status)) : .exit(clinux_exit_status(status))
            if let trial, trial.pid == pid {
                judge(trial, end)
                continue
            }
            guard let position = workers.firstIndex(where: { $0.pid == pid }) else { continue }
            let worker = workers.remove(at: position)
            scoreboard.past.absorb(scoreboard[worker.slot].counters)
            let reason = mourn(worker, end)
            let exit = WorkerExit(end, reason)
            hooks.run(
                "onWorkerExit", log,
                hooks.onWorkerExit.map { hook in { try hook(worker.identity, exit) } })
            scoreboard[worker.slot].state = .empty
        }
    }

    /// Notes a worker's end in the log and the counts; why it ended.
    private func mourn(_ worker: WorkerProcess, _ end: ProcessEnd) -> WorkerExit.Reason {
        // A worker may have become ready and died since the last look.
        let slot = scoreboard[worker.slot]
        let wasReady = worker.phase != .booting || slot.state != .booting
        if worker.isRetiring {
            let isExpected = end == .exit(0) || end == .signal(SIGKILL)
            log.log(
                level: isExpected ? .debug : .warning,
                "\(worker.name) \(end.sentence) while leaving")
            return switch worker.leaving {
            case .stopped: .stopped
            case .reloaded: .reloaded
            case .recycled: .recycled(slot.wantsSuccessor ?? .requests)
            case .told: .told
            }
        }
        if !wasReady {
            tally.restarts["boot", default: 0] += 1
            return .boot(failedToBoot(worker, end))
        }
        markReady(generation: worker.generation)
        if end == .exit(0), slot.state == .draining {
            log.info("\(worker.name) was told to go by someone else: replaced")
            return .told
        }
        log.error("\(worker.name) \(end.sentence)\(doing(worker, " while serving "))")
        noteDeath()
        if case .aborted = worker.phase {
            tally.restarts["timeout", default: 0] += 1
            return .timeout
        }
        tally.restarts[end.reason, default: 0] += 1
        return .died
    }

    private func failedToBoot(_ worker: WorkerProcess, _ end: ProcessEnd) -> String {
        let slot = scoreboard[worker.slot]
        let message = slot.message
        var reason = message.isEmpty ? "it \(end.sentence)" : message
        if slot.spawnFailure.pointee != 0 {
            reason = "can't start the program: \(systemReason(slot.spawnFailure.pointee))"
        }
        log.error("\(worker.name) failed to boot: \(reason)")
        if let incoming, worker.generation == incoming.number {
            dropIncoming(reason)
            return reason
        }
        guard worker.generation == current.number else { return reason }
        current.bootFailure = reason
        if !current.wasReady {
            if !workers.contains(where: { !$0.isRetiring }) && stop == nil { beginStop(.failed) }
        } else {
            noteDeath()
        }
        return reason
    }

    /// Tells once of a view that holds its worker's loop: nobody else is served there meanwhile. A
    /// loop that waits gives a sign of life each second.
    private func reportHeld(_ position: Int, silence: UInt64) {
        let worker = workers[position]
        guard silence > 1_500_000_000 else {
            workers[position].isReportedHeld = false
            return
        }
        guard !worker.isReportedHeld else { return }
        // A view that a task runs can't be told from those that wait beside it.
        let busy: String
        if let request = scoreboard[worker.slot].runningRequest {
            busy = " by \(request.method) \(request.path)"
        } else {
            busy = doing(worker, " by one of ")
        }
        guard !busy.isEmpty else { return }
        workers[position].isReportedHeld = true
        tally.heldLoops += 1
        log.warning("\(worker.name) is held for more than 1 s\(busy): consider --threads")
    }

    /// The requests that a worker is or was busy with, behind `words`; nothing when there are none.
    private func doing(_ worker: WorkerProcess, _ words: String) -> String {
        let current = scoreboard[worker.slot].requestsInFlight.prefix(10)
            .map { "\($0.method) \($0.path)" }.joined(separator: ", ")
        return current.isEmpty ? "" : words + current
    }

    private func noteDeath() {
        if throttle.died(at: monotonicNow()) {
            log.warning("Workers keep dying: from now on one start a second")
        }
    }

    // MARK: - Births

    /// Looks which booting workers are ready, and lets a generation take over once all are.
    func welcome() {
        for position in workers.indices where workers[position].phase == .booting {
            let worker = workers[position]
            guard scoreboard[worker.slot].state == .ready else { continue }
            workers[position].phase = .ready
            markReady(generation: worker.generation)
            let milliseconds = (monotonicNow() &- worker.started) / 1_000_000
            log.info("\(worker.name) is ready after \(milliseconds) ms")
        }
        if !isServing, workers.contains(where: { $0.phase == .ready }) {
            isServing = true
            hooks.run("onReady", log, hooks.onReady)
        }
        guard stop == nil else { return }
        for position in workers.indices
        where workers[position].phase == .ready
            && scoreboard[workers[position].slot].state == .draining
        {
            log.info("\(workers[position].name) was told to go by someone else: replaced")
            retire(position, .told)
        }
        if let incoming, count(incoming.number, where: { $0.phase == .ready }) >= target {
            let old = current
            current = incoming
            self.incoming = nil
            old.executable.close()
            tally.reloads += 1
            log.info("Generation \(current.number) serves; generation \(old.number) is retired")
            for position in workers.indices where workers[position].generation != current.number {
                retire(position, .reloaded)
            }
        }
        replaceTheTired()
    }

    private func markReady(generation: Int) {
        if generation == current.number {
            current.wasReady = true
        } else if generation == incoming?.number {
            incoming?.wasReady = true
        }
    }

    /// A worker that has served enough goes once its successor is ready.
    private func replaceTheTired() {
        for position in workers.indices where workers[position].phase == .ready {
            let worker = workers[position]
            guard let reason = scoreboard[worker.slot].wantsSuccessor else { continue }
            let fresh = workers.filter {
                $0.generation == worker.generation && $0.phase == .ready && !wantsSuccessor($0)
            }
            if fresh.count >= target || fresh.contains(where: { $0.index == worker.index }) {
                tally.restarts["\(reason)", default: 0] += 1
                retire(position, .recycled)
            }
        }
    }

    private func wantsSuccessor(_ worker: WorkerProcess) -> Bool {
        scoreboard[worker.slot].wantsSuccessor != nil
    }

    /// Starts the workers that are missing and retires those that are too many.
    func manage() {
        guard stop == nil else { return }
        fill(current)
        if let incoming { fill(incoming) }
    }

    private func fill(_ generation: Generation) {
        var alive = count(generation.number) { !$0.isRetiring && !wantsSuccessor($0) }
        while alive > target {
            guard
                let position = workers.lastIndex(where: {
                    $0.generation == generation.number && !$0.isRetiring
                })
            else { break }
            retire(position, .stopped)
            alive -= 1
        }
        while alive < target {
            // A generation that never stood is not tried again and again.
            if !generation.wasReady && generation.bootFailure != nil { return }
            let now = monotonicNow()
            guard throttle.mayStart(at: now), spawn(generation, now) else { return }
            throttle.started(at: now)
            alive += 1
        }
    }

    private func spawn(_ generation: Generation, _ now: UInt64) -> Bool {
        let used = Set(workers.map(\.slot))
        // A successor has the number of the worker in whose place it comes.
        let staying = workers.filter {
            $0.generation == generation.number && !$0.isRetiring && !wantsSuccessor($0)
        }
        let indices = Set(staying.map(\.index))
        guard let slot = (0..<Scoreboard.slots).first(where: { !used.contains($0) }),
            let index = (1...Scoreboard.slots).first(where: { !indices.contains($0) })
        else { return false }
        scoreboard[slot].reset()
        let ticket = WorkerTicket(
            master: getpid(), slot: slot, index: index, generation: generation.number,
            scoreboard: scoreboard.descriptor, wake: wake,
            listeners: listeners.map(\.descriptor))
        let pid = start(generation.executable, ticket, failure: scoreboard[slot].spawnFailure)
        guard pid > 0 else {
            log.error("Can't start a worker: \(systemReason(errno))")
            throttle.started(at: now)
            noteDeath()
            return false
        }
        let worker = WorkerProcess(
            pid: pid, slot: slot, index: index, generation: generation.number, started: now)
        workers.append(worker)
        log.info("Booting \(worker.name)")
        return true
    }

    private func start(
        _ executable: Executable, _ ticket: WorkerTicket, failure: UnsafeMutablePointer<Int32>
    ) -> pid_t {
        let pid = try? ProcessStart.spawn(
            executable.descriptor, adding: [WorkerTicket.variable: ticket.text],
            inheriting: ticket.listeners + [ticket.scoreboard, ticket.wake], failure: failure)
        return pid ?? -1
    }

    // MARK: - Deadlines

    /// Ends the workers that are silent, slow to boot or slow to leave.
    func murder(_ now: UInt64) {
        murderTrial(now)
        for position in workers.indices {
            let worker = workers[position]
            switch worker.phase {
            case .booting:
                let limit = settings.bootTimeout.nanoseconds
                if limit > 0 && now &- worker.started > limit {
                    let seconds = showSeconds(settings.bootTimeout)
                    scoreboard[worker.slot].message = "it was not ready after \(seconds) s"
                    kill(worker.pid, SIGKILL)
                }
            case .ready:
                let limit = settings.timeout.nanoseconds
                let beat = max(scoreboard[worker.slot].beat, excused)
                reportHeld(position, silence: now > beat ? now - beat : 0)
                guard limit > 0, now > beat, now - beat > limit else { continue }
                let seconds = showSeconds(settings.timeout)
                let busy = doing(worker, ", busy with ")
                log.critical("\(worker.name) gave no sign of life for \(seconds) s\(busy): aborted")
                kill(worker.pid, SIGABRT)
                workers[position].phase = .aborted(deadline: now + 2_000_000_000)
            case .aborted(let deadline):
                // Swift's crash reporter writes its backtrace at the first SIGABRT and then lets
                // the process go on, to fail again by itself.
                kill(worker.pid, now > deadline ? SIGKILL : SIGABRT)
            case .retiring(let deadline):
                guard now > deadline else { continue }
                kill(worker.pid, SIGKILL)
                workers[position].phase = .retiring(deadline: .max)
                if case .quick = stop { continue }
                let busy = doing(worker, ", busy with ")
                log.warning("\(worker.name) did not leave in time\(busy): killed")
            }
        }
    }

    /// Gives up the generation that boots beside the serving one.
    func dropIncoming(_ reason: String) {
        guard let incoming else { return }
        self.incoming = nil
        incoming.executable.close()
        log.error(
            """
            Generation \(incoming.number) is dropped, generation \(current.number) keeps serving: \
            \(reason)
            """)
        for position in workers.indices where workers[position].generation == incoming.number {
            retire(position, .reloaded)
        }
    }

    private func count(_ generation: Int, where test: (WorkerProcess) -> Bool) -> Int {
        workers.count { $0.generation == generation && test($0) }
    }
}
