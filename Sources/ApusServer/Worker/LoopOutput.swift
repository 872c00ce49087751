internal import ApusHTTP
internal import CLinux
internal import Glibc

extension EventLoop {
    /// Writes what was put into the output for `connection`, and leaves the connection as its state
    /// demands: closed, waiting to write, or waiting to read.
    @inline(__always)
    func settle(_ connection: Connection) {
        if gather(connection) { return }
        flush(connection)
        guard connection.state != .closed, connection.unsent == 0 else { return }
        if connection.closesAfterOutput { return endOutput(connection) }
        switch connection.state {
        case .busy, .streaming: break
        default: setInterest(connection, clinux_epoll_in | clinux_epoll_rdhup)
        }
    }

    /// Writes the shared output to the connection it is meant for; what doesn't go stays with it.
    @inline(__always)
    func flush(_ connection: Connection) {
        if connection.isGathered { writeGathered() }
        guard !output.isEmpty else { return }
        guard connection.state != .closed else { return output.removeAll(keepingCapacity: true) }
        output.withUnsafeBytes { deliver($0, to: connection) }
        output.removeAll(keepingCapacity: true)
        if output.capacity > 4 * Self.outputMark {
            output = []
            output.reserveCapacity(Self.outputMark)
        }
    }

    /// Writes bytes to a connection, behind what it has not taken yet; what doesn't go stays with
    /// it.
    @inline(__always)
    func deliver(_ bytes: UnsafeRawBufferPointer, to connection: Connection) {
        if connection.unsent > 0 {
            if let outgoing = connection.outgoing {
                outgoing.append(Array(bytes))
            } else {
                connection.output.append(contentsOf: bytes)
            }
            return
        }
        let sent = sendNow(bytes, to: connection.descriptor)
        if sent == bytes.count { return }
        guard sent >= 0 else { return close(connection) }
        connection.output = Array(bytes[sent...])
        connection.outputStart = 0
        waitForWriting(connection)
    }

    /// Writes a large body behind the output without copying it.
    func send(_ body: [UInt8], after connection: Connection) {
        flush(connection)
        guard connection.state != .closed else { return }
        if connection.unsent > 0 {
            connection.output.append(contentsOf: body)
            return
        }
        let sent = body.withUnsafeBytes { sendNow($0, to: connection.descriptor) }
        guard sent >= 0 else { return close(connection) }
        if sent < body.count {
            connection.output = body
            connection.outputStart = sent
            waitForWriting(connection)
        }
    }

    /// What one turn writes to one client, however fast that is: the others wait meanwhile.
    static let mostAtOnce = 1 << 20

    func waitForWriting(_ connection: Connection) {
        setInterest(connection, clinux_epoll_out)
        setDeadline(connection, after: times.write)
    }

    /// Goes on writing when the client has made room.
    func writable(_ connection: Connection) {
        guard connection.unsent > 0 else { return setInterest(connection, clinux_epoll_in) }
        var sent = 0
        if connection.output.count > connection.outputStart {
            sent = connection.output.withUnsafeBytes { bytes in
                sendNow(
                    UnsafeRawBufferPointer(rebasing: bytes[connection.outputStart...]),
                    to: connection.descriptor)
            }
            guard sent >= 0 else { return close(connection) }
            connection.outputStart += sent
        }
        if connection.outputStart == connection.output.count {
            connection.output = []
            connection.outputStart = 0
            if connection.outgoing != nil {
                guard let more = sendContents(to: connection) else { return }
                sent += more
            }
        }
        guard connection.unsent == 0 else {
            if sent > 0 { setDeadline(connection, after: times.write) }
            return
        }
        if connection.closesAfterOutput { return endOutput(connection) }
        switch connection.state {
        case .streaming:
            clearDeadline(connection)
            setInterest(connection, interestWhileBusy(connection))
            let writers = connection.writers
            connection.writers = []
            for writer in writers { writer.resume() }
        case .busy:
            clearDeadline(connection)
            setInterest(connection, interestWhileBusy(connection))
        default:
            connection.state = .idle
            setDeadline(connection, after: times.keepAlive)
            goOn(connection)
        }
    }

    /// All is written and the connection is to end. Where the client may still be sending, closing
    /// at once would have the kernel answer with a reset that can destroy the response on its way:
    /// only the output is ended, and what comes is thrown away for a while.
    private func endOutput(_ connection: Connection) {
        connection.state = .lingering
        connection.input = []
        shutdown(connection.descriptor, Int32(SHUT_WR))
        setInterest(connection, clinux_epoll_in | clinux_epoll_rdhup)
        setDeadline(connection, after: 2_000_000_000)
    }
}

/// How many bytes the socket took at once; -1 when the client is gone.
func sendNow(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) -> Int {
    let end = min(bytes.count, EventLoop.mostAtOnce)
    var sent = 0
    while sent < end {
        let count = write(descriptor, bytes.baseAddress?.advanced(by: sent), end - sent)
        if count > 0 {
            sent += count
        } else if errno == EAGAIN {
            break
        } else if errno != EINTR {
            return -1
        }
    }
    return sent
}
