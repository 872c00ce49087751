import Glibc
import Testing

extension Scenarios {
    @Suite struct `The hooks of a site` {
        private func lines(_ server: ServerProcess) -> [String] {
            readFile(server.folder + "/hooks").split(separator: "\n").map(String.init)
        }

        private func start(_ arguments: [String], _ more: [String] = [], ready: Int) throws
            -> ServerProcess
        {
            try ServerProcess(
                arguments, environment: ["HOOKS=$FOLDER/hooks"] + more, ownCopy: true,
                ready: ready)
        }

        @Test func `are called at each turn of the server's life, and may fail`() throws {
            let server = try start(["--workers", "2"], ready: 2)
            try waitUntil("it is ready") { lines(server).contains("ready") }
            #expect(lines(server).first == "master starts")
            #expect(
                Set(lines(server).dropFirst()) == [
                    "worker 1 of 1 starts", "worker 1 of 1 is ready", "worker 2 of 1 starts",
                    "worker 2 of 1 is ready", "ready",
                ])
            kill(try #require(pid_t(server.get("/pid").body)), SIGKILL)
            try waitUntil("a successor") { server.count("is ready after") == 3 }
            let deaths = lines(server).filter { $0.hasSuffix("died of SIGKILL") }
            #expect(deaths.count == 1)
            server.signal(SIGHUP)
            try waitUntil("the old ones are gone") {
                lines(server).count { $0.hasSuffix("of 1 exited with status 0 (reloaded)") } == 2
            }
            #expect(lines(server).contains("reload 2"))
            #expect(lines(server).contains("worker 2 of 2 is ready"))
            server.signal(SIGUSR2)
            try waitUntil("the upgrade") {
                lines(server).count { $0.hasSuffix("of 2 exited with status 0 (reloaded)") } == 2
            }
            #expect(lines(server).count { $0 == "master starts" } == 2)
            #expect(lines(server).count { $0 == "ready" } == 2)
            #expect(lines(server).contains("reload 3"))
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
            let end = lines(server).suffix(3)
            #expect(
                Set(end) == [
                    "worker 1 of 3 exited with status 0 (stopped)",
                    "worker 2 of 3 exited with status 0 (stopped)", "shutdown",
                ])
            #expect(end.last == "shutdown")
            // Each of them threw.
            for name in ["MasterStart", "Ready", "WorkerStart", "WorkerExit", "Reload", "Shutdown"]
            {
                #expect(server.log.contains("The hook on\(name) failed: as the test wants it"))
            }
        }

        @Test func `learn why a worker has ended`() throws {
            let server = try start(
                ["--workers", "1", "--max-requests", "1", "--timeout", "2"], ready: 1)
            #expect(try server.get("/").status == 200)
            try waitUntil("it is recycled") {
                lines(server).contains(
                    "worker 1 of 1 exited with status 0 (recycled: requests)")
            }
            let spinning = try Client(server.address)
            try spinning.ask("/spin")
            try waitUntil("it is aborted") {
                lines(server).contains("worker 1 of 1 died of SIGABRT (silent for too long)")
            }
            try waitUntil("a successor") { server.count("is ready after") == 3 }
            try #require(server.workers.count == 1)
            kill(server.workers[0], SIGTERM)
            try waitUntil("it was told to go") {
                lines(server).contains {
                    $0.hasSuffix("exited with status 0 (told to go by someone else)")
                }
            }
        }

        @Test func `hear of a worker that can't boot, and of the end of the server`() throws {
            let server = try start([], ["BOOT_FAIL=1"], ready: 0)
            #expect(server.wait() == 3)
            #expect(
                lines(server) == [
                    "master starts", "worker 1 of 1 starts",
                    "worker 1 of 1 exited with status 3 (failed to boot: the database is not there)",
                    "shutdown",
                ])
        }
    }

    @Suite struct `A worker's lifetime` {
        @Test func `ends with a successor, without a failed request, and is counted`() throws {
            let server = try ServerProcess(
                ["--workers", "2", "--max-worker-lifetime", "1"] + ServerProcess.watched, ready: 2)
            let load = Load(server)
            try waitUntil("successors of successors") { server.count("is ready after") >= 6 }
            #expect(try load.stop().failures == [])
            #expect(server.log.contains("Asking for a successor: it has lived for 1 s"))
            #expect(
                try server.status("/metrics").contains(
                    "apus_worker_restarts_total{reason=\"lifetime\"} "))
            #expect(server.count("ERROR") == 0)
        }

        @Test func `is spread, so that not all go at once`() throws {
            let server = try ServerProcess(
                [
                    "--workers", "2", "--max-worker-lifetime", "0.1",
                    "--max-worker-lifetime-jitter", "1000000",
                ], ready: 2)
            usleep(2_000_000)
            #expect(server.count("Asking for a successor") == 0)
        }
    }
}
