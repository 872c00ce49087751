internal import Glibc

/// A worker as its master knows it.
struct WorkerProcess: Equatable {
    let pid: pid_t
    /// Its place in the scoreboard.
    let slot: Int
    /// Its stable number within the generation, from 1.
    let index: Int
    let generation: Int
    var started: UInt64
    var phase: Phase = .booting
    /// Why it was told to go.
    var leaving = LeaveReason.stopped
    /// Whether the log has it that its loop is held.
    var isReportedHeld = false

    enum Phase: Equatable {
        case booting
        case ready
        /// Told to go; killed when the deadline passes.
        case retiring(deadline: UInt64)
        /// Silent and aborted; killed when the deadline passes.
        case aborted(deadline: UInt64)
    }

    /// Why its master has a worker go.
    enum LeaveReason: String {
        case stopped, reloaded, recycled, told
    }

    var isRetiring: Bool {
        if case .retiring = phase { return true }
        return false
    }

    /// Moves its deadlines by a time in which nobody watched, which has ended `now`. A worker that was
    /// started within that time has begun by now at the latest.
    mutating func postpone(by time: UInt64, now: UInt64) {
        switch phase {
        case .booting: started = min(started &+ time, now)
        case .ready: break
        case .retiring(let deadline) where deadline < .max - time:
            phase = .retiring(deadline: deadline + time)
        case .aborted(let deadline): phase = .aborted(deadline: deadline &+ time)
        case .retiring: break
        }
    }

    var identity: WorkerIdentity {
        WorkerIdentity(pid: pid, index: index, generation: generation)
    }

    var name: String { "\(identity)" }
}

/// The workers that run one opened executable.
struct Generation {
    let number: Int
    let executable: Executable
    /// Whether one of its workers was ready at some time.
    var wasReady = false
    /// Why its last worker could not boot.
    var bootFailure: String?
}

/// How a process ended.
enum ProcessEnd: Equatable {
    case exit(Int32)
    case signal(Int32)

    /// What the metrics call it.
    var reason: String {
        switch self {
        case .exit: "exit"
        case .signal(let number): signalName(number)
        }
    }

    /// `died of SIGILL`, `exited with status 1`.
    var sentence: String {
        switch self {
        case .exit(let status): "exited with status \(status)"
        case .signal(let number): "died of \(signalName(number))"
        }
    }
}

/// A signal's name as `kill -l` has it, with SIG in front.
func signalName(_ number: Int32) -> String {
    let names: [Int32: String] = [
        SIGHUP: "SIGHUP", SIGINT: "SIGINT", SIGQUIT: "SIGQUIT", SIGILL: "SIGILL",
        SIGTRAP: "SIGTRAP", SIGABRT: "SIGABRT", SIGBUS: "SIGBUS", SIGFPE: "SIGFPE",
        SIGKILL: "SIGKILL", SIGUSR1: "SIGUSR1", SIGSEGV: "SIGSEGV", SIGUSR2: "SIGUSR2",
        SIGPIPE: "SIGPIPE", SIGALRM: "SIGALRM", SIGTERM: "SIGTERM", SIGCHLD: "SIGCHLD",
        SIGTTIN: "SIGTTIN", SIGTTOU: "SIGTTOU", SIGXCPU: "SIGXCPU", SIGWINCH: "SIGWINCH",
        SIGSYS: "SIGSYS",
    ]
    return names[number] ?? "signal \(number)"
}
