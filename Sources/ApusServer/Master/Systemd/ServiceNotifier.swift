internal import CLinux
internal import Glibc

/// Tells systemd, or whoever speaks its protocol, how the server is (sd_notify(3)).
struct ServiceNotifier {
    /// What a worker must not find: it is no service.
    static let variables = [
        "NOTIFY_SOCKET", "WATCHDOG_USEC", "WATCHDOG_PID", "LISTEN_PID", "LISTEN_FDS",
        "LISTEN_FDNAMES",
    ]

    private let path: [UInt8]
    /// The time between two signs of life, half of what is asked for; nil for none.
    let watchdogPause: UInt64?

    /// Nil where nobody listens.
    init?(_ environment: [String: String]) {
        // A path, or a name in the abstract namespace.
        var path = Array((environment["NOTIFY_SOCKET"] ?? "").utf8)
        guard path.count > 1, path.count < 108, let first = path.first,
            first == UInt8(ascii: "/") || first == UInt8(ascii: "@")
        else { return nil }
        if first == UInt8(ascii: "@") { path[0] = 0 }
        self.path = path
        let isMeant = environment["WATCHDOG_PID"].map { $0 == String(getpid()) } ?? true
        let time = environment["WATCHDOG_USEC"].flatMap { parseCount($0[...]) } ?? 0
        watchdogPause = isMeant && time > 0 ? UInt64(min(time, 1 << 40)) * 500 : nil
    }

    /// Sends lines of `NAME=value`; what can't be told is not.
    func send(_ lines: String) {
        let kind = Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = socket(AF_UNIX, kind, 0)
        guard socket >= 0 else { return }
        defer { close(socket) }
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address) { bytes in
            let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
            bytes[start...].copyBytes(from: path)
            let length = socklen_t(start + path.count)
            bytes.withMemoryRebound(to: sockaddr.self) { target in
                let text = Array(lines.utf8)
                _ = sendto(
                    socket, text, text.count, Int32(MSG_NOSIGNAL), target.baseAddress,
                    length)
            }
        }
    }
}
