internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging

extension EventLoop {
    private static let readsAtOnce = 4

    /// Reads what has come and answers the requests that are complete.
    func readable(_ connection: Connection, peerIsDone: Bool) {
        switch connection.state {
        case .busy, .streaming: return readWhileBusy(connection, peerIsDone: peerIsDone)
        case .lingering: return discard(connection)
        case .closed: return
        case .idle, .readingHead, .readingBody: break
        }
        guard connection.unsent == 0 else {
            // A client that does not read its answers is not read from either.
            return setInterest(connection, clinux_epoll_out)
        }
        // What a fast sender still has then waits for the next turn, so that others get theirs.
        for _ in 0..<Self.readsAtOnce {
            let count = read(connection.descriptor, inputBuffer.baseAddress, Self.inputSize)
            if count > 0 {
                take(UnsafeRawBufferPointer(rebasing: inputBuffer[..<count]), for: connection)
                // Less than asked for: the socket is empty, no second read is needed to know.
                guard count == Self.inputSize, canRead(connection) else { return }
            } else if count == 0 {
                return close(connection)
            } else if errno == EINTR {
                continue
            } else {
                if errno != EAGAIN { close(connection) }
                return
            }
        }
    }

    private func canRead(_ connection: Connection) -> Bool {
        guard connection.unsent == 0 else { return false }
        return switch connection.state {
        case .idle, .readingHead, .readingBody: true
        default: false
        }
    }

    /// Parses new bytes, behind those that were left over.
    @inline(__always)
    private func take(_ bytes: UnsafeRawBufferPointer, for connection: Connection) {
        if connection.input.isEmpty {
            let consumed = feed(bytes, to: connection)
            if consumed < bytes.count && connection.state != .closed {
                connection.input.append(contentsOf: bytes[consumed...])
            }
        } else {
            connection.input.append(contentsOf: bytes)
            takeLeftOver(of: connection)
        }
        settle(connection)
    }

    /// Parses what was left over, after the answer that stood before it is out.
    func goOn(_ connection: Connection) {
        if !connection.input.isEmpty { takeLeftOver(of: connection) }
        settle(connection)
    }

    private func takeLeftOver(of connection: Connection) {
        var input: [UInt8] = []
        swap(&input, &connection.input)
        let consumed = input.withUnsafeBytes { feed($0, to: connection) }
        guard connection.state != .closed, consumed < input.count else { return }
        if consumed > 0 { input.removeSubrange(..<consumed) }
        connection.input = input
    }

    /// Parses `bytes` and dispatches what is complete; how many are done with. It stops early where
    /// an answer must be waited for.
    private func feed(_ bytes: UnsafeRawBufferPointer, to connection: Connection) -> Int {
        var offset = 0
        var head = connection.head
        connection.head = nil
        do throws(ParseError) {
            while true {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                let found = try connection.parser.next(rest)
                offset += connection.parser.consumed
                switch found {
                case .needMore:
                    wait(connection, head: head, isPartial: offset < bytes.count)
                    return offset
                case .head(.none):
                    connection.state = .idle
                    let keepsAlive = connection.parser.keepsAlive
                    guard
                        dispatch(
                            connection.parser.takeRequest(rest, from: connection.peer), connection,
                            keepAlive: keepsAlive),
                        mayGoOn(connection, isDone: offset == bytes.count)
                    else { return offset }
                case .head(let framing):
                    let begun = BegunRequest(connection.parser.takeHead(rest))
                    if case .length(let length) = framing { connection.body.reserve(length) }
                    if begun.head.expectsContinue, offset == bytes.count {
                        output.append(contentsOf: ResponseSerializer.continueResponse)
                    }
                    head = begun
                case .body(let range):
                    let piece = UnsafeRawBufferPointer(rebasing: rest[range])
                    guard keep(piece, for: connection, head) else { return bytes.count }
                case .end:
                    guard let complete = head?.head else { return offset }
                    head = nil
                    connection.state = .idle
                    let request = Request(
                        complete, content: connection.body.take(), remoteAddress: connection.peer)
                    guard dispatch(request, connection, keepAlive: complete.keepAlive),
                        mayGoOn(connection, isDone: offset == bytes.count)
                    else { return offset }
                }
            }
        } catch {
            refuse(
                connection, error.status, error.description, head: head?.head,
                bytes: UnsafeRawBufferPointer(rebasing: bytes[offset...]))
            return bytes.count
        }
    }

    /// Whether the next request may be parsed behind an answer that is in the output: there must be
    /// one, and the client must take what it gets.
    @inline(__always)
    private func mayGoOn(_ connection: Connection, isDone: Bool) -> Bool {
        if isDone {
            connection.state = .idle
            setDeadline(connection, after: times.keepAlive)
            return false
        }
        if output.count > Self.outputMark {
            flush(connection)
            return connection.unsent == 0 && connection.state != .closed
        }
        return true
    }

    /// Adds a piece to the body that is being read; false when there is no room for it and the
    /// request is refused.
    private func keep(
        _ piece: UnsafeRawBufferPointer, for connection: Connection, _ head: BegunRequest?
    ) -> Bool {
        do throws(SystemError) {
            try connection.body.append(piece)
            return true
        } catch {
            let (status, reason) = error.bodyRefusal
            log.error("A request is answered with \(status.code): \(error)")
            refuse(connection, status, reason, head: head?.head, bytes: piece)
            return false
        }
    }

    /// Notes what the connection waits for now that its bytes are used up.
    @inline(__always)
    private func wait(_ connection: Connection, head: BegunRequest?, isPartial: Bool) {
        if let head {
            connection.head = head
            connection.state = .readingBody
            setDeadline(connection, after: times.body)
        } else if isPartial || !connection.parser.isIdle {
            // The time for a head counts from its first byte, whatever trickles in later.
            if connection.state != .readingHead { setDeadline(connection, after: times.header) }
            connection.state = .readingHead
        } else if connection.state != .idle {
            connection.state = .idle
            setDeadline(connection, after: times.keepAlive)
        }
    }

    /// While an answer is being made only the client's leaving matters: what it sends stays in the
    /// socket until the answer is out.
    private func readWhileBusy(_ connection: Connection, peerIsDone: Bool) {
        if peerIsDone {
            connection.peerIsDone = true
            connection.watch.clientLeft()
            connection.task?.cancel()
        }
        setInterest(connection, interestWhileBusy(connection))
    }

    /// What to be woken for while an answer is being made.
    func interestWhileBusy(_ connection: Connection) -> UInt32 {
        (connection.unsent > 0 ? clinux_epoll_out : 0)
            | (connection.peerIsDone ? 0 : clinux_epoll_rdhup)
    }

    private func discard(_ connection: Connection) {
        let count = read(connection.descriptor, inputBuffer.baseAddress, Self.inputSize)
        if count == 0 || (count < 0 && errno != EAGAIN && errno != EINTR) { close(connection) }
    }

    func hungUp(_ connection: Connection) { close(connection) }
}
