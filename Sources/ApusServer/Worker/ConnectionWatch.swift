internal import ApusHTTP
internal import CLinux
internal import Glibc
internal import Synchronization

/// Knows whether somebody waits at the other end of a connection. The thread that owns the socket
/// says when not; asked on that thread, it looks at the socket itself, since the owner is busy with
/// whoever asks.
///
/// A client that has only closed its sending side can't be told from one that has left. So that it
/// gets its answer if that is quick, a young request counts as waited for.
final class ConnectionWatch: RequestWatch {
    private let descriptor: Int32
    private let owner = pthread_self()
    /// The longest that a request may take, in nanoseconds; 0 is no limit.
    private let limit: UInt64
    private let began = Atomic<UInt64>(0)
    /// Whether `limit` counts: not once the answer has begun.
    private let isLimited = Atomic(true)
    private let ending = Atomic<UInt8>(Ending.none)
    private let nextLook = Atomic<UInt64>(0)

    private enum Ending {
        static let none: UInt8 = 0
        static let clientLeft: UInt8 = 1
        static let timedOut: UInt8 = 2
    }

    /// How young, in nanoseconds, a young request is.
    private static let youth: UInt64 = 50_000_000
    /// The time between two looks at the socket.
    private static let pause: UInt64 = 10_000_000

    /// The watch over a socket of the calling thread.
    init(_ descriptor: Int32, limit: UInt64) {
        self.descriptor = descriptor
        self.limit = limit
    }

    /// A request begins.
    @inline(__always)
    func begin(at now: UInt64) {
        began.store(now, ordering: .relaxed)
        isLimited.store(true, ordering: .relaxed)
    }

    /// The answer has begun in time: from now on only the client's leaving matters.
    func liftLimit() { isLimited.store(false, ordering: .relaxed) }

    /// The client has left, or the socket is about to be closed, after which the descriptor may be
    /// another's.
    func clientLeft() { ending.store(Ending.clientLeft, ordering: .relaxed) }

    /// The request was answered for its view, which took too long.
    func timedOut() { ending.store(Ending.timedOut, ordering: .relaxed) }

    var abandonment: Abandonment? {
        let now = coarseNow()
        // The owner may begin another request while somebody still asks for the last one.
        let begun = began.load(ordering: .relaxed)
        let age = now > begun ? now - begun : 0
        guard age > Self.youth else { return nil }
        switch ending.load(ordering: .relaxed) {
        case Ending.clientLeft: return .clientLeft
        case Ending.timedOut: return .timedOut
        default: break
        }
        if limit > 0, age > limit, isLimited.load(ordering: .relaxed) { return .timedOut }
        guard pthread_equal(pthread_self(), owner) != 0,
            now >= nextLook.load(ordering: .relaxed)
        else { return nil }
        nextLook.store(now &+ Self.pause, ordering: .relaxed)
        guard hasLeft(descriptor) else { return nil }
        clientLeft()
        return .clientLeft
    }
}

/// Whether the client at the other end of `descriptor` has closed its side.
func hasLeft(_ descriptor: Int32) -> Bool {
    var watched = pollfd(fd: descriptor, events: Int16(clinux_epoll_rdhup), revents: 0)
    return poll(&watched, 1, 0) == 1
}

extension Status {
    /// What the logs have for a client that left before its answer, as nginx does.
    static let clientLeft: Status = 499
}
