import ApusServer
import CLinux
import Glibc

/// Asks a server's status port, one short connection a question.
struct StatusClient {
    let address: BindAddress

    /// The body of the answer to `GET path`, also of one that is no 200. Throws a `CommandError`
    /// where nothing answers.
    func get(_ path: String) throws -> String {
        let socket = try connected()
        defer { close(socket) }
        let request = Array(
            "GET \(path) HTTP/1.1\r\nHost: status\r\nConnection: close\r\n\r\n".utf8)
        guard send(socket, request, request.count, Int32(MSG_NOSIGNAL)) == request.count else {
            throw silence(errno)
        }
        var bytes: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 16 << 10)
        while bytes.count < 16 << 20 {
            let count = recv(socket, &piece, piece.count, 0)
            if count < 0 && errno == EINTR { continue }
            guard count >= 0 else { throw silence(errno) }
            if count == 0 { break }
            bytes += piece[..<count]
        }
        guard let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)),
            bytes.starts(with: Array("HTTP/1.1 ".utf8))
        else { throw CommandError("What answers at \(address) is no status port.") }
        return String(decoding: bytes[end.upperBound...], as: UTF8.self)
    }

    private func connected() throws -> Int32 {
        switch address {
        case .tcp(let host, let port): return try connectTCP(host, port)
        case .unix(let path):
            var target = sockaddr_un()
            target.sun_family = sa_family_t(AF_UNIX)
            withUnsafeMutableBytes(of: &target.sun_path) { room in
                room.copyBytes(from: path.utf8.prefix(room.count - 1))
            }
            return try withUnsafePointer(to: &target) { pointer in
                try pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    try open(AF_UNIX, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        case .descriptor:
            throw CommandError("\(address) is no address to ask: give --status HOST:PORT.")
        }
    }

    private func connectTCP(_ host: String, _ port: UInt16) throws -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        var found: UnsafeMutablePointer<addrinfo>?
        // Who listens on every address is asked on this machine's own.
        let name = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host
        guard getaddrinfo(name, String(port), &hints, &found) == 0, let found else {
            throw CommandError("\(host) is no host that is known here.")
        }
        defer { freeaddrinfo(found) }
        guard let target = found.pointee.ai_addr else { throw silence(EADDRNOTAVAIL) }
        return try open(found.pointee.ai_family, target, found.pointee.ai_addrlen)
    }

    private func open(
        _ family: Int32, _ target: UnsafePointer<sockaddr>, _ length: socklen_t
    ) throws -> Int32 {
        let socket = Glibc.socket(
            family, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        guard socket >= 0 else { throw silence(errno) }
        var patience = timeval(tv_sec: 3, tv_usec: 0)
        let size = socklen_t(MemoryLayout<timeval>.size)
        setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, size)
        setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, size)
        guard connect(socket, target, length) == 0 else {
            let reason = errno
            close(socket)
            throw silence(reason)
        }
        return socket
    }

    private func silence(_ reason: Int32) -> CommandError {
        CommandError(
            "No status port answers at \(address) (\(String(cString: strerror(reason)))). "
                + "Start the server with --status-bind \(address), or say where with --status.")
    }
}
