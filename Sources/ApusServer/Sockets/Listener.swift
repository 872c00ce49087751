internal import CLinux
internal import Glibc

/// An open listening socket.
public struct Listener: Sendable {
    /// The address as it was asked for.
    let asked: BindAddress
    /// The address as it was asked for, with the port that the system picked in place of 0.
    public let address: BindAddress
    /// The socket, not blocking.
    public let descriptor: Int32
    /// The socket file's device and inode, so that only our own file is removed at the end.
    private var file: SocketFile?

    /// The address as the log shows it: `http://127.0.0.1:8000`.
    var shown: String {
        switch address {
        case .tcp: "http://\(address)"
        default: "\(address)"
        }
    }

    /// Opens a listening socket. The error's line says why it can't and what to do.
    public init(_ address: BindAddress, backlog: Int) throws(ListenError) {
        try self.init(address, backlog: backlog, umask: nil)
    }

    /// Opens a listening socket; a unix socket's file is made without the mode bits of `umask`.
    init(_ address: BindAddress, backlog: Int, umask: Int?) throws(ListenError) {
        switch address {
        case .tcp(let host, let port):
            try self.init(host: host, port: port, backlog: Int32(clamping: backlog))
        case .unix(let path):
            try self.init(path: path, backlog: Int32(clamping: backlog), umask: umask)
        case .descriptor(let number):
            guard Self.isListening(number) else {
                throw ListenError(
                    address, ENOTSOCK, "can't use fd://\(number): it is no listening socket")
            }
            setCloseOnExec(number)
            // Accepted sockets inherit it; a unix socket has no such option.
            setOption(number, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
            self.init(
                asked: address, address: socketAddress(number) ?? address, descriptor: number)
        }
        setNonBlocking(descriptor)
    }

    private init(asked: BindAddress, address: BindAddress, descriptor: Int32) {
        self.asked = asked
        self.address = address
        self.descriptor = descriptor
    }

    /// A listener that the program before this one opened in the same process; nil when the
    /// descriptor is none.
    init?(_ handed: Handover.Listening) {
        guard Self.isListening(handed.descriptor) else { return nil }
        asked = handed.asked
        address = handed.address
        descriptor = handed.descriptor
        file = handed.file
    }

    /// What another program in this process needs to go on with it.
    var handedOver: Handover.Listening {
        Handover.Listening(asked: asked, address: address, descriptor: descriptor, file: file)
    }

    private init(host: String, port: UInt16, backlog: Int32) throws(ListenError) {
        let asked = BindAddress.tcp(host: host, port: port)
        let found = try Self.lookUp(host, port)
        defer { freeaddrinfo(found) }
        // A name may have several addresses: the IPv4 one first, as elsewhere.
        var choice = found
        var next: UnsafeMutablePointer<addrinfo>? = found
        while let entry = next {
            if entry.pointee.ai_family == AF_INET {
                choice = entry
                break
            }
            next = entry.pointee.ai_next
        }
        let family = choice.pointee.ai_family
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(family, kind, 0)
        guard socket >= 0 else { throw Self.failure(asked, errno) }
        setOption(socket, SOL_SOCKET, SO_REUSEADDR, 1)
        // Accepted sockets inherit it, which saves a call for each.
        setOption(socket, Int32(IPPROTO_TCP), TCP_NODELAY, 1)
        guard bind(socket, choice.pointee.ai_addr, choice.pointee.ai_addrlen) == 0,
            listen(socket, backlog) == 0
        else {
            let reason = errno
            _ = Glibc.close(socket)
            throw Self.failure(asked, reason)
        }
        descriptor = socket
        self.asked = asked
        let bound = socketPort(socket) ?? port
        self.address = .tcp(host: host, port: bound)
    }

    private init(path: String, backlog: Int32, umask: Int?) throws(ListenError) {
        let asked = BindAddress.unix(path: path)
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        let socket = Glibc.socket(AF_UNIX, kind, 0)
        guard socket >= 0 else { throw Self.failure(asked, errno) }
        var failed: Int32?
        if Self.withUnixAddress(path, { connect(socket, $0, $1) }) == 0 {
            failed = EADDRINUSE
        } else if errno == ECONNREFUSED, isSocket(path) {
            // Left behind by a server that was killed: nobody listens.
            unlink(path)
        }
        if failed == nil {
            let before = umask.map { Glibc.umask(mode_t($0)) }
            if Self.withUnixAddress(path, { bind(socket, $0, $1) }) != 0 { failed = errno }
            if let before { _ = Glibc.umask(before) }
        }
        if failed == nil, listen(socket, backlog) != 0 { failed = errno }
        if let failed {
            _ = Glibc.close(socket)
            throw Self.failure(asked, failed)
        }
        descriptor = socket
        self.asked = asked
        self.address = asked
        var status = stat()
        if stat(path, &status) == 0 {
            file = SocketFile(device: UInt(status.st_dev), inode: UInt(status.st_ino))
        }
    }

    /// Closes this process's hold on the socket; whoever inherited it goes on listening.
    public func close() { _ = Glibc.close(descriptor) }

    /// Has the kernel take no new connections, for good and in all processes that hold the socket.
    /// Those that wait to be accepted stay, and those of TCP that are just being made join them. A
    /// socket that came from elsewhere (`fd://`, a service manager) may outlive this server and is
    /// left as it is.
    func refuseNew() {
        if case .descriptor = asked { return }
        switch address {
        case .tcp: _ = clinux_refuse_handshakes(descriptor)
        case .unix: shutdown(descriptor, Int32(SHUT_RD))
        case .descriptor: break
        }
    }

    /// Gives a unix socket's file to the workers' user.
    func give(to identity: Identity) {
        guard case .unix(let path) = address, file != nil else { return }
        _ = chown(path, identity.user, identity.group)
    }

    /// Removes a unix socket's file, if it is still the one that was made here.
    public func removeFile() {
        guard case .unix(let path) = address, let file else { return }
        var status = stat()
        if stat(path, &status) == 0, UInt(status.st_dev) == file.device,
            UInt(status.st_ino) == file.inode
        {
            unlink(path)
        }
    }

    private static func lookUp(
        _ host: String, _ port: UInt16
    ) throws(ListenError) -> UnsafeMutablePointer<addrinfo> {
        let asked = BindAddress.tcp(host: host, port: port)
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_STREAM.rawValue)
        hints.ai_flags = AI_PASSIVE | AI_NUMERICSERV
        var result: UnsafeMutablePointer<addrinfo>?
        let status = getaddrinfo(host, String(port), &hints, &result)
        guard status == 0, let result else {
            throw ListenError(
                asked, EADDRNOTAVAIL,
                "can't listen on \(asked): the host '\(host)' is not known here")
        }
        return result
    }

    private static func failure(_ address: BindAddress, _ reason: Int32) -> ListenError {
        let advice =
            switch reason {
            case EADDRINUSE:
                ". Another program listens there: stop it, or choose another address with --bind"
            case EACCES, EPERM:
                ". Ports below 1024 and others' folders need rights: choose another with --bind"
            case EADDRNOTAVAIL: ". This machine doesn't have that address"
            case ENOENT: ". The socket's folder is missing: make it first"
            default: ""
            }
        return ListenError(
            address, reason, "can't listen on \(address): \(systemReason(reason))\(advice)")
    }

    private static func isListening(_ descriptor: Int32) -> Bool {
        var value: Int32 = 0
        var length = socklen_t(MemoryLayout<Int32>.size)
        return getsockopt(descriptor, SOL_SOCKET, SO_ACCEPTCONN, &value, &length) == 0
            && value == 1
    }

    private static func withUnixAddress(
        _ path: String, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Int32
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        return withUnsafeMutableBytes(of: &address) { bytes in
            let start = MemoryLayout<sockaddr_un>.offset(of: \.sun_path) ?? 2
            let text = Array(path.utf8.prefix(bytes.count - start - 1))
            bytes[start...].copyBytes(from: text)
            return bytes.withMemoryRebound(to: sockaddr.self) { rebound in
                guard let pointer = rebound.baseAddress else { return -1 }
                return body(UnsafePointer(pointer), socklen_t(start + text.count + 1))
            }
        }
    }
}

/// The device and inode of a unix socket's file.
struct SocketFile: Equatable {
    let device: UInt
    let inode: UInt
}

private func isSocket(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFSOCK
}
