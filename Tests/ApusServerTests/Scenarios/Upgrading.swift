import CLinux
import Glibc
import Testing

extension Scenarios {
    @Suite struct `An upgrade of the master` {
        /// Puts another file in the program's place, as a deploy does.
        private func deploy(_ source: String, over server: ServerProcess) throws {
            try ServerProcess.copy(source, server.folder + "/next")
            rename(server.folder + "/next", server.program)
        }

        private func inode(_ path: String) -> UInt {
            var status = stat()
            return stat(path, &status) == 0 ? UInt(status.st_ino) : 0
        }

        @Test(arguments: ["127.0.0.1:0", "unix:/tmp/apus-upgrade-\(getpid()).sock"])
        func `keeps pid, listeners and workers, then rolls over, without a failed request`(
            bind: String
        ) throws {
            let server = try ServerProcess(["--workers", "2"], bind: bind, ownCopy: true, ready: 2)
            let old = server.workers
            let load = Load(server)
            for round in 1...Scenarios.times(5, bounded: 2) {
                try deploy(server.program, over: server)
                server.signal(SIGUSR2)
                try waitUntil("upgrade \(round): \(server.log)") {
                    server.count("This program is the master now") == round
                        && server.log.contains("Generation \(round + 1) serves")
                }
                #expect(inode("/proc/\(server.pid)/exe") == inode(server.program))
            }
            try waitUntil("the old workers are gone") {
                server.workers.count == 2 && Set(server.workers).isDisjoint(with: old)
            }
            for worker in server.workers {
                #expect(inode("/proc/\(worker)/exe") == inode(server.program))
            }
            #expect(try load.stop().failures == [])
            #expect(server.count("ERROR") == 0)
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
            if case .unix(let path) = server.address { #expect(access(path, F_OK) != 0) }
        }

        @Test func `is dropped when the file is no program, no server, not executable or gone`()
            throws
        {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let workers = server.workers
            let program = inode(server.program)
            rename(server.program, server.folder + "/old")
            func expectDropped(_ reason: String, _ count: Int) throws {
                server.signal(SIGUSR2)
                try waitUntil("\(reason): \(server.log)") {
                    server.count("Upgrade dropped, the master goes on as it is") == count
                }
                #expect(server.log.contains("goes on as it is: \(reason)"))
                #expect(try server.get("/").status == 200)
            }
            try expectDropped("can't open the program", 1)
            let file = clinux_open(server.program, O_WRONLY | O_CREAT, 0o755)
            write(file, "nothing to run", 14)
            close(file)
            try expectDropped("can't start the program: Exec format error", 2)
            try deploy("/bin/true", over: server)
            try expectDropped("it is no server that could take over", 3)
            try deploy("/bin/false", over: server)
            try expectDropped("it exited with status 1", 4)
            chmod(server.program, 0o644)
            try expectDropped("can't start the program: Permission denied", 5)
            #expect(server.workers == workers)
            #expect(inode("/proc/\(server.pid)/exe") == program)
            // All is as it was: a right program is taken.
            try deploy(server.folder + "/old", over: server)
            server.signal(SIGUSR2)
            try waitUntil("the upgrade") { server.log.contains("Generation 2 serves") }
        }

        @Test func `is given back by a program that fails only when it is the master`() throws {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let workers = server.workers
            let program = inode("/proc/\(server.pid)/exe")
            try deploy(server.program, over: server)
            // The new program finds a pid file in its settings that it can't write.
            close(clinux_open(server.program + ".pid", O_WRONLY | O_CREAT, 0o600))
            let load = Load(server)
            server.signal(SIGUSR2)
            try waitUntil("it is given back: \(server.log)") {
                server.log.contains("Upgrade dropped, the master goes on as it is: can't write")
            }
            #expect(inode("/proc/\(server.pid)/exe") == program)
            #expect(server.workers == workers)
            unlink(server.program + ".pid")
            kill(workers[0], SIGKILL)
            try waitUntil("a worker in its place") { server.count("is ready after") == 3 }
            server.signal(SIGUSR2)
            try waitUntil("the next upgrade works: \(server.log)") {
                server.log.contains("Generation 2 serves")
            }
            // The killed worker may have taken a request with it, nothing else did.
            #expect(try load.stop().failures.count <= 8)
            #expect(try server.get("/").status == 200)
        }

        @Test func `leaves the old workers and their program when the new ones can't boot`() throws
        {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let workers = Set(server.workers)
            let old = inode(server.program)
            try deploy(server.program, over: server)
            close(clinux_open(server.program + ".fail", O_WRONLY | O_CREAT, 0o600))
            server.signal(SIGUSR2)
            try waitUntil("the generation is dropped: \(server.log)") {
                server.log.contains("Generation 2 is dropped, generation 1 keeps serving")
            }
            try waitUntil("only the old workers") { Set(server.workers) == workers }
            unlink(server.program + ".fail")
            kill(try #require(server.workers.first), SIGKILL)
            try waitUntil("a worker in its place") { server.count("is ready after") == 3 }
            for worker in server.workers { #expect(inode("/proc/\(worker)/exe") == old) }
            #expect(try server.get("/").status == 200)
        }

        @Test func `asked for twice, or during a reload, is made once and loses nothing`() throws {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            let load = Load(server)
            server.signal(SIGHUP)
            usleep(2000)
            server.signal(SIGUSR2)
            usleep(2000)
            server.signal(SIGUSR2)
            server.signal(SIGHUP)
            try waitUntil("it serves: \(server.log)") {
                server.count("This program is the master now") >= 1
                    && server.workers.count == 2 && server.log.contains(" serves; generation")
            }
            #expect(try load.stop().failures == [])
            #expect(try server.get("/").status == 200)
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
        }

        @Test func `under way is given up for TERM`() throws {
            let server = try ServerProcess(["--workers", "2"], ownCopy: true, ready: 2)
            server.signal(SIGUSR2)
            server.signal(SIGTERM)
            #expect(server.wait() == 0)
        }
    }
}
