import CLinux
import Glibc

/// A server process of `runserver`, as its supervisor sees it.
struct SupervisedServer {
    let pid: pid_t
    /// The supervisor's end of the control socket.
    let control: Int32
    /// When it was started.
    let started: Int
    /// When it said that it serves.
    var ready: Int?
    /// Bytes of a report that isn't whole yet.
    var received: [UInt8] = []
    /// When it is killed if it hasn't ended by then.
    var deadline: Int?

    /// Starts `executable` as a server on `listener`.
    init(
        _ executable: String, listener: DevelopmentListener, token: String, isFirst: Bool,
        standsIn failure: String? = nil
    ) throws {
        var ends: [Int32] = [0, 0]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &ends) == 0 else {
            throw SystemError("Can't make a socket pair")
        }
        defer { close(ends[1]) }
        // A server that reads nothing for so long is not worth waiting for.
        var patience = timeval(tv_sec: 2, tv_usec: 0)
        setsockopt(
            ends[0], SOL_SOCKET, SO_SNDTIMEO, &patience, socklen_t(MemoryLayout<timeval>.size))
        var environment = [
            ServerRole.listenerName: String(ServerRole.listener),
            ServerRole.controlName: String(ServerRole.control),
            ServerRole.addressName: listener.address.description,
            ServerRole.tokenName: token,
        ]
        if isFirst { environment[ServerRole.firstName] = "1" }
        if failure != nil { environment[ServerRole.standInName] = "1" }
        let spawn = Spawn(
            program: executable, arguments: ["runserver", "--noreload"],
            environment: environment,
            descriptors: [
                (child: ServerRole.listener, mine: listener.descriptor),
                (child: ServerRole.control, mine: ends[1]),
            ])
        do {
            pid = try spawn.start()
        } catch {
            close(ends[0])
            throw error
        }
        control = ends[0]
        started = Clock.now
        if let failure { send(.failed(token: token, output: failure)) }
    }

    /// Tells it something; a server that has gone doesn't hear it.
    func send(_ message: ControlMessage) {
        var rest = message.bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes {
                Glibc.send(control, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return }
            rest = rest.dropFirst(count)
        }
    }

    /// Reads what it said; false once it has closed its end.
    mutating func receive() -> Bool {
        var chunk = [UInt8](repeating: 0, count: 16_384)
        let count = recv(control, &chunk, chunk.count, Int32(MSG_DONTWAIT))
        if count < 0 { return errno == EAGAIN || errno == EINTR }
        received.append(contentsOf: chunk[..<max(0, count)])
        return count > 0
    }
}

/// What a process started by the supervisor finds in its environment.
struct ServerRole {
    static let listener: Int32 = 198
    static let control: Int32 = 199
    static let listenerName = "APUS_RUNSERVER_LISTENER"
    static let controlName = "APUS_RUNSERVER_CONTROL"
    static let addressName = "APUS_RUNSERVER_ADDRESS"
    static let tokenName = "APUS_RUNSERVER_TOKEN"
    static let firstName = "APUS_RUNSERVER_FIRST"
    static let standInName = "APUS_RUNSERVER_STANDS_IN"

    /// The socket to accept from.
    let listener: DevelopmentListener
    /// The socket on which the supervisor is heard and told.
    let control: Int32
    let token: String
    /// Whether the banner hasn't been printed yet.
    let isFirst: Bool
    /// Whether there is no site to serve, only the page that says why.
    let standsIn: Bool

    /// Takes the role out of the environment, so that what the site starts doesn't find it there.
    static func take() throws -> ServerRole? {
        defer {
            for name in [
                listenerName, controlName, addressName, tokenName, firstName, standInName,
            ] { unsetenv(name) }
        }
        guard let listener = Environment[listenerName].flatMap({ Int32($0) }),
            let control = Environment[controlName].flatMap({ Int32($0) }),
            let address = Environment[addressName], let token = Environment[tokenName]
        else { return nil }
        for descriptor in [listener, control] {
            _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
        }
        return ServerRole(
            listener: DevelopmentListener(
                inherited: listener, address: try AddressPort(address)),
            control: control, token: token, isFirst: Environment[firstName] != nil,
            standsIn: Environment[standInName] != nil)
    }
}
