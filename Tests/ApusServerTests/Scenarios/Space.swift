import CLinux
import Glibc
import Testing

extension Scenarios {
    @Suite struct `A large body` {
        @Test func `is in a file that is gone with its request`() throws {
            let folder = try TemporaryFolder()
            let server = try ServerProcess(environment: ["TMPDIR=\(folder.path)"])
            let worker = try #require(server.workers.first)
            let client = try Client(port: server.port)
            #expect(try client.get("/").status == 200)
            let before = ProcessFigures(worker)
            let body = String(repeating: "0123456789", count: 500_000)
            try client.send(
                "POST /back HTTP/1.1\r\nHost: t\r\nContent-Length: 5000000\r\n\r\n"
                    + body.prefix(4_000_000))
            try waitUntil("the body is in a file") {
                ProcessFigures(worker).descriptors == before.descriptors + 1
            }
            #expect(folder.isEmpty)
            try client.send(String(body.dropFirst(4_000_000)))
            #expect(try client.answer().body == body)
            try waitUntil("the file is gone") {
                ProcessFigures(worker).descriptors == before.descriptors
            }
            let cut = try Client(port: server.port)
            try cut.send(
                "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 5000000\r\n\r\n"
                    + body.prefix(300_000))
            try waitUntil("the next body is in a file") {
                ProcessFigures(worker).descriptors == before.descriptors + 2
            }
            shutdown(cut.socket, Int32(SHUT_RDWR))
            try waitUntil("the file of a client that left is gone") {
                ProcessFigures(worker).descriptors == before.descriptors
            }
        }

        @Test func `is refused before it is sent when it says that it is too large`() throws {
            let server = try ServerProcess(["--limit-request-body", "1m"])
            let client = try Client(port: server.port)
            try client.send("POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 1048577\r\n\r\n")
            let answer = try client.answer()
            #expect(answer.status == 413)
            #expect(answer.head.contains("Connection: close"))
            #expect(try client.rest() == "")
        }

        @Test func `in chunks is refused once it is too large`() throws {
            let server = try ServerProcess(["--limit-request-body", "100k"])
            let client = try Client(port: server.port)
            let chunk = "10000\r\n" + String(repeating: "x", count: 65536) + "\r\n"
            try client.send(
                "POST /size HTTP/1.1\r\nHost: t\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + chunk + chunk)
            #expect(try client.answer().status == 413)
        }

        @Test func `that finds no room costs its own request and no other`() throws {
            let server = try ServerProcess()
            let worker = try #require(server.workers.first)
            try limit(worker, "--fsize=200000")
            let client = try Client(port: server.port)
            try client.send(
                "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 300000\r\n\r\n"
                    + String(repeating: "x", count: 300_000))
            #expect(try client.answer().status == 507)
            #expect(server.log.contains("A request is answered with 507: can't keep a body"))
            #expect(try server.get("/pid").body == "\(worker)")
        }

        @Test func `for which no file can be made is answered with 503`() throws {
            let server = try ServerProcess(environment: ["TMPDIR=/nowhere"])
            let client = try Client(port: server.port)
            try client.send(
                "POST /size HTTP/1.1\r\nHost: t\r\nContent-Length: 100000\r\n\r\n"
                    + String(repeating: "x", count: 100_000))
            #expect(try client.answer().status == 503)
            #expect(server.log.contains("can't make a temporary file in /nowhere"))
        }
    }

    @Suite struct `A worker without room` {
        @Test(arguments: [["--threads", "2"], ["--threads", "1"]])
        func `leaves new connections to an idle sibling`(threads: [String]) throws {
            let server = try ServerProcess(
                ["--workers", "2"] + threads + ServerProcess.watched, ready: 2)
            let gate = server.folder + "/gate"
            let held = try (1...(threads[1] == "2" ? 2 : 1)).map { number in
                let client = try Client(port: server.port)
                try client.ask("/wait?\(gate)")
                try server.waitUntilInFlight("/wait?\(gate)", number)
                return client
            }
            for _ in 0..<20 { #expect(try server.get("/").status == 200) }
            for client in held { #expect(client.isSilent) }
            close(clinux_open(gate, O_WRONLY | O_CREAT, 0o600))
            for client in held { #expect(try client.answer().body == "waited") }
        }

        @Test func `stops accepting at its limit and goes on when a client leaves`() throws {
            let server = try ServerProcess(["--worker-connections", "2", "--keep-alive", "600"])
            let first = try Client(port: server.port)
            #expect(try first.get("/").status == 200)
            var second: Client? = try Client(port: server.port)
            #expect(try second?.get("/").status == 200)
            let third = try Client(port: server.port)
            try third.send("GET /pid HTTP/1.1\r\nHost: t\r\n\r\n")
            #expect(try first.get("/").status == 200)
            #expect(third.isSilent)
            second = nil
            #expect(try third.answer().status == 200)
        }

        @Test func `of descriptors neither crashes nor spins, and goes on when it has some`() throws
        {
            let server = try ServerProcess(["--keep-alive", "600"])
            let worker = try #require(server.workers.first)
            let open = ProcessFigures(worker).descriptors
            try limit(worker, "--nofile=\(open + 8)")
            var clients = try (0..<30).map { _ in try Client(port: server.port) }
            for client in clients { try client.send("GET /pid HTTP/1.1\r\nHost: t\r\n\r\n") }
            try waitUntil("descriptors ran out") { server.log.contains("Can't accept:") }
            let used = processorTime(worker)
            sleep(1)
            #expect(processorTime(worker) - used < 30)
            for _ in 0..<30 {
                let client = clients.removeFirst()
                #expect(try client.answer().body == "\(worker)")
            }
            #expect(server.count("Can't accept:") < 5)
        }
    }

    @Suite struct `A log that can't be written` {
        @Test func `costs no request when the disk is full`() throws {
            let server = try ServerProcess(["--access-log", "/dev/full"])
            for _ in 0..<20 { #expect(try server.get("/").status == 200) }
        }

        @Test func `costs no request when its reader has left`() throws {
            let folder = try TemporaryFolder()
            let pipe = folder.path + "/pipe"
            mkfifo(pipe, 0o600)
            let reader = clinux_open(pipe, O_RDONLY | O_NONBLOCK, 0)
            let server = try ServerProcess(["--access-log", pipe])
            #expect(try server.get("/").status == 200)
            close(reader)
            for _ in 0..<20 { #expect(try server.get("/").status == 200) }
            unlink(pipe)
        }
    }

    @Suite struct `A log whose reader is stuck` {
        @Test(arguments: [true, false])
        func `costs no request, and tells of its losses once it is read again`(
            isNamed: Bool
        ) throws {
            let folder = try TemporaryFolder()
            let pipe = folder.path + "/pipe"
            defer { unlink(pipe) }
            mkfifo(pipe, 0o600)
            // Open, and nobody reads.
            let reader = clinux_open(pipe, O_RDONLY | O_NONBLOCK, 0)
            defer { close(reader) }
            let output = clinux_open(pipe, O_WRONLY, 0)
            defer { close(output) }
            let flags = ["--workers", "2", "--keep-alive", "600"] + ServerProcess.watched
            let server = try ServerProcess(
                flags + ["--access-log", isNamed ? pipe : "-"], ready: 2,
                output: isNamed ? nil : output)
            let target = "/?" + String(repeating: "x", count: 2000)
            let client = try Client(server.address)
            for _ in 0..<300 { #expect(try client.get(target).status == 200) }
            let lost = "apus_log_lines_lost_total{log=\"access\"} "
            try waitUntil("losses are counted") {
                try !server.status("/metrics").contains(lost + "0\n")
            }
            // Whoever else writes there waits as before.
            #expect(clinux_fcntl(output, F_GETFL, 0) & O_NONBLOCK == 0)
            var buffer = [UInt8](repeating: 0, count: 1 << 16)
            var text = ""
            try waitUntil("it is told of") {
                let count = read(reader, &buffer, buffer.count)
                if count > 0 { text += String(decoding: buffer[..<count], as: UTF8.self) }
                return server.log.contains(" lines of the access log are lost: nobody read it")
            }
            let lines = text.split(separator: "\n")
            #expect(lines.count > 30)
            #expect(
                lines.allSatisfy { $0.hasPrefix("127.0.0.1 - - [") && $0.hasSuffix("\"-\" \"-\"") })
            #expect(try server.get("/").status == 200)
        }

        @Test func `stops neither master nor workers when it is the error log`() throws {
            let folder = try TemporaryFolder()
            let pipe = folder.path + "/pipe"
            defer { unlink(pipe) }
            mkfifo(pipe, 0o600)
            let reader = clinux_open(pipe, O_RDONLY | O_NONBLOCK, 0)
            defer { close(reader) }
            let server = try ServerProcess(
                ["--error-log", pipe, "--log-level", "debug", "--bind", "unix:$FOLDER/socket"],
                ready: 0)
            let address = ServerAddress.unix(server.folder + "/socket")
            try waitUntil("it serves") { (try? Client(address)) != nil }
            // Each is a line at this level.
            for _ in 0..<3000 {
                let client = try Client(address)
                try client.send("GET / HTTP/9.9\r\n\r\n")
                #expect(try client.answer().status == 505)
            }
            kill(try #require(server.workers.first), SIGKILL)
            try waitUntil("another worker") { try Client(address).get("/").status == 200 }
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
        }
    }

    @Suite struct `While clients are slow` {
        @Test func `the others are answered and memory stays flat`() throws {
            let server = try ServerProcess(["--write-timeout", "600", "--header-timeout", "600"])
            let worker = try #require(server.workers.first)
            let lorises = try (0..<64).map { number in
                let client = try Client(port: server.port)
                try client.send("GET / HTTP/1.1\r\nHost: t\r\nX-Slow: \(number)")
                return client
            }
            let before = ProcessFigures(worker).bytes
            let readers = try (0..<20).map { number in
                let client = try Client(port: server.port)
                let path = number % 2 == 0 ? "/repeat?mb=50" : "/flood?n=100000"
                try client.send("GET \(path) HTTP/1.1\r\nHost: t\r\n\r\n")
                return client
            }
            let result = try Load(server, requests: Scenarios.times(20_000, bounded: 500)).finish()
            #expect(result.failures == [])
            #expect(ProcessFigures(worker).bytes - before < 32 << 20)
            withExtendedLifetime((lorises, readers)) {}
        }

        @Test(arguments: [["--threads", "1"], ["--threads", "2"]])
        func `two hundred that trickle keep nobody from an answer, and end by themselves`(
            mode: [String]
        ) throws {
            let server = try ServerProcess(
                ["--header-timeout", "2", "--body-timeout", "2", "--workers", "1"] + mode)
            let slow = try (0..<200).map { number in
                let client = try Client(server.address)
                try client.send(
                    number % 2 == 0
                        ? "GET / HTTP/1.1\r\nHost: t\r\nX-A: "
                        : "POST /size HTTP/1.1\r\nHost: t\r\n")
                return client
            }
            // A byte of a head each, again and again, and a body that doesn't begin.
            let trickle = Background {
                for client in slow.enumerated().filter({ $0.offset % 2 == 1 }).map(\.element) {
                    try client.send("Content-Length: 100\r\n\r\n")
                }
                var open = slow.enumerated().filter { $0.offset % 2 == 0 }.map(\.element)
                while !open.isEmpty {
                    open = open.filter { client in
                        client.isSilent && (try? client.send("a")) != nil
                    }
                    usleep(50_000)
                }
            }
            let load = Load(server, clients: 4)
            try trickle.value()
            for client in slow {
                #expect(try client.answer().status == 408)
            }
            try load.waitUntilAsked(Scenarios.times(20_000, bounded: 500))
            #expect(try load.stop().failures == [])
        }

        @Test func `slow readers get all of it, and others their answers meanwhile`() throws {
            let server = try ServerProcess(["--write-timeout", "600"])
            let readers = try (0..<20).map { _ in
                let client = try Client(server.address)
                try client.ask("/repeat?mb=8")
                return client
            }
            let received = Background {
                var buffer = [UInt8](repeating: 0, count: 16 << 10)
                var counts = [Int](repeating: 0, count: readers.count)
                while counts.contains(where: { $0 < 8 << 20 }) {
                    for (place, reader) in readers.enumerated() where counts[place] < 8 << 20 {
                        let count = recv(reader.socket, &buffer, buffer.count, 0)
                        guard count > 0 else { return counts }
                        counts[place] += count
                    }
                    usleep(500)
                }
                return counts
            }
            let result = try Load(
                server, clients: 4, requests: Scenarios.times(20_000, bounded: 500)
            ).finish()
            #expect(result.failures == [])
            #expect(try received.value().allSatisfy { $0 >= 8 << 20 })
        }
    }
}

/// A folder of a test's own.
private final class TemporaryFolder {
    let path: String

    init() throws {
        var name = Array("/tmp/apus-space-XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&name)))
    }

    var isEmpty: Bool {
        guard let folder = opendir(path) else { return false }
        defer { closedir(folder) }
        var count = 0
        while readdir(folder) != nil { count += 1 }
        return count == 2
    }

    deinit { rmdir(path) }
}

/// Limits what a running process may use, as `prlimit` names it.
private func limit(_ pid: pid_t, _ what: String) throws {
    var child: pid_t = 0
    let texts: [String] = ["prlimit", "--pid", "\(pid)", what]
    let words = texts.map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    try #require(posix_spawnp(&child, "prlimit", nil, nil, words, clinux_environment()) == 0)
    var status: Int32 = 0
    waitpid(child, &status, 0)
    try #require(status == 0)
}

/// The processor time that a process has used, in hundredths of a second.
private func processorTime(_ pid: pid_t) -> Int {
    let stat = readFile("/proc/\(pid)/stat")
    let words = stat[(stat.lastIndex(of: ")") ?? stat.startIndex)...].split(separator: " ")
    return words.count > 13 ? (Int(words[12]) ?? 0) + (Int(words[13]) ?? 0) : 0
}
