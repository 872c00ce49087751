import CLinux
import Glibc
import Testing

extension Scenarios {
    @Suite struct `A reload` {
        @Test func `brings in a new program under load without a failed request`() throws {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let old = server.workers
            let load = Load(server)
            try load.waitUntilAsked(20)
            try ServerProcess.copy(server.program, server.folder + "/next")
            rename(server.folder + "/next", server.program)
            var status = stat()
            stat(server.program, &status)
            for round in 1...3 {
                server.signal(SIGHUP)
                try waitUntil("generation \(round + 1)") {
                    server.log.contains("Generation \(round + 1) serves")
                }
            }
            try waitUntil("the old workers are gone") { server.workers.count == 2 }
            try load.waitUntilAsked(50)
            #expect(try load.stop().failures == [])
            #expect(Set(server.workers).isDisjoint(with: old))
            for worker in server.workers {
                var running = stat()
                stat("/proc/\(worker)/exe", &running)
                #expect(running.st_ino == status.st_ino)
            }
        }

        @Test(arguments: ["127.0.0.1:0", "unix:/tmp/apus-roll-\(getpid()).sock"])
        func `under a thousand requests loses none, on kept connections and new ones`(
            bind: String
        ) throws {
            let server = try ServerProcess(["--workers", "2"], bind: bind, ready: 2)
            let load = Load(server)
            try load.waitUntilAsked(100)
            server.signal(SIGHUP)
            try waitUntil("the new generation") { server.log.contains("Generation 2 serves") }
            try waitUntil("the old workers are gone") { server.workers.count == 2 }
            try load.waitUntilAsked(Scenarios.times(20_000, bounded: 1000))
            #expect(try load.stop().failures == [])
        }

        @Test func `keeps the old generation when the new one can't boot`() throws {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let old = Set(server.workers)
            let load = Load(server)
            close(clinux_open(server.program + ".fail", O_WRONLY | O_CREAT, 0o600))
            server.signal(SIGHUP)
            try waitUntil("the generation is dropped") { server.log.contains("is dropped") }
            #expect(
                server.log.contains(
                    "Generation 2 is dropped, generation 1 keeps serving: the database is not there"
                ))
            unlink(server.program + ".fail")
            try waitUntil("only the old workers") { Set(server.workers) == old }
            server.signal(SIGHUP)
            try waitUntil("the next reload works") { server.log.contains("Generation 3 serves") }
            #expect(try load.stop().failures == [])
        }

        @Test func `keeps the old generation when the file is no program`() throws {
            let server = try ServerProcess(ownCopy: true)
            let old = server.workers
            rename(server.program, server.folder + "/old")
            let file = clinux_open(server.program, O_WRONLY | O_CREAT, 0o755)
            write(file, "nothing to run", 14)
            close(file)
            server.signal(SIGHUP)
            try waitUntil("the generation is dropped") { server.log.contains("is dropped") }
            #expect(server.log.contains("can't start the program: exec format error"))
            unlink(server.program)
            server.signal(SIGHUP)
            try waitUntil("the reload is dropped") { server.log.contains("Reload dropped") }
            #expect(server.workers == old)
            // A respawn runs the program that is live, though its name is gone.
            kill(old[0], SIGKILL)
            try waitUntil("a new worker") { server.workers.count == 1 && server.workers != old }
            #expect(try server.get("/").status == 200)
        }
    }
}
