import CLinux
import Glibc
import Testing

extension Scenarios {
    @Suite struct `The master` {
        @Test func `replaces a worker that is killed while the other keeps answering`() throws {
            let server = try ServerProcess(["--workers", "2"], ready: 2)
            let first = try #require(pid_t(server.get("/pid").body))
            kill(first, SIGKILL)
            for _ in 0..<20 { #expect(try server.get("/").status == 200) }
            try waitUntil("a new worker") { server.count("is ready after") == 3 }
            #expect(server.workers.count == 2)
            #expect(server.log.contains("(pid \(first)) died of SIGKILL\n"))
        }

        @Test func `names signal, method and path when a view traps, and replaces the worker`()
            throws
        {
            let server = try ServerProcess()
            let client = try Client(port: server.port)
            try client.send("GET /crash?index=3 HTTP/1.1\r\nHost: test\r\n\r\n")
            #expect(throws: Client.Failure.self) { try client.answer() }
            #expect(try server.get("/").body == "Hello, World!")
            #expect(server.log.contains("died of SIGILL while serving GET /crash?index=3\n"))
            // What the trap said is in the error log, not lost with the terminal.
            #expect(readFile(server.folder + "/log").contains("Fatal error: Index out of range"))
        }

        @Test func `aborts a worker that spins, and replaces it`() throws {
            let server = try ServerProcess(["--timeout", "2"])
            let client = try Client(port: server.port)
            try client.send("GET /spin HTTP/1.1\r\nHost: test\r\n\r\n")
            try waitUntil("the worker is aborted: \(server.log)") {
                server.log.contains("died of SIGABRT")
            }
            #expect(
                server.log.contains("gave no sign of life for 2 s, busy with GET /spin: aborted"))
            #expect(try server.get("/").status == 200)
        }

        @Test func `does not abort a worker that only waits`() throws {
            let server = try ServerProcess(["--timeout", "2"])
            let client = try Client(port: server.port)
            #expect(try client.get("/asleep?s=5").body == "slept")
            #expect(server.count("aborted") == 0)
        }

        @Test func `finishes what is in flight at TERM and exits with 0`() throws {
            let server = try ServerProcess(["--workers", "2"] + ServerProcess.watched, ready: 2)
            let asleep = try Client(port: server.port)
            let blocked = try Client(port: server.port)
            try asleep.send("GET /asleep?s=4 HTTP/1.1\r\nHost: test\r\n\r\n")
            try blocked.send("GET /sleep?s=3 HTTP/1.1\r\nHost: test\r\n\r\n")
            try server.waitUntilInFlight("/asleep?s=4")
            server.signal(SIGTERM)
            let answer = try asleep.answer()
            #expect(answer.body == "slept")
            #expect(answer.head.contains("Connection: close"))
            #expect(try blocked.answer().body == "slept")
            #expect(server.wait() == 0)
            #expect(throws: Client.Refused.self) { try Client(port: server.port) }
        }

        @Test func `cuts requests short at QUIT and exits with 0`() throws {
            let server = try ServerProcess(ServerProcess.watched)
            let client = try Client(port: server.port)
            try client.send("GET /sleep?s=600 HTTP/1.1\r\nHost: test\r\n\r\n")
            try server.waitUntilInFlight("/sleep?s=600")
            server.signal(SIGQUIT)
            #expect(server.wait() == 0)
        }

        @Test func `kills what is still busy when the graceful timeout is over`() throws {
            let server = try ServerProcess(["--graceful-timeout", "0.3"] + ServerProcess.watched)
            let client = try Client(port: server.port)
            try client.send("GET /sleep?s=600 HTTP/1.1\r\nHost: test\r\n\r\n")
            try server.waitUntilInFlight("/sleep?s=600")
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
            #expect(
                server.log.contains("did not leave in time, busy with GET /sleep?s=600: killed"))
        }

        @Test func `keeps one worker more at TTIN and one less at TTOU`() throws {
            let server = try ServerProcess()
            server.signal(SIGTTIN)
            try waitUntil("a second worker") { server.count("is ready after") == 2 }
            #expect(server.workers.count == 2)
            server.signal(SIGTTOU)
            try waitUntil("one worker again") { server.workers.count == 1 }
            server.signal(SIGTTOU)
            usleep(100_000)
            #expect(try server.get("/").status == 200)
        }

        @Test func `drains the workers at WINCH and brings them back at TTIN`() throws {
            let server = try ServerProcess(["--workers", "2"], ready: 2)
            server.signal(SIGWINCH)
            try waitUntil("no worker") { server.workers.isEmpty }
            #expect(isAlive(server.pid))
            server.signal(SIGTTIN)
            try waitUntil("a worker") { server.count("is ready after") == 3 }
            #expect(try server.get("/").status == 200)
        }

        @Test func `replaces a worker that has served enough without a failed request`() throws {
            let server = try ServerProcess(["--max-requests", "10"])
            var pids: Set<String> = []
            try waitUntil("the third worker answers") {
                pids.insert(try server.get("/pid").body)
                return pids.count == 3
            }
            #expect(server.count("ERROR") == 0)
        }

        @Test func `replaces a worker that has grown too large`() throws {
            let server = try ServerProcess(["--max-worker-memory", "150m"])
            let first = server.workers
            #expect(try server.get("/leak?mb=1").status == 200)
            #expect(try server.get("/leak?mb=200").status == 200)
            try waitUntil("another worker") { server.count("is ready after") == 2 }
            try waitUntil("the first is gone") { Set(server.workers).isDisjoint(with: first) }
            #expect(server.log.contains("Asking for a successor: its memory passes 150m"))
        }

        @Test func `is survived by no worker when it is killed`() throws {
            let server = try ServerProcess(["--workers", "2"] + ServerProcess.watched, ready: 2)
            let workers = server.workers
            #expect(workers.count == 2)
            let client = try Client(port: server.port)
            try client.send("GET /sleep?s=600 HTTP/1.1\r\nHost: test\r\n\r\n")
            try server.waitUntilInFlight("/sleep?s=600")
            server.signal(SIGKILL)
            _ = server.wait()
            try waitUntil("the workers are gone") { !workers.contains(where: isAlive) }
        }

        @Test(arguments: [["--threads", "1"], ["--threads", "4"]])
        func `is survived by no worker when it is killed under constant load`(mode: [String])
            throws
        {
            for _ in 1...Scenarios.times(10, bounded: 1) {
                let server = try ServerProcess(
                    ["--workers", "2", "--keep-alive", "600"] + mode + ServerProcess.watched,
                    ready: 2)
                let workers = server.workers
                let address = server.address
                let waiting = try Client(address)
                try waiting.ask("/asleep?s=600")
                try server.waitUntilInFlight("/asleep?s=600")
                let load = Load(address, untilRefused: true)
                try load.waitUntilAsked(100)
                server.signal(SIGKILL)
                _ = server.wait()
                try waitUntil("the workers are gone") { !workers.contains(where: isAlive) }
                #expect(throws: Client.Refused.self) { try Client(address) }
                // Those whose requests were cut off are not the subject.
                _ = try load.stop()
            }
        }

        @Test func `holds back the starts of workers that keep dying`() throws {
            let server = try ServerProcess()
            for number in 1...5 {
                let worker = try #require(server.workers.first)
                kill(worker, SIGKILL)
                try waitUntil("start \(number)") { server.count("is ready after") == number + 1 }
            }
            #expect(server.log.contains("Workers keep dying: from now on one start a second"))
            #expect(try server.get("/").status == 200)
        }

        @Test func `exits with 3 and the reason when no worker can boot`() throws {
            let server = try ServerProcess(
                ["--workers", "2"], environment: ["BOOT_FAIL=1"], ready: 0)
            #expect(server.wait() == 3)
            #expect(server.log.contains("No worker could boot: the database is not there\n"))
        }

        @Test func `kills a worker that is not ready in time`() throws {
            let server = try ServerProcess(
                ["--boot-timeout", "0.3"], environment: ["BOOT_HANG=1"], ready: 0)
            #expect(server.wait() == 3)
            #expect(server.log.contains("No worker could boot: it was not ready after 0.3 s"))
        }

        @Test func `writes its pid file once it listens and removes it at the end`() throws {
            let server = try ServerProcess(["--pid", "/tmp/apus-pid-\(getpid())"])
            #expect(readFile("/tmp/apus-pid-\(getpid())") == "\(server.pid)\n")
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
            #expect(access("/tmp/apus-pid-\(getpid())", F_OK) != 0)
        }

        @Test func `says who is in the way when the port is taken`() throws {
            let server = try ServerProcess()
            let result = try runToEnd(["--bind", "127.0.0.1:\(server.port)"])
            #expect(result.status == 1)
            #expect(
                result.text == """
                    Error: can't listen on 127.0.0.1:\(server.port): address already in use. Another \
                    program listens there: stop it, or choose another address with --bind

                    """)
        }

        @Test func `ignores the signals of a master in its workers`() throws {
            let server = try ServerProcess()
            let worker = try #require(server.workers.first)
            for number in [SIGHUP, SIGUSR2, SIGTTIN, SIGTTOU, SIGWINCH] { kill(worker, number) }
            usleep(50_000)
            #expect(try server.get("/pid").body == "\(worker)")
        }

        @Test func `kills no healthy worker after it was itself stopped for a while`() throws {
            let server = try ServerProcess(
                ["--workers", "2", "--timeout", "2", "--header-timeout", "600"], ready: 2)
            let workers = server.workers
            let client = try Client(server.address)
            // Master alone, then all of them.
            for pids in [[server.pid], [server.pid] + workers] {
                let absences = server.count("The master was away for ")
                for pid in pids { kill(pid, SIGSTOP) }
                usleep(4_000_000)
                for pid in pids.reversed() { kill(pid, SIGCONT) }
                try waitUntil("the absence is noted") {
                    server.count("The master was away for ") > absences
                }
                usleep(2_500_000)
                #expect(server.workers == workers)
            }
            #expect(try client.get("/").status == 200)
            #expect(server.count("aborted") == 0)
        }

        @Test func `replaces a worker that someone else tells to go`() throws {
            let server = try ServerProcess()
            kill(try #require(server.workers.first), SIGTERM)
            try waitUntil("another worker") { server.count("is ready after") == 2 }
            #expect(server.log.contains("was told to go by someone else: replaced"))
            #expect(server.count("ERROR") == 0)
            #expect(try server.get("/").status == 200)
        }

        @Test func `gives a successor the number of the worker it replaces`() throws {
            let server = try ServerProcess(["--workers", "2", "--max-requests", "5"], ready: 2)
            let load = Load(server, clients: 2)
            try waitUntil("five successors: \(server.log)", seconds: 120) {
                server.count("is ready after") > 6
            }
            #expect(try load.stop().failures == [])
            #expect(server.count("Booting worker 1") + server.count("Booting worker 2") > 6)
            #expect(server.count("worker 3 (pid") == 0)
        }

        @Test func `holds no more descriptors, threads and memory after a hundred reloads`() throws
        {
            let server = try ServerProcess(["--workers", "2"], ready: 2)
            func reload(_ rounds: ClosedRange<Int>) throws {
                for round in rounds {
                    server.signal(SIGHUP)
                    try waitUntil("generation \(round + 1)") {
                        server.log.contains("Generation \(round + 1) serves")
                    }
                }
                try waitUntil("two workers") { server.workers.count == 2 }
            }
            let most = Scenarios.times(100, bounded: 20)
            try reload(1...5)
            let before = ProcessFigures(server.pid)
            try reload(6...most)
            let after = ProcessFigures(server.pid)
            #expect(after.descriptors == before.descriptors)
            #expect(after.threads == 1)
            #expect(after.bytes < before.bytes + 2 << 20, "\(before), then \(after)")
        }
    }
}
