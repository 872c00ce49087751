import ApusORM
import Foundation
import Testing

@Suite struct `A database that is copied whole` {
    /// A folder with a database of `rows` accounts of 100 each.
    private func withAccounts(
        _ rows: Int = 100, _ body: (Database, String) throws -> Void
    ) throws {
        let folder = NSTemporaryDirectory() + "apus-backup-" + UUID().uuidString
        try FileManager.default.createDirectory(
            atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let database = try Database(folder + "/site.db")
        try database.connection.run(
            script: """
                CREATE TABLE account (id integer PRIMARY KEY, amount integer NOT NULL);
                CREATE TABLE entry (id integer PRIMARY KEY, account_id integer NOT NULL
                REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED);
                INSERT INTO account (amount) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL
                SELECT i + 1 FROM n WHERE i < \(rows)) SELECT 100 FROM n;
                """)
        try body(database, folder)
        database.closeConnection()
    }

    private func value(_ sql: String, in database: Database) throws -> SQLValue? {
        try database.connection.query(sql).first?[0]
    }

    @Test func `is one file that holds the same`() throws {
        try withAccounts { database, folder in
            let file = folder + "/backup.sqlite3"
            try database.backUp(to: file)
            #expect(
                try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
                    == ["backup.sqlite3", "site.db", "site.db-shm", "site.db-wal"])
            let copy = try Database(file)
            #expect(try value("SELECT SUM(amount) FROM account", in: copy) == 10_000)
            #expect(try copy.damage().isEmpty)
            copy.closeConnection()
        }
    }

    @Test func `is of one moment while others write`() throws {
        try withAccounts(20_000) { database, folder in
            let stop = DispatchSemaphore(value: 0)
            let ended = DispatchSemaphore(value: 0)
            Thread.detachNewThread {
                var writes = 0
                while stop.wait(timeout: .now()) == .timedOut {
                    // What one account loses another gains: the sum is the same at every moment.
                    try? database.transaction {
                        let from = Int64.random(in: 1...20_000)
                        let to = Int64.random(in: 1...20_000)
                        let connection = try database.connection
                        try connection.execute(
                            "UPDATE account SET amount = amount - 1 WHERE id = ?", [.integer(from)])
                        try connection.execute(
                            "UPDATE account SET amount = amount + 1 WHERE id = ?", [.integer(to)])
                    }
                    writes += 1
                }
                #expect(writes > 0)
                ended.signal()
            }
            for round in 0..<5 {
                let file = folder + "/backup\(round).sqlite3"
                try database.backUp(to: file)
                let copy = try Database(file)
                #expect(try value("SELECT SUM(amount) FROM account", in: copy) == 2_000_000)
                #expect(try value("PRAGMA integrity_check", in: copy) == "ok")
                copy.closeConnection()
            }
            stop.signal()
            ended.wait()
        }
    }

    @Test func `is restored under the connections that are open`() throws {
        try withAccounts { database, folder in
            let file = folder + "/backup.sqlite3"
            try database.backUp(to: file)
            try database.connection.run(
                script: "UPDATE account SET amount = 0; CREATE TABLE later (id integer)")
            #expect(try value("SELECT SUM(amount) FROM account", in: database) == 0)
            try database.restore(from: file)
            #expect(try value("SELECT SUM(amount) FROM account", in: database) == 10_000)
            #expect(throws: DatabaseError.self) {
                _ = try value("SELECT * FROM later", in: database)
            }
            #expect(try value("PRAGMA journal_mode", in: database) == "wal")
            try database.connection.execute("UPDATE account SET amount = 1 WHERE id = 1")
            #expect(try database.damage().isEmpty)
        }
    }

    @Test func `is refused where it is damaged, and nothing has changed`() throws {
        try withAccounts(20_000) { database, folder in
            let file = folder + "/backup.sqlite3"
            try database.backUp(to: file)
            let handle = try #require(FileHandle(forUpdatingAtPath: file))
            try handle.seek(toOffset: 8192)
            try handle.write(contentsOf: Data(repeating: 0xA5, count: 40_000))
            try handle.close()
            for (path, kind) in [
                (file, DatabaseError.Kind.corrupt), ("/dev/null", .notADatabase),
                (folder + "/nowhere", .cannotOpen), (folder + "/site.db", .cannotOpen),
            ] {
                #expect {
                    try database.restore(from: path)
                } throws: { error in
                    (error as? DatabaseError)?.kind == kind
                }
            }
            #expect(try value("SELECT SUM(amount) FROM account", in: database) == 2_000_000)
        }
    }

    @Test func `needs the database to itself where its pages are of another size`() throws {
        try withAccounts { database, folder in
            let file = folder + "/small.sqlite3"
            let small = try Database(file)
            try small.connection.run(
                script: """
                    PRAGMA journal_mode = DELETE; PRAGMA page_size = 1024; VACUUM;
                    CREATE TABLE account (amount integer); INSERT INTO account VALUES (5);
                    """)
            small.closeConnection()
            let target = try Database(folder + "/site.db", busyTimeout: 1)
            #expect {
                try target.restore(from: file)
            } throws: { error in
                (error as? DatabaseError)?.kind == .busy
            }
            #expect(try value("SELECT SUM(amount) FROM account", in: database) == 10_000)
            database.closeConnection()
            try target.restore(from: file)
            #expect(try value("SELECT SUM(amount) FROM account", in: target) == 5)
            #expect(try value("PRAGMA journal_mode", in: target) == "wal")
            target.closeConnection()
        }
    }

    @Test func `leaves what was there where it can't be written`() throws {
        try withAccounts { database, folder in
            #expect(throws: DatabaseError.self) { try database.backUp(to: folder + "/no/such.db") }
            #expect(throws: DatabaseError.self) { try database.backUp(to: folder + "/site.db") }
            try FileManager.default.createDirectory(
                atPath: folder + "/taken/inside", withIntermediateDirectories: true)
            #expect(throws: DatabaseError.self) { try database.backUp(to: folder + "/taken") }
            let names = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(!names.contains { $0.contains("partial") })
        }
    }

    @Test func `says what points at nothing`() throws {
        try withAccounts { database, _ in
            try database.connection.execute("PRAGMA foreign_keys = OFF")
            try database.connection.execute("INSERT INTO entry (id, account_id) VALUES (7, 999)")
            #expect(
                try database.damage() == [
                    DatabaseDamage(
                        .reference,
                        "row 7 of entry points at a row of account that does not exist")
                ])
        }
    }

    @Test func `comes from memory too`() throws {
        let database = try Database(":memory:")
        try database.connection.run(script: "CREATE TABLE t (n); INSERT INTO t VALUES (7)")
        let file = NSTemporaryDirectory() + "apus-backup-" + UUID().uuidString
        defer { unlink(file) }
        try database.backUp(to: file)
        let other = try Database(":memory:")
        try other.restore(from: file)
        #expect(try value("SELECT n FROM t", in: other) == 7)
    }
}
