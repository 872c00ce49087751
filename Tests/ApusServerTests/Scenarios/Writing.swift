import Glibc
import Synchronization
import Testing

extension Scenarios {
    /// What each of several clients writes is in the database once, whatever happens to the
    /// processes between.
    @Suite struct `While everybody writes` {
        @Test func `no write is lost, done twice or hidden, and no database is locked`() throws {
            let clients = 8
            let each = Scenarios.times(20_000, bounded: 1600) / clients
            let folder = "/tmp/apus-writing-\(getpid())-\(UInt32.random(in: 0 ... .max))"
            mkdir(folder, 0o700)
            defer {
                for suffix in ["", "-wal", "-shm"] { unlink(folder + "/counter.db" + suffix) }
                rmdir(folder)
            }
            let environment = ["COUNTER_DB=\(folder)/counter.db"]
            let server = try ServerProcess(
                ["--workers", "4", "--keep-alive", "30"], environment: environment,
                product: "CounterUnderTest", ready: 4)
            let told = Told()
            let port = server.port
            let writers = (0..<clients).map { number in
                Background { write(each, as: number, to: port, told) }
            }
            let readers = (0..<4).map { _ in Background { read(from: port, told) } }
            let all = each * clients
            func waitForShare(_ percent: Int) throws {
                try waitUntil("\(percent) % are written", seconds: 900) {
                    told.acknowledged.load(ordering: .relaxed) >= all * percent / 100
                }
            }
            // Three reloads, and between the second and the third a worker that is killed.
            try waitForShare(15)
            server.signal(SIGHUP)
            try waitUntil("the second generation") { server.count("is ready after") >= 8 }
            try waitForShare(35)
            server.signal(SIGHUP)
            try waitUntil("the third generation") { server.count("is ready after") >= 12 }
            try waitForShare(55)
            // Those of the second generation are gone: whoever is killed now has a successor.
            try waitUntil("four workers") { server.workers.count == 4 }
            try kill(#require(server.workers.first), SIGKILL)
            try waitUntil("its successor") { server.count("is ready after") >= 13 }
            try waitForShare(75)
            server.signal(SIGHUP)
            for writer in writers { _ = try writer.value() }
            told.isOver.store(true, ordering: .relaxed)
            for reader in readers { #expect(try reader.value() > each / 4) }
            let failures = told.failures.withLock { $0 }
            #expect(failures == [])
            #expect(told.acknowledged.load(ordering: .relaxed) == all)
            #expect(try server.get("/figures").body == "\(all) \(all) ok")
        }
    }
}

/// What the clients were told.
private final class Told: Sendable {
    let acknowledged = Atomic(0)
    let failures = Mutex<[String]>([])
    let isOver = Atomic(false)
}

/// Reads the counter again and again, which may never be behind what a writer was told before, and
/// returns how often it was read.
private func read(from port: UInt16, _ told: Told) -> Int {
    var client: Client?
    var count = 0
    while !told.isOver.load(ordering: .relaxed) {
        let known = told.acknowledged.load(ordering: .sequentiallyConsistent)
        do {
            let connection = try client ?? Client(port: port)
            client = connection
            try connection.send("GET /count HTTP/1.1\r\nHost: test\r\n\r\n")
            let answer = try connection.answer()
            if answer.head.contains("Connection: close") { client = nil }
            let counts = answer.body.split(separator: " ").compactMap { Int($0) }
            if counts.count != 3 || counts.contains(where: { $0 < known }) {
                told.failures.withLock { $0.append("\(known) were written, seen: \(answer.body)") }
            }
            count += 1
        } catch {
            client = nil
        }
    }
    return count
}

/// Writes `count` tokens one after the other; where the connection breaks, asks again on a new one.
private func write(
    _ count: Int, as number: Int, to port: UInt16, _ told: Told
) {
    var client: Client?
    for token in 0..<count {
        var attempts = 0
        while true {
            attempts += 1
            do {
                let connection = try client ?? Client(port: port)
                client = connection
                try connection.send(
                    "POST /add/\(number)-\(token) HTTP/1.1\r\nHost: test\r\n"
                        + "Content-Length: 0\r\n\r\n")
                let answer = try connection.answer()
                if answer.head.contains("Connection: close") { client = nil }
                if answer.status != 200 {
                    told.failures.withLock { $0.append("\(answer.status) \(answer.body)") }
                }
                told.acknowledged.wrappingAdd(1, ordering: .sequentiallyConsistent)
                break
            } catch {
                client = nil
                guard attempts < 100 else {
                    told.failures.withLock { $0.append("\(number)-\(token): \(error)") }
                    return
                }
                usleep(10_000)
            }
        }
    }
}
