import CLinux
import Glibc
import Testing

@testable import ApusServer

extension Scenarios {
    @Suite struct `Among other programs` {
        /// A socket such as systemd hands to a service.
        private func listener() throws -> (socket: Int32, port: UInt16) {
            let listener = try Listener(.tcp(host: "127.0.0.1", port: 0), backlog: 64)
            guard case .tcp(_, let port) = listener.address else { return (-1, 0) }
            return (listener.descriptor, port)
        }

        private func title(_ pid: pid_t) -> String {
            String(readFile("/proc/\(pid)/cmdline").prefix { $0 != "\0" })
        }

        @Test(arguments: [false, true])
        func `a service manager hears of readiness, reloads, the watchdog and the end`(
            isAbstract: Bool
        ) throws {
            let manager = try NotifySocket(isAbstract: isAbstract)
            let server = try ServerProcess(
                ["--workers", "2"],
                environment: ["NOTIFY_SOCKET=\(manager.name)", "WATCHDOG_USEC=200000"],
                ownCopy: true, ready: 2)
            try waitUntil("it is ready") { manager.heard.contains("READY=1\n") }
            try waitUntil("the status") {
                manager.heard.contains("STATUS=2 workers serve (generation 1)")
            }
            try waitUntil("signs of life") { manager.count("WATCHDOG=1") > 2 }
            server.signal(SIGHUP)
            try waitUntil("ready again") { manager.count("READY=1\n") == 2 }
            #expect(manager.heard.contains("RELOADING=1\nMONOTONIC_USEC="))
            server.signal(SIGUSR2)
            try waitUntil("ready after the upgrade") {
                manager.heard.contains("STATUS=2 workers serve (generation 3)")
            }
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
            #expect(manager.heard.contains("STOPPING=1\n"))
        }

        @Test func `a service that can't boot is never ready`() throws {
            let manager = try NotifySocket(isAbstract: false)
            let server = try ServerProcess(
                environment: ["NOTIFY_SOCKET=\(manager.name)", "BOOT_FAIL=1"], ready: 0)
            #expect(server.wait() == 3)
            #expect(!manager.heard.contains("READY=1"))
        }

        @Test func `sockets of a service manager take the place of --bind and outlive the server`()
            throws
        {
            let (socket, port) = try listener()
            defer { close(socket) }
            for _ in 1...2 {
                let server = try ServerProcess(
                    ["--workers", "2"], environment: ["LISTEN_FDS=1", "LISTEN_PID=$$"],
                    bind: "127.0.0.1:1", ownCopy: true, ready: 2, inherits: socket)
                #expect(server.log.contains("Listening at: http://127.0.0.1:\(port)"))
                #expect(try Client(port: port).get("/").status == 200)
                server.signal(SIGUSR2)
                try waitUntil("the upgrade") { server.log.contains("Generation 2 serves") }
                #expect(try Client(port: port).get("/").status == 200)
                server.signal(SIGTERM)
                #expect(server.wait() == 0)
                // The socket still listens: a client waits for the next server.
                #expect(throws: Never.self) { try Client(port: port) }
            }
        }

        @Test func `an inherited socket is served as fd://3`() throws {
            let (socket, port) = try listener()
            defer { close(socket) }
            let server = try ServerProcess(bind: "fd://3", inherits: socket)
            #expect(try Client(port: port).get("/").body == "Hello, World!")
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
        }

        @Test func `a pid file is in use while its server runs, and stale afterwards`() throws {
            let path = "/tmp/apus-lock-\(getpid())"
            defer { unlink(path) }
            // The number of another process, which had a server's before.
            let file = creat(path, 0o600)
            write(file, "\(getpid())\n", "\(getpid())\n".utf8.count)
            close(file)
            let server = try ServerProcess(["--pid", path], ownCopy: true)
            #expect(readFile(path) == "\(server.pid)\n")
            func expectInUse() throws {
                let second = try ServerProcess(["--pid", path], ready: 0)
                #expect(second.wait() == 1)
                #expect(
                    second.log.contains(
                        "the pid file \(path) belongs to process \(server.pid), which still runs"))
                #expect(readFile(path) == "\(server.pid)\n")
            }
            try expectInUse()
            server.signal(SIGUSR2)
            try waitUntil("the upgrade") { server.log.contains("Generation 2 serves") }
            try expectInUse()
            // No worker keeps it from being free when the master is killed.
            server.signal(SIGKILL)
            _ = server.wait()
            let next = try ServerProcess(["--pid", path])
            #expect(readFile(path) == "\(next.pid)\n")
            next.signal(SIGTERM)
            #expect(next.wait() == 0)
            #expect(access(path, F_OK) != 0)
        }

        @Test func `master and workers are told apart in ps`() throws {
            let server = try ServerProcess(
                ["--workers", "2", "--name", "mysite"], ownCopy: true, ready: 2)
            #expect(title(server.pid) == "apus: master [mysite]")
            #expect(
                Set(server.workers.map(title)) == ["apus: worker 1", "apus: worker 2"])
            // The arguments and the environment are still what they were.
            #expect(try server.get("/name").body == server.program)
            server.signal(SIGUSR2)
            try waitUntil("the upgrade") { server.log.contains("Generation 2 serves") }
            #expect(title(server.pid) == "apus: master [mysite]")
        }

        @Test(arguments: [("0", mode_t(0o777)), ("007", 0o770), ("0117", 0o660)])
        func `a unix socket has the mode that the umask leaves, whatever was there before`(
            umask: String, mode: mode_t
        ) throws {
            let path = "/tmp/apus-mode-\(getpid())-\(umask).sock"
            let killed = try ServerProcess(["--umask", umask], bind: "unix:" + path)
            let workers = killed.workers
            killed.signal(SIGKILL)
            _ = killed.wait()
            try waitUntil("its workers are gone") { !workers.contains(where: isAlive) }
            #expect(access(path, F_OK) == 0)
            let server = try ServerProcess(["--umask", umask], bind: "unix:" + path)
            var status = stat()
            stat(path, &status)
            #expect(status.st_mode & 0o777 == mode)
            #expect(try Client(path: path).get("/").status == 200)
            let second = try ServerProcess(bind: "unix:" + path, ready: 0)
            #expect(second.wait() == 1)
            #expect(second.log.contains("can't listen on unix:\(path): address already in use"))
            #expect(try server.get("/").status == 200)
        }

        @Test(.enabled(if: geteuid() == 0, "only root becomes someone else"))
        func `workers give up root for another user, and still leave with their master`() throws {
            let path = "/tmp/apus-user-\(getpid()).sock"
            let server = try ServerProcess(
                ["--workers", "2", "--user", "nobody"], bind: "unix:" + path, ready: 2)
            let nobody = try #require(getpwnam("nobody")).pointee
            var status = stat()
            for worker in server.workers {
                let ids = readFile("/proc/\(worker)/status").split(separator: "\n")
                let user = nobody.pw_uid
                let group = nobody.pw_gid
                #expect(ids.contains("Uid:\t\(user)\t\(user)\t\(user)\t\(user)"))
                #expect(ids.contains("Gid:\t\(group)\t\(group)\t\(group)\t\(group)"))
            }
            stat(path, &status)
            #expect(status.st_uid == nobody.pw_uid)
            #expect(try server.get("/").status == 200)
            let workers = server.workers
            server.signal(SIGKILL)
            _ = server.wait()
            try waitUntil("the workers are gone") { !workers.contains(where: isAlive) }
            unlink(path)
        }

        @Test(arguments: [
            (["--user", "no-one-here"], "--user: there is no user 'no-one-here' on this machine"),
            (
                ["--group", "no-one-here"],
                "--group: there is no group 'no-one-here' on this machine"
            ),
            (["--umask", "9"], "--umask: '9' is not a file mode in octal, as in 027"),
        ])
        func `an account that is not there stops the start`(arguments: [String], line: String)
            throws
        {
            let result = try runToEnd(arguments)
            #expect(result.status == 2)
            #expect(result.text == "Error: \(line)\n")
        }
    }
}

/// What systemd listens on for its services.
private final class NotifySocket: @unchecked Sendable {
    let name: String
    private let socket: Int32
    private var text = ""

    init(isAbstract: Bool) throws {
        let path = "/tmp/apus-notify-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        name = isAbstract ? "@" + path : path
        socket = Glibc.socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
        setNonBlocking(socket)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = (isAbstract ? [0] : []) + Array(path.utf8)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        let status = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(socket, $0, socklen_t(2 + bytes.count))
            }
        }
        try #require(status == 0)
    }

    deinit {
        close(socket)
        unlink(name)
    }

    /// All that was told so far, a message ended by an empty line.
    var heard: String {
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(socket, &buffer, buffer.count, 0)
            guard count > 0 else { return text }
            text += String(decoding: buffer[..<count], as: UTF8.self) + "\n\n"
        }
    }

    func count(_ part: String) -> Int { heard.ranges(of: part).count }
}
