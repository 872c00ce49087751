import ApusORM
import Glibc

/// A database file of one test's own, with the polls' tables; removed when it goes.
final class TestDatabase: Sendable {
    let database: Database
    let path: String

    init() throws {
        path = "/tmp/apus-orm-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        database = try Database(path)
        try database.connection.run(script: Self.tables)
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// Runs `body` with the database as the current one.
    static func with<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let test = try TestDatabase()
        return try test.database.with { try body(test.database) }
    }

    static let tables = """
        CREATE TABLE "polls_question" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "text" varchar(200) NOT NULL, "published_at" datetime NOT NULL);
        CREATE TABLE "polls_choice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "question_id" bigint NOT NULL REFERENCES "polls_question" ("id") \
        DEFERRABLE INITIALLY DEFERRED, "text" varchar(200) NOT NULL, "votes" bigint NOT NULL);
        CREATE INDEX "polls_choice_question_id" ON "polls_choice" ("question_id");
        """
}
