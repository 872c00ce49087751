import Glibc
import Testing

@testable import ApusServer

extension Scenarios {
    @Suite struct `A stop` {
        private static let binds = [
            "127.0.0.1:0", "unix:/tmp/apus-stop-\(getpid()).sock",
        ]

        @Test(arguments: binds) func `under constant load answers everyone who was connected`(
            bind: String
        ) throws {
            for round in 1...Scenarios.times(50, bounded: 4) {
                let server = try ServerProcess(["--workers", "2"], bind: bind, ready: 2)
                let load = Load(
                    server.address, clients: 8, body: "Hello, World!", untilRefused: true)
                try load.waitUntilAsked(100)
                server.signal(SIGTERM)
                let result = try load.finish()
                #expect(result.failures == [], "round \(round)")
                #expect(server.wait() == 0)
            }
        }

        @Test(arguments: binds) func `serves the connections that wait in the kernel's queue`(
            bind: String
        ) throws {
            let server = try ServerProcess(ServerProcess.watched, bind: bind)
            let gate = server.folder + "/gate"
            // The only worker is held: who connects now waits in the queue.
            let held = try Client(server.address)
            try held.ask("/wait?\(gate)")
            try server.waitUntilInFlight("/wait?\(gate)")
            let queued = try (0..<20).map { _ in try Client(server.address) }
            for client in queued { try client.ask("/") }
            server.signal(SIGTERM)
            try waitUntil("the signal is handled") { server.log.contains("signal: SIGTERM") }
            try make(gate)
            #expect(try held.answer().body == "waited")
            for client in queued { #expect(try client.answer().body == "Hello, World!") }
            #expect(server.wait() == 0)
        }

        @Test func `refuses a new connection on a unix socket from the first moment`() throws {
            let path = "/tmp/apus-refuse-\(getpid()).sock"
            let server = try ServerProcess(ServerProcess.watched, bind: "unix:" + path)
            let gate = server.folder + "/gate"
            let held = try Client(path: path)
            try held.ask("/wait?\(gate)")
            try server.waitUntilInFlight("/wait?\(gate)")
            server.signal(SIGTERM)
            try waitUntil("it is refused") { (try? Client(path: path)) == nil }
            // Another server may take the place while this one finishes.
            let next = try ServerProcess(bind: "unix:" + path)
            #expect(try Client(path: path).get("/").status == 200)
            try make(gate)
            #expect(try held.answer().body == "waited")
            #expect(server.wait() == 0)
            #expect(try Client(path: path).get("/").status == 200)
            next.signal(SIGTERM)
            #expect(next.wait() == 0)
        }

        @Test func `has the kernel begin no connection that nobody would serve`() throws {
            let server = try ServerProcess(ServerProcess.watched)
            let gate = server.folder + "/gate"
            let held = try Client(server.address)
            try held.ask("/wait?\(gate)")
            try server.waitUntilInFlight("/wait?\(gate)")
            server.signal(SIGTERM)
            try waitUntil("it stops") {
                try server.status("/workers").contains("\"state\": \"draining\"")
            }
            // Were it accepted into the queue, the connection would be there at once.
            let late = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
            defer { close(late) }
            setNonBlocking(late)
            var address = sockaddr_in()
            address.sin_family = sa_family_t(AF_INET)
            address.sin_port = server.port.bigEndian
            address.sin_addr.s_addr = inet_addr("127.0.0.1")
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    _ = connect(late, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
                }
            }
            var event = pollfd(fd: late, events: Int16(POLLOUT), revents: 0)
            #expect(poll(&event, 1, 300) == 0)
            try make(gate)
            #expect(try held.answer().body == "waited")
            #expect(server.wait() == 0)
            // The client asks again by itself, and hears that nobody is there any more.
            #expect(poll(&event, 1, 60_000) == 1)
            #expect(event.revents & Int16(POLLERR) != 0)
        }

        @Test func `is cut short by QUIT`() throws {
            let server = try ServerProcess(ServerProcess.watched)
            let client = try Client(server.address)
            try client.ask("/sleep?s=600")
            try server.waitUntilInFlight("/sleep?s=600")
            server.signal(SIGTERM)
            try waitUntil("the signal is handled") { server.log.contains("signal: SIGTERM") }
            server.signal(SIGQUIT)
            #expect(server.wait() == 0)
        }
    }

    @Suite struct `A worker that goes while others stay` {
        @Test func `leaves the queue to them`() throws {
            let server = try ServerProcess(["--workers", "2"] + ServerProcess.watched, ready: 2)
            let gate = server.folder + "/gate"
            let workers = server.workers
            // One after the other: whoever holds the first does not accept the second.
            let held = try (1...workers.count).map { number in
                let client = try Client(server.address)
                try client.ask("/wait?\(gate)")
                try server.waitUntilInFlight("/wait?\(gate)", number)
                return client
            }
            let queued = try (0..<20).map { _ in try Client(server.address) }
            for client in queued { try client.ask("/pid") }
            // Both are told to go while they are held, and would find the queue when they are not.
            server.signal(SIGHUP)
            try waitUntil("the next generation") { server.log.contains("Generation 2 serves") }
            for client in queued {
                let pid = try #require(pid_t(client.answer().body))
                #expect(!workers.contains(pid))
            }
            try make(gate)
            for client in held { #expect(try client.answer().body == "waited") }
        }

        @Test func `answers a request that comes with the end of its time`() throws {
            // The view holds the loop past the end of the idle connection's time, and the request
            // that came meanwhile is seen before the connection is closed.
            let server = try ServerProcess(["--keep-alive", "2"] + ServerProcess.watched)
            let gate = server.folder + "/gate"
            let idle = try (0..<300).map { _ in try Client(server.address) }
            for client in idle { #expect(try client.get("/").status == 200) }
            let held = try Client(server.address)
            try held.ask("/wait?\(gate)")
            try server.waitUntilInFlight("/wait?\(gate)")
            let open = idle.filter(\.isSilent)
            for client in open { try client.ask("/") }
            usleep(2_200_000)
            try make(gate)
            for client in open { #expect(try client.answer().body == "Hello, World!") }
            #expect(try held.answer().body == "waited")
        }
    }
}

/// Makes an empty file.
private func make(_ path: String) throws {
    let file = creat(path, 0o600)
    try #require(file >= 0)
    close(file)
}
