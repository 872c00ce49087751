import Glibc

/// How a process ended.
enum ExitReason: Equatable, CustomStringConvertible {
    case exited(Int32)
    case signalled(Int32)

    /// Reads what `waitpid` gave.
    init(waitStatus status: Int32) {
        let signal = status & 0x7f
        self = signal == 0 ? .exited((status >> 8) & 0xff) : .signalled(signal)
    }

    /// As a shell would give it: 128 and the signal's number for a signal.
    var status: Int32 {
        switch self {
        case .exited(let status): status
        case .signalled(let signal): 128 + signal
        }
    }

    var description: String {
        switch self {
        case .exited(let status): "exited with status \(status)"
        case .signalled(let signal):
            "was ended by signal \(signal) (\(String(cString: strsignal(signal))))"
        }
    }
}
