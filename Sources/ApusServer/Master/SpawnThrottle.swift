/// Holds back the starts of workers that keep dying: after five unexpected deaths within half a
/// minute, one start a second.
struct SpawnThrottle {
    private static let deaths = 5
    private static let window: UInt64 = 30_000_000_000
    private static let pause: UInt64 = 1_000_000_000

    private var recentDeaths: [UInt64] = []
    private var lastStart: UInt64 = 0

    /// Notes a death; true when it is the one from which on starts are held back.
    mutating func died(at time: UInt64) -> Bool {
        let wasHolding = isHolding(at: time)
        recentDeaths.append(time)
        if recentDeaths.count > Self.deaths { recentDeaths.removeFirst() }
        return !wasHolding && isHolding(at: time)
    }

    /// Whether a worker may start now.
    func mayStart(at time: UInt64) -> Bool {
        !isHolding(at: time) || time &- lastStart >= Self.pause
    }

    mutating func started(at time: UInt64) { lastStart = time }

    private func isHolding(at time: UInt64) -> Bool {
        guard recentDeaths.count == Self.deaths, let first = recentDeaths.first else {
            return false
        }
        return time &- first < Self.window
    }
}
