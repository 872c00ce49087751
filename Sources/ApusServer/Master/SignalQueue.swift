internal import CLinux
internal import Glibc

/// Signals taken one by one as ordinary values: they are blocked, and read from a descriptor.
struct SignalQueue {
    let descriptor: Int32

    /// Blocks `signals` in this thread (and in all that it starts) and collects them.
    init(_ signals: [Int32]) throws(SettingError) {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        let flags = Int32(SFD_NONBLOCK) | Int32(SFD_CLOEXEC)
        descriptor = signalfd(-1, &set, flags)
        guard descriptor >= 0 else {
            throw SettingError("can't listen for signals: \(systemReason(errno))")
        }
    }

    /// The next signal that has come, nil when there is none.
    func next() -> Int32? {
        var info = signalfd_siginfo()
        let size = MemoryLayout<signalfd_siginfo>.size
        let count = read(descriptor, &info, size)
        return count == size ? Int32(bitPattern: info.ssi_signo) : nil
    }
}
