internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Logging

/// A worker's loop: it accepts, reads, parses, times out and writes, so that a slow or idle client
/// never holds a thread. Everything here happens on one thread; other threads reach it through its
/// `executor` alone.
///
/// The ordinary request costs one read and one write: input is parsed in the shared buffer it was
/// read into, responses are put together in a shared buffer, and deadlines are numbers in an array
/// that a sweep looks through now and then.
final class EventLoop: @unchecked Sendable {
    let settings: ServerSettings
    let application: any Application
    let slot: ScoreboardSlot
    let log: Logger
    let errorLog: LogFile
    let accessLog: AccessLog?
    let ticket: WorkerTicket
    let limits: RequestLimits
    let trust: PeerTrust

    let epoll: Int32
    let signals: SignalQueue
    let executor: LoopExecutor
    /// Readable when something waits for the main actor, whose thread the loop has taken.
    let mainQueue = clinux_main_queue_descriptor()
    @exclusivity(unchecked) var pool: ThreadPool?

    @exclusivity(unchecked) var watchdog: RequestWatchdog?

    @exclusivity(unchecked) var listeners: [Int32]
    @exclusivity(unchecked) var acceptsConnections = false
    /// When accepting may be tried again after descriptors ran out.
    @exclusivity(unchecked) var acceptPausedUntil: UInt64 = 0
    /// When that may be said again in the log.
    @exclusivity(unchecked) var nextAcceptComplaint: UInt64 = 0
    /// Listeners with connections for us, after those that we have.
    @exclusivity(unchecked) var waitingListeners: [Int32] = []
    /// Connections by descriptor, with their deadlines beside them.
    @exclusivity(unchecked) var connections: [Connection?] = []
    @exclusivity(unchecked) var deadlines: [UInt64] = []
    @exclusivity(unchecked) var connectionCount = 0
    @exclusivity(unchecked) var lastSerial: UInt32 = 0

    let inputBuffer: UnsafeMutableRawBufferPointer
    /// Responses of the connection at hand that are not written yet.
    @exclusivity(unchecked) var output: [UInt8] = []
    /// Answers of this turn that are not written yet.
    let gathered = GatheredAnswers()
    /// Events of this turn that have not been looked at.
    @exclusivity(unchecked) var eventsLeft = 0
    @exclusivity(unchecked) var date = DateField()
    @exclusivity(unchecked) var marks: [Int] = Array((0..<ScoreboardSlot.requestsShown).reversed())
    @exclusivity(unchecked) var answered: UInt64 = 0
    @exclusivity(unchecked) var identities = RequestIDSource()
    /// The number of answers after which a successor is asked for.
    let enough: UInt64
    /// When it is old enough for a successor.
    let oldAt: UInt64
    @exclusivity(unchecked) var poolJobs = 0

    @exclusivity(unchecked) var now: UInt64 = 0
    @exclusivity(unchecked) var nextSweep: UInt64 = 0
    @exclusivity(unchecked) var nextTick: UInt64 = 0
    @exclusivity(unchecked) var drain: Drain?
    let sweepPause: UInt64
    let tickPause: UInt64
    let times: Times

    /// How a worker that was told to go does it.
    struct Drain {
        var deadline: UInt64
        /// When the kernel's queue is looked at again.
        var nextLook: UInt64
        /// Until when it is looked at, if it is empty.
        var lastLook: UInt64
    }

    /// The settings' durations in nanoseconds.
    struct Times {
        let keepAlive, header, body, write, graceful, request: UInt64
    }

    static let inputSize = 64 << 10
    /// Output that is gathered before it is written while pipelined requests go on.
    static let outputMark = 64 << 10
    /// A body this large is written from where it is instead of being gathered.
    static let largeBody = 16 << 10

    init(
        _ settings: ServerSettings, application: any Application, slot: ScoreboardSlot,
        ticket: WorkerTicket, logs: WorkerLogs, signals: SignalQueue
    ) throws(SettingError) {
        self.settings = settings
        self.application = application
        self.slot = slot
        self.ticket = ticket
        self.signals = signals
        log = logs.log
        errorLog = logs.errorLog
        accessLog = logs.accessLog
        limits = RequestLimits(
            requestLine: settings.limitRequestLine, fieldCount: settings.limitRequestFields,
            fieldSize: settings.limitRequestFieldSize, body: settings.limitRequestBody)
        guard let trust = PeerTrust(settings.forwardedAllowIPs) else {
            throw SettingError("forwarded-allow-ips holds what is no address")
        }
        self.trust = trust
        listeners = ticket.listeners
        epoll = epoll_create1(Int32(EPOLL_CLOEXEC))
        let wake = eventfd(0, Int32(EFD_NONBLOCK) | Int32(EFD_CLOEXEC))
        guard epoll >= 0, wake >= 0 else {
            throw SettingError("can't make the loop: \(systemReason(errno))")
        }
        executor = LoopExecutor(wake: wake)
        inputBuffer = .allocate(byteCount: Self.inputSize, alignment: 16)
        let base = UInt64(settings.maxRequests)
        enough =
            base == 0
            ? .max : base + UInt64(Int.random(in: 0...max(settings.maxRequestsJitter, 0)))
        oldAt = Self.endOfLife(settings)
        times = Times(
            keepAlive: settings.keepAlive.nanoseconds, header: settings.headerTimeout.nanoseconds,
            body: settings.bodyTimeout.nanoseconds, write: settings.writeTimeout.nanoseconds,
            graceful: settings.gracefulTimeout.nanoseconds,
            request: settings.requestTimeout.nanoseconds)
        var shortest: UInt64 = 2_000_000_000
        for time in [times.keepAlive, times.header, times.body, times.write, times.request]
        where time > 0 {
            shortest = min(shortest, time)
        }
        sweepPause = min(max(shortest / 8, 10_000_000), 250_000_000)
        let silence = settings.timeout.nanoseconds
        tickPause = silence == 0 ? 1_000_000_000 : min(max(silence / 3, 10_000_000), 1_000_000_000)
        output.reserveCapacity(Self.outputMark)
        watch(signals.descriptor, clinux_epoll_in)
        watch(wake, clinux_epoll_in)
        if mainQueue >= 0 { watch(mainQueue, clinux_epoll_in) }
        if settings.threads > 1 {
            pool = ThreadPool(
                threads: settings.threads, application: application, loop: self)
        } else if times.request > 0 {
            watchdog = RequestWatchdog(limit: times.request, loop: self)
        }
    }

    private func watch(_ descriptor: Int32, _ events: UInt32) {
        var event = epoll_event()
        event.events = events
        event.data.u64 = UInt64(UInt32(bitPattern: descriptor))
        epoll_ctl(epoll, EPOLL_CTL_ADD, descriptor, &event)
    }

    /// Serves until told to go, and returns when nothing is left to answer.
    func run() {
        now = coarseNow()
        let room = 256
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: room) { events in
            while !isFinished {
                resumeAccepting()
                let count = epoll_wait(epoll, events.baseAddress, Int32(room), waitMilliseconds)
                now = coarseNow()
                slot.beat = now
                date.update()
                let answersHere = pool == nil && count > 0
                if answersHere { application.beginTurn() }
                for position in 0..<max(Int(count), 0) {
                    eventsLeft = Int(count) - position - 1
                    handle(events[position])
                }
                writeGathered()
                if answersHere { application.endTurn() }
                acceptWaiting()
                executor.runJobs()
                pool?.dispatch()
                accessLog?.flush()
                if now >= nextSweep { sweep() }
                if now >= nextTick { tick() }
                if drain != nil { acceptTheQueued() }
            }
        }
        accessLog?.flush()
    }

    private var waitMilliseconds: Int32 {
        if executor.hasJobs { return 0 }
        var next = connectionCount > 0 ? min(nextSweep, nextTick) : nextTick
        if let drain { next = min(next, drain.nextLook, drain.deadline) }
        guard next > now else { return 0 }
        return Int32(clamping: (next - now) / 1_000_000 + 1)
    }

    @inline(__always)
    private func handle(_ event: epoll_event) {
        let serial = UInt32(truncatingIfNeeded: event.data.u64 >> 32)
        let descriptor = Int32(truncatingIfNeeded: event.data.u64 & 0xFFFF_FFFF)
        guard serial != 0 else { return handleOwn(descriptor) }
        guard Int(descriptor) < connections.count, let connection = connections[Int(descriptor)],
            connection.serial == serial
        else { return }
        if event.events & (clinux_epoll_err | clinux_epoll_hup) != 0 {
            return hungUp(connection)
        }
        if event.events & clinux_epoll_out != 0 { writable(connection) }
        if event.events & (clinux_epoll_in | clinux_epoll_rdhup) != 0 {
            readable(connection, peerIsDone: event.events & clinux_epoll_rdhup != 0)
        }
    }

    private func handleOwn(_ descriptor: Int32) {
        if descriptor == executor.wake {
            var count: UInt64 = 0
            _ = read(descriptor, &count, 8)
            checkParent()
        } else if descriptor == signals.descriptor {
            takeSignals()
        } else if descriptor == mainQueue {
            clinux_run_main_queue()
        } else {
            waitingListeners.append(descriptor)
        }
    }

    func takeSignals() {
        while let signal = signals.next() { handle(signal: signal) }
    }

    private func handle(signal: Int32) {
        switch signal {
        case SIGTERM: beginDrain(within: times.graceful)
        case SIGINT, SIGQUIT: beginDrain(within: 0)
        case SIGUSR1:
            errorLog.reopen()
            accessLog?.file.reopen()
        default: break
        }
    }

    private func tick() {
        nextTick = now + tickPause
        checkParent()
        if settings.maxWorkerMemory > 0, residentMemory(of: getpid()) > settings.maxWorkerMemory {
            wantSuccessor(.memory, "its memory passes \(showSize(settings.maxWorkerMemory))")
        }
        if now >= oldAt {
            wantSuccessor(
                .lifetime, "it has lived for \(showSeconds(settings.maxWorkerLifetime)) s")
        }
        if acceptsConnections { acceptUnannounced() }
        tellLosses()
    }

    /// Says how many lines a log has lost whose reader was stuck, once it takes some again.
    private func tellLosses() {
        errorLog.retry()
        let own = errorLog.takeLosses()
        slot.counters.lost(own.uncounted, of: .error)
        if own.untold > 0 { ServerLogHandler.tellLoss(own.untold, to: errorLog) }
        guard let losses = accessLog?.file.takeLosses() else { return }
        slot.counters.lost(losses.uncounted, of: .access)
        if losses.untold > 0 {
            log.warning("\(losses.untold) lines of the access log are lost: nobody read it")
        }
    }

    /// When a worker that begins now is old: its lifetime and a part of the jitter from now.
    private static func endOfLife(_ settings: ServerSettings) -> UInt64 {
        let lifetime = settings.maxWorkerLifetime.nanoseconds
        guard lifetime > 0 else { return .max }
        let jitter = settings.maxWorkerLifetimeJitter?.nanoseconds ?? lifetime / 10
        return coarseNow() &+ lifetime &+ UInt64.random(in: 0...jitter)
    }

    /// Asks the master for a worker in this one's place, which goes on until that one is ready.
    func wantSuccessor(_ reason: RecycleReason, _ sentence: String) {
        guard slot.wantsSuccessor == nil else { return }
        slot.wantsSuccessor = reason
        log.info("Asking for a successor: \(sentence)")
        var one: UInt64 = 1
        _ = write(ticket.wake, &one, 8)
    }
}

/// Nanoseconds of the monotonic clock, a few milliseconds late at most and cheap to read.
@inline(__always)
func coarseNow() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return UInt64(bitPattern: Int64(time.tv_sec)) &* 1_000_000_000
        &+ UInt64(bitPattern: Int64(time.tv_nsec))
}
