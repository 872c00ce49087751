import CLinux
import Glibc
import Synchronization

/// What a server of `runserver` knows of the work in progress, and the pages that wait for it to
/// change: the supervisor's messages come in, open pages learn that they are out of date.
final class ReloadHub: Sendable {
    /// What the supervisor said last.
    struct State: Sendable {
        /// Changes whenever open pages are out of date.
        var token: String
        /// The output of the build that failed, while the last good build is still running.
        var failure: String?
        /// Whether a newer build has taken over.
        var isFinishing = false
    }

    private let state: Mutex<State>
    private let waiting = Mutex<[Int: Int32]>([:])
    private let serial = Atomic<Int>(0)

    init(token: String) {
        state = Mutex(State(token: token))
    }

    /// The state now.
    var current: State { state.withLock { $0 } }

    /// Changes the state and wakes every page that waits.
    func update(_ change: (inout State) -> Void) {
        state.withLock { change(&$0) }
        waiting.withLock { waiting in
            for descriptor in waiting.values {
                var byte: UInt8 = 1
                _ = write(descriptor, &byte, 1)
            }
        }
    }

    /// Waits until the token isn't `token` any more, or the server is finishing, at most for
    /// `seconds`, and answers the state.
    func wait(whileTokenIs token: String, seconds: Int32) -> State {
        var ends: [Int32] = [0, 0]
        guard pipe(&ends) == 0 else { return current }
        defer {
            close(ends[0])
            close(ends[1])
        }
        let number = serial.add(1, ordering: .relaxed).newValue
        waiting.withLock { $0[number] = ends[1] }
        defer { waiting.withLock { $0[number] = nil } }
        var now = current
        if now.token == token && !now.isFinishing {
            var poller = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
            poll(&poller, 1, seconds * 1000)
            now = current
        }
        return now
    }
}
