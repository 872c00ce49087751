internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    /// How long a connection between two requests is kept while the worker goes: a request may be
    /// just arriving.
    static let idlePause: UInt64 = 1_000_000_000

    /// Serves what is here, takes nothing new, and goes when all is answered or `time` is over.
    func beginDrain(within time: UInt64) {
        now = coarseNow()
        let deadline = now &+ time
        if let drain {
            self.drain = Drain(deadline: min(drain.deadline, deadline))
            return
        }
        drain = Drain(deadline: deadline)
        slot.state = .draining
        nextSweep = min(nextSweep, now + 50_000_000)
        for place in connections.indices {
            guard let connection = connections[place], connection.state == .idle else { continue }
            deadlines[place] = min(deadlines[place], now + Self.idlePause)
        }
        if time > 0 { acceptTheQueued() } else { closeListeners() }
    }

    /// Takes the connections that were in the kernel's queue when the worker was told to go: their
    /// clients believe they are connected. Closes the listeners when none is left.
    func acceptTheQueued() {
        guard !listeners.isEmpty else { return }
        for listener in listeners {
            while true {
                guard connectionCount < settings.workerConnections else { return }
                if !acceptOne(from: listener) { break }
            }
        }
        closeListeners()
    }

    private func closeListeners() {
        for listener in listeners {
            if acceptsConnections { epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil) }
            Glibc.close(listener)
        }
        listeners = []
        acceptsConnections = false
    }

    /// Whether a worker that was told to go has nothing left to do.
    var isFinished: Bool {
        guard let drain else { return false }
        if connectionCount == 0 && listeners.isEmpty { return true }
        return now >= drain.deadline
    }

    /// A worker whose master is gone has no place to be: it goes within a few seconds.
    func checkParent() {
        guard getppid() != ticket.master, drain.map({ $0.deadline > now + Self.orphanTime }) ?? true
        else { return }
        log.warning("The master is gone: leaving")
        beginDrain(within: Self.orphanTime)
    }

    private static let orphanTime: UInt64 = 3_000_000_000
}
