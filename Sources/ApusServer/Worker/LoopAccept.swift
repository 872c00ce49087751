internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    /// Connections taken at one go: few, so that an idle sibling takes the others.
    private static let atOnce = 8

    /// Whether another connection could be served now. A worker that can't leaves it to a sibling.
    private var hasRoom: Bool {
        connectionCount < settings.workerConnections && now >= acceptPausedUntil
            && (pool == nil || poolJobs < settings.threads)
    }

    /// Watches or leaves the listeners as there is room. They are shared with the other workers:
    /// EPOLLEXCLUSIVE has one of them woken for a connection.
    func resumeAccepting() {
        guard drain == nil, hasRoom != acceptsConnections else { return }
        acceptsConnections.toggle()
        for listener in listeners {
            var event = epoll_event()
            event.events = clinux_epoll_in | clinux_epoll_exclusive
            event.data.u64 = UInt64(UInt32(bitPattern: listener))
            epoll_ctl(
                epoll, acceptsConnections ? EPOLL_CTL_ADD : EPOLL_CTL_DEL, listener, &event)
        }
    }

    func accept(from listener: Int32) {
        for _ in 0..<Self.atOnce {
            guard hasRoom, acceptOne(from: listener) else { return }
        }
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
                log.error("Can't accept: \(systemReason(errno)); trying again in a second")
                acceptPausedUntil = now + 1_000_000_000
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
            limits: limits, interest: interest)
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
        guard connection.state != .closed else { return }
        let wasStreaming = connection.state == .streaming
        connection.state = .closed
        connection.outgoing = nil
        connection.body = IncomingBody()
        let place = Int(connection.descriptor)
        deadlines[place] = .max
        connections[place] = nil
        connectionCount -= 1
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
