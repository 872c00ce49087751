import ApusORM
import Glibc

/// A database file of one test's own, with the polls' tables; removed when it goes.
final class PollsDatabase: Sendable {
    let database: Database
    let path: String

    private init() throws {
        path = "/tmp/apus-macros-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        database = try Database(path)
        try database.connection.run(script: Self.tables)
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// Runs `body` with the database as the current one.
    static func with<Result>(_ body: (Database) throws -> Result) throws -> Result {
        let polls = try PollsDatabase()
        return try polls.database.with { try body(polls.database) }
    }

    static let tables = """
        CREATE TABLE "polls_question" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "text" varchar(200) NOT NULL, "published_at" datetime NOT NULL);
        CREATE TABLE "polls_choice" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, \
        "question_id" bigint NOT NULL REFERENCES "polls_question" ("id") \
        DEFERRABLE INITIALLY DEFERRED, "text" varchar(200) NOT NULL, "votes" bigint NOT NULL);
        """
}
