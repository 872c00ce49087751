internal import CLinux
internal import Glibc

/// How many connections wait in a listener's queue, and how many may.
struct ListenQueue: Equatable {
    let waiting: UInt32
    let limit: UInt32
}

extension Listener {
    /// The queue as the kernel tells it; nil for unix sockets, which don't.
    var queue: ListenQueue? {
        var info = tcp_info()
        var length = socklen_t(MemoryLayout<tcp_info>.size)
        guard getsockopt(descriptor, Int32(IPPROTO_TCP), TCP_INFO, &info, &length) == 0 else {
            return nil
        }
        // Of a listening socket these two have another meaning than their names say.
        return ListenQueue(waiting: info.tcpi_unacked, limit: info.tcpi_sacked)
    }
}
