internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    /// Connections taken at one go: where views run on this thread, one, so that an idle sibling
    /// takes the others while this one is held by a view.
    private var atOnce: Int { pool == nil && settings.workers != .count(1) ? 1 : 64 }

    /// Whether another connection could be served now. A worker that can't leaves it to a sibling.
    private var hasRoom: Bool {
        connectionCount < settings.workerConnections && now >= acceptPausedUntil
            && (pool == nil || poolJobs < settings.threads)
    }

    /// Watches or leaves the listeners as there is room. They are shared with the other workers,
    /// and all that are idle are woken for a connection: were it one (EPOLLEXCLUSIVE), and that one
    /// is just being held by a view, the connection would wait with it.
    func resumeAccepting() {
        guard drain == nil, hasRoom != acceptsConnections else { return }
        acceptsConnections.toggle()
        for listener in listeners {
            var event = epoll_event()
            event.events = clinux_epoll_in
            event.data.u64 = UInt64(UInt32(bitPattern: listener))
            epoll_ctl(
                epoll, acceptsConnections ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, listener, &event)
        }
    }

    /// Takes new connections, after the requests of those that are there were answered.
    func acceptWaiting() {
        guard !waitingListeners.isEmpty else { return }
        defer { waitingListeners.removeAll(keepingCapacity: true) }
        guard drain == nil else { return }
        for listener in waitingListeners where listeners.contains(listener) {
            for _ in 0..<atOnce {
                guard hasRoom, acceptOne(from: listener) else { break }
            }
        }
    }

    /// Looks for a connection that no event has told of, once in a tick: were a wakeup lost, or lost
    /// on a sibling that was killed with it, a client would wait for the next one to come.
    func acceptUnannounced() {
        for listener in listeners where hasRoom { _ = acceptOne(from: listener) }
    }

    /// Takes one connection from the kernel's queue; false when none was there.
    func acceptOne(from listener: Int32) -> Bool {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        let socket = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                clinux_accept(listener, $0, &length)
            }
        }
        guard socket >= 0 else {
            switch errno {
            case EINTR, ECONNABORTED: return true
            case EMFILE, ENFILE, ENOBUFS, ENOMEM:
                let reason = systemReason(errno)
                acceptPausedUntil = now + 1_000_000_000
                if now >= nextAcceptComplaint {
                    nextAcceptComplaint = now + 10_000_000_000
                    log.error("Can't accept: \(reason); new connections wait until some are closed")
                }
                return false
            default: return false
            }
        }
        open(socket, peer: length > 2 ? PeerAddress(storage)?.host ?? "" : "")
        return true
    }

    private func open(_ socket: Int32, peer: String) {
        lastSerial &+= 1
        if lastSerial == 0 { lastSerial = 1 }
        let interest = clinux_epoll_in | clinux_epoll_rdhup
        let connection = Connection(
            descriptor: socket, serial: lastSerial, peer: peer, isTrusted: trust.contains(peer),
            limits: limits, requestTime: times.request, interest: interest)
        let place = Int(socket)
        while connections.count <= place {
            connections.append(nil)
            deadlines.append(.max)
        }
        var event = epoll_event()
        event.events = interest
        event.data.u64 = UInt64(lastSerial) << 32 | UInt64(UInt32(bitPattern: socket))
        guard epoll_ctl(epoll, EPOLL_CTL_ADD, socket, &event) == 0 else {
            Glibc.close(socket)
            return
        }
        connections[place] = connection
        connectionCount += 1
        slot.counters.accept()
        setDeadline(connection, after: drain == nil ? times.header : Self.idlePause)
    }

    /// Says what to be woken for.
    func setInterest(_ connection: Connection, _ interest: UInt32) {
        guard connection.interest != interest else { return }
        connection.interest = interest
        var event = epoll_event()
        event.events = interest
        event.data.u64 =
            UInt64(connection.serial) << 32 | UInt64(UInt32(bitPattern: connection.descriptor))
        epoll_ctl(epoll, EPOLL_CTL_MOD, connection.descriptor, &event)
    }

    /// Closes a connection and ends what still works for it.
    func close(_ connection: Connection) {
        if connection.isGathered { writeGathered() }
        guard connection.state != .closed else { return }
        let wasStreaming = connection.state == .streaming
        connection.state = .closed
        connection.watch.clientLeft()
        connection.outgoing = nil
        connection.body = IncomingBody()
        let place = Int(connection.descriptor)
        deadlines[place] = .max
        connections[place] = nil
        connectionCount -= 1
        acceptPausedUntil = 0
        slot.counters.close()
        Glibc.close(connection.descriptor)
        connection.task?.cancel()
        connection.task = nil
        let writers = connection.writers
        connection.writers = []
        for writer in writers { writer.resume(throwing: ClientLeft()) }
        if wasStreaming { finish(connection) }
    }
}
