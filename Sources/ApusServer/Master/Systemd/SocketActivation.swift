internal import Glibc

/// Listening sockets that systemd opened for this process (sd_listen_fds(3)).
enum SocketActivation {
    private static let first = 3
    private static let most = 64

    /// The descriptors, once: what tells of them is taken out of the environment.
    static func take() -> [Int32] {
        let environment = processEnvironment()
        defer {
            for name in ["LISTEN_PID", "LISTEN_FDS", "LISTEN_FDNAMES"] { unsetenv(name) }
        }
        guard environment["LISTEN_PID"] == String(getpid()),
            let count = parseCount((environment["LISTEN_FDS"] ?? "")[...]), count > 0,
            count <= most
        else { return [] }
        return (first..<first + count).map { Int32($0) }
    }
}
