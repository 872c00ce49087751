internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging
internal import Synchronization

/// Answers in place of a loop that a synchronous view holds for longer than `--request-timeout`.
///
/// The loop can't look at a clock while a view runs on it, so a thread does. It touches the loop's
/// state only between taking a running request over (`claimed`) and letting go of it (`answered`);
/// the loop, when its view returns at last, waits for the second before it goes on.
final class RequestWatchdog: Sendable {
    private let limit: UInt64
    private unowned let loop: EventLoop
    private let state = Atomic<UInt8>(State.idle)
    private let started = Atomic<UInt64>(0)
    private let current = Mutex<Current?>(nil)

    private enum State {
        static let idle: UInt8 = 0
        static let running: UInt8 = 1
        static let claimed: UInt8 = 2
        static let answered: UInt8 = 3
    }

    private struct Current {
        let descriptor: Int32
        let serializer: ResponseSerializer
        let line: String
        let identity: RequestID
    }

    init(limit: UInt64, loop: EventLoop) {
        self.limit = limit
        self.loop = loop
        startThread { [self] in watch() }
    }

    /// A view begins on the loop.
    func begin(
        _ connection: Connection, _ request: borrowing Request, _ exchange: borrowing Exchange
    ) {
        let now = Current(
            descriptor: connection.descriptor, serializer: exchange.serializer,
            line: "\(request.method.name) \(request.target)", identity: request.identity)
        current.withLock { $0 = now }
        started.store(exchange.started, ordering: .relaxed)
        state.store(State.running, ordering: .releasing)
    }

    /// The view has returned; false when its request has been answered meanwhile.
    func end() -> Bool {
        let result = state.compareExchange(
            expected: State.running, desired: State.idle, ordering: .acquiringAndReleasing)
        if result.exchanged { return true }
        while !exchange(State.answered, for: State.idle) { usleep(100) }
        return false
    }

    private func exchange(_ expected: UInt8, for desired: UInt8) -> Bool {
        state.compareExchange(
            expected: expected, desired: desired, ordering: .acquiringAndReleasing
        ).exchanged
    }

    private func watch() {
        // The request that held the loop for so long that its other clients were let go.
        var givenUp: UInt64 = 0
        let pause = UInt32(min(max(limit / 8_000, 5_000), 200_000))
        while true {
            usleep(pause)
            let seen = state.load(ordering: .acquiring)
            guard seen == State.running || seen == State.answered else { continue }
            let begun = started.load(ordering: .relaxed)
            let now = coarseNow()
            guard now > begun, now - begun > limit else { continue }
            if seen == State.answered {
                guard begun != givenUp, now - begun > 2 * limit,
                    exchange(State.answered, for: State.claimed)
                else { continue }
                givenUp = begun
                if let current = current.withLock({ $0 }) {
                    loop.letGo(allBut: current.descriptor)
                }
                state.store(State.answered, ordering: .releasing)
                continue
            }
            guard exchange(State.running, for: State.claimed) else { continue }
            // Between the two looks another request may have begun.
            if started.load(ordering: .relaxed) == begun, let current = current.withLock({ $0 }) {
                answer(current)
                state.store(State.answered, ordering: .releasing)
            } else {
                state.store(State.running, ordering: .releasing)
            }
        }
    }

    private func answer(_ current: Current) {
        loop.reportTimeout(current.line, current.identity)
        var bytes = loop.output
        var serializer = current.serializer
        serializer.keepAlive = false
        _ = try? serializer.append(
            loop.timeoutResponse(current.identity), date: loop.date.bytes, to: &bytes)
        _ = bytes.withUnsafeBytes { write(current.descriptor, $0.baseAddress, $0.count) }
        shutdown(current.descriptor, Int32(SHUT_WR))
        loop.wantSuccessor(.held, "a view holds its loop")
    }
}

extension EventLoop {
    /// What a client gets whose request took too long.
    func timeoutResponse(_ identity: RequestID) -> Response {
        var response = plainResponse(
            .serviceUnavailable,
            "The request took longer than \(showSeconds(settings.requestTimeout)) s.")
        response.headers["X-Request-ID"] = identity.description
        return response
    }

    func reportTimeout(_ line: String, _ identity: RequestID) {
        slot.counters.expired(.request)
        let seconds = showSeconds(settings.requestTimeout)
        log.error(
            "worker \(ticket.index) (pid \(getpid())): \(line) took longer than \(seconds) s: 503",
            metadata: ["request_id": "\(identity)"])
    }

    /// Answers a request that took too long; unless `isHeld` is false a task or a thread is still
    /// busy with it.
    func expireBusy(_ connection: Connection, isHeld: Bool = true) {
        guard let exchange = connection.exchange else { return close(connection) }
        if let request = exchange.request {
            reportTimeout("\(request.method.name) \(request.target)", exchange.identity)
        }
        connection.exchange = nil
        connection.watch.timedOut()
        connection.task?.cancel()
        if isHeld, connection.task == nil { wantSuccessor(.held, "a view holds its thread") }
        connection.task = nil
        var answered = exchange
        answered.serializer.keepAlive = false
        _ = answer(connection, timeoutResponse(answered.identity), &answered)
        connection.closesAfterOutput = true
        settle(connection)
    }

    /// Answers the clients of a loop that is held and may never turn again, in its place.
    func letGo(allBut descriptor: Int32) {
        log.error(
            "worker \(ticket.index) (pid \(getpid())): a view still holds the loop: others get 503")
        now = coarseNow()
        // What it held was the stuck connection's, and is written.
        output.removeAll(keepingCapacity: true)
        for connection in connections.compactMap({ $0 })
        where connection.descriptor != descriptor {
            switch connection.state {
            case .lingering, .closed: continue
            case .streaming: close(connection)
            case _ where connection.unsent > 0: close(connection)
            case .busy: expireBusy(connection)
            case .idle where !hasInput(connection):
                connection.closesAfterOutput = true
                settle(connection)
            case .idle, .readingHead, .readingBody:
                refuse(connection, .serviceUnavailable, "This worker is held up. Try again.")
                settle(connection)
            }
        }
    }

    func hasInput(_ connection: Connection) -> Bool {
        var byte: UInt8 = 0
        let flags = Int32(MSG_PEEK) | Int32(MSG_DONTWAIT)
        return recv(connection.descriptor, &byte, 1, flags) > 0
    }
}
