internal import CLinux
internal import Glibc

func setOption(_ socket: Int32, _ level: Int32, _ name: Int32, _ value: Int32) {
    var value = value
    setsockopt(socket, level, name, &value, socklen_t(MemoryLayout<Int32>.size))
}

func setNonBlocking(_ descriptor: Int32) {
    let flags = clinux_fcntl(descriptor, F_GETFL, 0)
    if flags >= 0 { _ = clinux_fcntl(descriptor, F_SETFL, flags | O_NONBLOCK) }
}

func setCloseOnExec(_ descriptor: Int32) {
    _ = clinux_fcntl(descriptor, F_SETFD, FD_CLOEXEC)
}

/// The port that a TCP socket is bound to.
func socketPort(_ socket: Int32) -> UInt16? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let status = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            getsockname(socket, $0, &length)
        }
    }
    return status == 0 ? PeerAddress(storage)?.port : nil
}

/// Where a socket that came from elsewhere listens.
func socketAddress(_ socket: Int32) -> BindAddress? {
    var storage = sockaddr_storage()
    var length = socklen_t(MemoryLayout<sockaddr_storage>.size)
    let status = withUnsafeMutablePointer(to: &storage) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
            getsockname(socket, $0, &length)
        }
    }
    guard status == 0 else { return nil }
    if let own = PeerAddress(storage) { return .tcp(host: own.host, port: own.port) }
    guard Int32(storage.ss_family) == AF_UNIX else { return nil }
    let path = withUnsafeBytes(of: &storage) { bytes in
        String(decoding: bytes[2..<Int(length)].prefix { $0 != 0 }, as: UTF8.self)
    }
    return path.isEmpty ? nil : .unix(path: path)
}

/// The address of a socket's other end.
struct PeerAddress {
    let host: String
    let port: UInt16

    /// Nil for a unix socket, whose peers have no address.
    init?(_ storage: sockaddr_storage) {
        var storage = storage
        let family = Int32(storage.ss_family)
        guard family == AF_INET || family == AF_INET6 else { return nil }
        let size = Int(INET6_ADDRSTRLEN)
        (host, port) = withUnsafeMutableBytes(of: &storage) { bytes in
            let port = UInt16(bytes[2]) << 8 | UInt16(bytes[3])
            let start = family == AF_INET ? 4 : 8
            let host = withUnsafeTemporaryAllocation(of: CChar.self, capacity: size) { text in
                guard let base = text.baseAddress, let source = bytes.baseAddress,
                    inet_ntop(family, source + start, base, socklen_t(size)) != nil
                else { return "" }
                return String(cString: base)
            }
            return (host, port)
        }
    }
}
