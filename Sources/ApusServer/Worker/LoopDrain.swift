internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    /// How long a connection between two requests is kept while the worker goes: a request may be
    /// just arriving.
    static let idlePause: UInt64 = 1_000_000_000

    /// How long connections are accepted after the kernel has begun to refuse new ones: a client
    /// whose handshake had begun is a network's round trip away from being in the queue.
    private static let handshakePause: UInt64 = 200_000_000
    private static let lookPause: UInt64 = 20_000_000

    /// Serves what is here, takes nothing new, and goes when all is answered or `time` is over.
    func beginDrain(within time: UInt64) {
        now = coarseNow()
        let deadline = now &+ time
        if let drain {
            self.drain?.deadline = min(drain.deadline, deadline)
            return
        }
        drain = Drain(deadline: deadline, nextLook: now, lastLook: now + Self.handshakePause)
        slot.state = .draining
        leaveListeners()
        nextSweep = min(nextSweep, now + 50_000_000)
        for place in connections.indices {
            guard let connection = connections[place], connection.state == .idle else { continue }
            deadlines[place] = min(deadlines[place], now + Self.idlePause)
        }
        // The queue of a server that goes on is its successors' to serve.
        let isLast = slot.endsListeners || getppid() != ticket.master
        if time > 0 && isLast { acceptTheQueued() } else { closeListeners() }
    }

    /// Takes the connections that were in the kernel's queue when the server was told to stop: their
    /// clients believe they are connected. Closes the listeners when no more can come.
    func acceptTheQueued() {
        guard let drain, !listeners.isEmpty else { return }
        self.drain?.nextLook = now + Self.lookPause
        guard now >= acceptPausedUntil else { return }
        for listener in listeners {
            while true {
                guard connectionCount < settings.workerConnections else { return }
                if !acceptOne(from: listener) { break }
            }
        }
        if now >= drain.lastLook && now >= acceptPausedUntil { closeListeners() }
    }

    private func leaveListeners() {
        guard acceptsConnections else { return }
        acceptsConnections = false
        for listener in listeners { epoll_ctl(epoll, EPOLL_CTL_DEL, listener, nil) }
    }

    private func closeListeners() {
        for listener in listeners { Glibc.close(listener) }
        listeners = []
        drain?.nextLook = .max
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
