internal import ApusHTTP
internal import Glibc

extension EventLoop {
    /// Ends what the connection does now unless something happens within `time`; 0 is no limit.
    @inline(__always)
    func setDeadline(_ connection: Connection, after time: UInt64) {
        deadlines[Int(connection.descriptor)] = time == 0 ? .max : now &+ time
    }

    @inline(__always)
    func clearDeadline(_ connection: Connection) { deadlines[Int(connection.descriptor)] = .max }

    /// Looks which deadlines have passed: a walk over an array of numbers, a few times a second.
    func sweep() {
        now = coarseNow()
        nextSweep = now + sweepPause
        for place in deadlines.indices where deadlines[place] <= now {
            deadlines[place] = .max
            if let connection = connections[place] { expire(connection) }
        }
    }

    private func expire(_ connection: Connection) {
        if connection.state == .idle, connection.unsent == 0, hasInput(connection) {
            // A request came just now, before its event was looked at: it is answered.
            setDeadline(connection, after: drain == nil ? times.keepAlive : Self.idlePause)
            return readable(connection, peerIsDone: false)
        }
        if let kind = expiry(of: connection) { slot.counters.expired(kind) }
        switch connection.state {
        case .readingHead where connection.unsent == 0:
            let seconds = showSeconds(settings.headerTimeout)
            refuse(connection, .requestTimeout, "The headers did not end within \(seconds) s.")
            settle(connection)
        case .readingBody where connection.unsent == 0:
            let seconds = showSeconds(settings.bodyTimeout)
            refuse(connection, .requestTimeout, "No byte of the body came for \(seconds) s.")
            settle(connection)
        case .busy where connection.unsent == 0: expireBusy(connection)
        default: close(connection)
        }
    }

    /// Which of the times is over, nil for one that nobody waits for.
    private func expiry(of connection: Connection) -> WorkerCounters.Expiry? {
        if connection.unsent > 0 { return .write }
        return switch connection.state {
        case .readingHead: .header
        case .readingBody: .body
        case .idle: .keepalive
        case .busy, .streaming, .lingering, .closed: nil
        }
    }
}
