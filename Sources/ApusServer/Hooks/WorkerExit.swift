/// How and why a worker has ended.
public struct WorkerExit: Hashable, Sendable, CustomStringConvertible {
    /// Why.
    public let reason: Reason
    /// Its exit status; nil where a signal ended it.
    public let status: Int32?
    /// The signal that ended it; nil where it exited.
    public let signal: Int32?

    /// Why a worker has ended.
    public enum Reason: Hashable, Sendable {
        /// The server stops, or keeps fewer workers.
        case stopped
        /// A newer generation serves, or its own was given up.
        case reloaded
        /// It asked for a successor, which is ready.
        case recycled(RecycleReason)
        /// Someone else told it to go.
        case told
        /// It could not boot: why.
        case boot(String)
        /// It was silent for `--timeout` and was killed.
        case timeout
        /// It died by itself: a trap, a signal from elsewhere, an exit.
        case died
    }

    init(_ end: ProcessEnd, _ reason: Reason) {
        self.reason = reason
        switch end {
        case .exit(let code): (status, signal) = (code, nil)
        case .signal(let number): (status, signal) = (nil, number)
        }
    }

    /// `died of SIGILL`, `exited with status 0 (recycled: lifetime)`.
    public var description: String {
        let end =
            signal.map { "died of \(signalName($0))" } ?? "exited with status \(status ?? 0)"
        return switch reason {
        case .stopped: end + " (stopped)"
        case .reloaded: end + " (reloaded)"
        case .recycled(let reason): end + " (recycled: \(reason))"
        case .told: end + " (told to go by someone else)"
        case .boot(let why): end + " (failed to boot: \(why))"
        case .timeout: end + " (silent for too long)"
        case .died: end
        }
    }
}

/// Why a worker asks for a successor.
public enum RecycleReason: UInt64, Hashable, Sendable, CaseIterable {
    /// It has served `--max-requests`.
    case requests = 1
    /// It has passed `--max-worker-memory`.
    case memory
    /// It has lived for `--max-worker-lifetime`.
    case lifetime
    /// A view holds its loop or one of its threads for longer than `--request-timeout`.
    case held
}
