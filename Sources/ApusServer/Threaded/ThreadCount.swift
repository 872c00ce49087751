internal import Glibc
internal import Synchronization

/// How many threads serve a connection.
final class ThreadCount: Sendable {
    private let number = Atomic(0)

    var count: Int { number.load(ordering: .acquiring) }

    func add() { number.wrappingAdd(1, ordering: .acquiringAndReleasing) }

    func remove() { number.wrappingSubtract(1, ordering: .acquiringAndReleasing) }

    func waitUntilNone(nanoseconds: UInt64) {
        let deadline = monotonicNow() &+ nanoseconds
        while count > 0 && monotonicNow() < deadline { usleep(5_000) }
    }
}
