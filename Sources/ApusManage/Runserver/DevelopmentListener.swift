import CLinux
import Glibc

/// The socket that `runserver` listens on. It is opened once; every build of the site that is
/// swapped in accepts from it, so no connection is refused in between.
struct DevelopmentListener {
    /// The listening descriptor, closed on exec.
    let descriptor: Int32
    /// Where it listens: the port is the real one when 0 was asked for.
    let address: AddressPort

    /// Opens it; throws `CommandError` with Django's one-line texts.
    init(_ address: AddressPort) throws {
        var hints = addrinfo()
        hints.ai_family = address.isIPv6 ? AF_INET6 : AF_INET
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE
        var found: UnsafeMutablePointer<addrinfo>?
        let code = getaddrinfo(address.host, String(address.port), &hints, &found)
        guard code == 0, let info = found?.pointee else {
            throw Self.failure("Can't find the address '\(address.host)'.")
        }
        defer { freeaddrinfo(found) }
        let type = info.ai_socktype | Int32(SOCK_CLOEXEC.rawValue)
        let descriptor = socket(info.ai_family, type, info.ai_protocol)
        guard descriptor >= 0 else { throw Self.failure(String(cString: strerror(errno))) }
        var yes: Int32 = 1
        let size = socklen_t(MemoryLayout<Int32>.size)
        setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, size)
        guard bind(descriptor, info.ai_addr, info.ai_addrlen) == 0, listen(descriptor, 1024) == 0
        else {
            let code = errno
            close(descriptor)
            throw Self.failure(Self.text(for: code))
        }
        self.descriptor = descriptor
        var real = address
        real.port = Self.port(of: descriptor) ?? address.port
        self.address = real
    }

    /// Takes over a listening socket from the supervisor.
    init(inherited descriptor: Int32, address: AddressPort) {
        self.descriptor = descriptor
        self.address = address
    }

    private static func text(for code: Int32) -> String {
        switch code {
        case EACCES: "You don't have permission to access that port."
        case EADDRINUSE: "That port is already in use."
        case EADDRNOTAVAIL: "That IP address can't be assigned to."
        default: String(cString: strerror(code))
        }
    }

    private static func failure(_ text: String) -> any Error {
        Output.error("Error: \(text)")
        return Exit(status: 1)
    }

    private static func port(of descriptor: Int32) -> UInt16? {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
        return withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                guard getsockname(descriptor, $0, &length) == 0 else { return nil }
                return $0.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                    UInt16(bigEndian: $0.pointee.sin_port)
                }
            }
        }
    }
}
