import FoundationEssentials
import Glibc
import Synchronization
import Testing

@testable import ApusORM

/// Runs `body` on a thread of its own each time, all at once, and waits for all.
private func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
    final class Work: Sendable {
        let index: Int
        let body: @Sendable (Int) -> Void
        init(_ index: Int, _ body: @escaping @Sendable (Int) -> Void) {
            self.index = index
            self.body = body
        }
    }
    var threads: [pthread_t] = []
    for index in 0..<count {
        var thread = pthread_t()
        let work = Unmanaged.passRetained(Work(index, body))
        pthread_create(
            &thread, nil,
            { pointer in
                guard let pointer else { return nil }
                let work = Unmanaged<Work>.fromOpaque(pointer).takeRetainedValue()
                work.body(work.index)
                return nil
            }, work.toOpaque())
        threads.append(thread)
    }
    for thread in threads { pthread_join(thread, nil) }
}

@Suite(.polls) struct ConcurrencyTests {
    @Test func `a database that has no log yet may be opened by many at once`() throws {
        let failures = Mutex<[String]>([])
        for round in 0..<10 {
            let path = "/tmp/apus-opened-\(getpid())-\(round).db"
            defer { for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) } }
            try SQLiteConnection(path: path, busyTimeout: 60, isURI: false, settings: "")
                .run(script: "CREATE TABLE t (x); INSERT INTO t VALUES (1)")
            onThreads(6) { _ in
                do {
                    let connection = try SQLiteConnection(
                        path: path, busyTimeout: 60, isURI: false)
                    try connection.run(script: "INSERT INTO t VALUES (2)")
                } catch {
                    failures.withLock { $0.append("\(error)") }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
    }

    @Test func `no vote of many threads is lost and none is told that the database is locked`()
        throws
    {
        let database = try Database.current
        let failures = Mutex<[String]>([])
        onThreads(8) { index in
            database.with {
                for round in 0..<50 {
                    do {
                        try Choice.filter { $0.id == 1 }.update { $0.votes += 1 }
                        if round % 10 == 0 {
                            try database.transaction {
                                let choice = try Choice.get(2)
                                try Choice.filter { $0.id == 2 }.update {
                                    $0.votes = choice.votes + 1
                                }
                            }
                        }
                    } catch {
                        failures.withLock { $0.append("\(index): \(error)") }
                    }
                }
            }
        }
        #expect(failures.withLock { $0 } == [])
        #expect(try Choice.get(1).votes == 401)
        #expect(try Choice.get(2).votes == 42)
    }

    @Test func `a database in memory is shared by the process's threads`() throws {
        let database = try Database(":memory:")
        try database.connection.execute("CREATE TABLE counter (n integer)")
        try database.connection.execute("INSERT INTO counter VALUES (0)")
        let failures = Mutex(0)
        onThreads(4) { _ in
            for _ in 0..<25 {
                do {
                    try database.connection.execute("UPDATE counter SET n = n + 1")
                } catch {
                    failures.withLock { $0 += 1 }
                }
            }
        }
        #expect(failures.withLock { $0 } == 0)
        #expect(try database.connection.query("SELECT n FROM counter").first?[0] == .integer(100))
    }

    @Test func `getOrCreate of many threads makes one row`() throws {
        let database = try Database.current
        let made = Mutex(0)
        onThreads(6) { _ in
            database.with {
                let isNew = try? Shelf.getOrCreate { $0.name = "the one" }.isNew
                if isNew != false { made.withLock { $0 += 1 } }
            }
        }
        #expect(made.withLock { $0 } == 1)
        #expect(try Shelf.count() == 1)
    }
}
