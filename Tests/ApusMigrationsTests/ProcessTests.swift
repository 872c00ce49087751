import ApusMigrations
import ApusORM
import Foundation
import Testing

@Suite(.serialized) struct `Processes that migrate` {
    private static let rows = 200_000

    /// How often a migration is killed; `APUS_SCENARIOS=full` for the long run.
    private static let kills =
        getenv("APUS_SCENARIOS").map { String(cString: $0) } == "full" ? 50 : 4

    /// A database at the first migration, with many authors and a book for every tenth.
    private func prepare(_ path: String) throws {
        let connection = try Database(path).connection
        let migrations = Migrations(
            "library",
            [
                Migration(
                    "0001_initial",
                    operations: [
                        .createModel(
                            "Author",
                            fields: [.key("id"), .field("name", .text(maxLength: 50))]),
                        .createModel(
                            "Book",
                            fields: [.key("id"), .foreignKey("author", to: "library.Author")]),
                    ])
            ])
        let commands = MigrationCommands(
            apps: [MigratingApp(label: "library", models: [], migrations: migrations)],
            connection: { connection }, output: { _ in })
        _ = try commands.migrate()
        try connection.execute(
            "INSERT INTO library_author (name) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
                + "SELECT i + 1 FROM n WHERE i < \(Self.rows)) SELECT 'author ' || i FROM n")
        try connection.execute(
            "INSERT INTO library_book (author_id) SELECT id FROM library_author WHERE id % 10 = 0")
    }

    /// Whether the database is at the first migration or the second; anything else is an issue.
    private func expectWhole(_ path: String) throws -> Bool {
        let connection = try Database(path).connection
        func value(_ sql: String) throws -> SQLValue? { try connection.query(sql).first?[0] }
        #expect(try value("SELECT COUNT(*) FROM library_author") == .integer(Int64(Self.rows)))
        #expect(try value("SELECT COUNT(*) FROM library_book") == .integer(Int64(Self.rows / 10)))
        #expect(try value("PRAGMA integrity_check") == "ok")
        #expect(try connection.query("PRAGMA foreign_key_check").isEmpty)
        let tables = try connection.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'new%'")
        #expect(tables.isEmpty)
        let isNew =
            try value(
                "SELECT sql LIKE '%varchar(90)%' FROM sqlite_master WHERE name = 'library_author'")
            == 1
        let isRecorded =
            try value("SELECT COUNT(*) FROM django_migrations WHERE name LIKE '0002%'") == 1
        #expect(isNew == isRecorded)
        return isNew
    }

    /// How long the migration takes when nobody kills it.
    private func secondsOfMigrating(_ pristine: String, in folder: String) throws -> Double {
        let path = folder + "/measured.db"
        try FileManager.default.copyItem(atPath: pristine, toPath: path)
        let start = Date.now
        _ = try MigrationProcess(path).finish()
        let isDone = try expectWhole(path)
        #expect(isDone)
        return Date.now.timeIntervalSince(start)
    }

    @Test func `leave the old tables or the new ones, wherever they are killed`() throws {
        try withFolder { folder in
            let pristine = folder + "/pristine.db"
            try prepare(pristine)
            _ = try Database(pristine).connection.query("PRAGMA wal_checkpoint(TRUNCATE)")
            let duration = try secondsOfMigrating(pristine, in: folder)
            var sawOld = false
            for attempt in 0..<Self.kills {
                let path = folder + "/\(attempt).db"
                try FileManager.default.copyItem(atPath: pristine, toPath: path)
                let process = try MigrationProcess(path)
                // The first is early enough to be in the middle for certain.
                let latest = attempt == 0 ? 0.3 : 1.1
                usleep(UInt32(Double.random(in: 0.02...latest) * duration * 1_000_000))
                process.kill()
                if try !expectWhole(path) { sawOld = true }
                let rest = try MigrationProcess(path).finish()
                #expect(rest.contains("OK\n") || rest.contains("No migrations to apply."))
                let isDone = try expectWhole(path)
                #expect(isDone)
                for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
            }
            #expect(sawOld)
        }
    }

    @Test func `wait for each other, and then find the work done`() throws {
        try withFolder { folder in
            let path = folder + "/site.db"
            try prepare(path)
            let first = try MigrationProcess(path, seconds: 1)
            let second = try MigrationProcess(path, seconds: 1)
            let outputs = [first.finish(), second.finish()]
            for output in outputs {
                #expect(
                    output.hasSuffix("  Applying library.0002_alter_author_name... OK\n"))
            }
            #expect(first.process.terminationStatus == 0)
            #expect(second.process.terminationStatus == 0)
            let isDone = try expectWhole(path)
            #expect(isDone)
        }
    }
}
