internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Synchronization

/// Answers of one turn of the loop that are made and not written yet.
///
/// Each write to a socket may wake its client; written one right after the other they wake it once,
/// and the loop's own work is done with its caches warm. What is gathered is written after a few
/// answers or at the end of the turn. A view may run long meanwhile: then a thread of its own writes
/// what is there, so that no answer waits for the view of another request.
///
/// The loop owns all of it but while a view runs (`open`); the thread owns it between `claimed` and
/// `written`. Both hand it over by one atomic exchange.
final class GatheredAnswers: @unchecked Sendable {
    /// One connection's part of the bytes.
    struct Part {
        let connection: Connection
        let range: Range<Int>
        /// How many bytes the thread has sent; -1 when the client is gone, nil where it didn't try.
        var sent: Int?
    }

    @exclusivity(unchecked) private(set) var parts: [Part] = []
    @exclusivity(unchecked) private(set) var bytes: [UInt8] = []

    private let state = Atomic<UInt8>(State.owned)
    private let batch = Atomic<UInt64>(0)
    private let isParked = Atomic<Bool>(false)
    private let wake = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)
    private var hasThread = false

    private enum State {
        static let owned: UInt8 = 0
        static let open: UInt8 = 1
        static let claimed: UInt8 = 2
        static let written: UInt8 = 3
    }

    /// Answers that are gathered at most.
    private static let most = 16
    /// Bytes that are gathered at most.
    private static let mostBytes = 64 << 10
    /// How often the thread looks, in microseconds, as long as answers are written meanwhile.
    private static let pause: UInt32 = 3000
    /// When it looks again after it has seen answers that may be waiting for a view.
    private static let shortPause: UInt32 = 1000
    /// Looks without anything to see before the thread sleeps until it is woken.
    private static let looksBeforeSleep = 20

    init() { sem_init(wake, 0, 0) }

    var isEmpty: Bool { parts.isEmpty }

    var isFull: Bool { parts.count >= Self.most || bytes.count >= Self.mostBytes }

    func add(_ output: [UInt8], for connection: Connection) {
        let start = bytes.count
        bytes.append(contentsOf: output)
        parts.append(Part(connection: connection, range: start..<bytes.count))
    }

    func removeAll() {
        parts.removeAll(keepingCapacity: true)
        bytes.removeAll(keepingCapacity: true)
        batch.wrappingAdd(1, ordering: .relaxed)
    }

    /// A view is about to run: the thread may write what has been gathered.
    func open() {
        if !hasThread {
            hasThread = true
            startThread { [self] in watch() }
        }
        state.store(State.open, ordering: .sequentiallyConsistent)
        if isParked.load(ordering: .sequentiallyConsistent),
            isParked.exchange(false, ordering: .sequentiallyConsistent)
        {
            sem_post(wake)
        }
    }

    /// The view has returned; whether the thread has written meanwhile.
    func close() -> Bool {
        let result = state.compareExchange(
            expected: State.open, desired: State.owned, ordering: .acquiringAndReleasing)
        if result.exchanged { return false }
        while state.load(ordering: .acquiring) != State.written { usleep(20) }
        state.store(State.owned, ordering: .relaxed)
        return true
    }

    private func watch() {
        var seen: UInt64?
        var quiet = 0
        while true {
            usleep(seen == nil ? Self.pause : Self.shortPause)
            guard state.load(ordering: .acquiring) == State.open else {
                seen = nil
                quiet += 1
                if quiet > Self.looksBeforeSleep {
                    sleepUntilOpen()
                    quiet = 0
                }
                continue
            }
            quiet = 0
            let now = batch.load(ordering: .relaxed)
            if seen == now { write() }
            seen = seen == nil ? now : nil
        }
    }

    private func sleepUntilOpen() {
        isParked.store(true, ordering: .sequentiallyConsistent)
        if state.load(ordering: .sequentiallyConsistent) == State.open,
            isParked.exchange(false, ordering: .sequentiallyConsistent)
        {
            return
        }
        while sem_wait(wake) != 0 {}
    }

    private func write() {
        let result = state.compareExchange(
            expected: State.open, desired: State.claimed, ordering: .acquiringAndReleasing)
        guard result.exchanged else { return }
        var later: Set<Int32> = []
        for index in parts.indices where parts[index].sent == nil {
            let part = parts[index]
            let descriptor = part.connection.descriptor
            if later.contains(descriptor) { continue }
            let sent = bytes.withUnsafeBytes {
                sendNow(UnsafeRawBufferPointer(rebasing: $0[part.range]), to: descriptor)
            }
            parts[index].sent = sent
            // What comes behind an answer that did not go whole must wait for it.
            if sent != part.range.count { later.insert(descriptor) }
        }
        state.store(State.written, ordering: .releasing)
    }
}

extension EventLoop {
    /// Puts the output aside for `connection` where others are being answered in the same turn;
    /// false where it must be written now.
    @inline(__always)
    func gather(_ connection: Connection) -> Bool {
        guard eventsLeft > 0, connection.state == .idle, connection.unsent == 0, !output.isEmpty,
            !connection.closesAfterOutput, output.count < Self.largeBody, watchdog == nil
        else { return false }
        gathered.add(output, for: connection)
        output.removeAll(keepingCapacity: true)
        connection.isGathered = true
        if gathered.isFull { writeGathered() }
        return true
    }

    /// Writes what was gathered, each connection's in its order.
    func writeGathered() {
        guard !gathered.isEmpty else { return }
        let parts = gathered.parts
        for part in parts { part.connection.isGathered = false }
        for part in parts where part.connection.state != .closed {
            let connection = part.connection
            let rest = part.range.dropFirst(max(part.sent ?? 0, 0))
            if part.sent == -1 {
                close(connection)
            } else if !rest.isEmpty {
                gathered.bytes.withUnsafeBytes {
                    deliver(UnsafeRawBufferPointer(rebasing: $0[rest]), to: connection)
                }
            }
            guard connection.state != .closed, connection.unsent == 0 else { continue }
            setInterest(connection, clinux_epoll_in | clinux_epoll_rdhup)
        }
        gathered.removeAll()
    }

    /// Runs a view while what was gathered can be written without the loop.
    @inline(__always)
    func respond(to request: consuming Request) -> Answer {
        guard !gathered.isEmpty else { return application.respond(to: request) }
        gathered.open()
        let answer = application.respond(to: request)
        if gathered.close() { writeGathered() }
        return answer
    }
}
