import ApusORM
import FoundationEssentials
import Glibc
import Testing

/// A database file of one test's own, with the polls' tables; removed when it goes.
final class TestDatabase: Sendable {
    let database: Database
    let path: String

    init() throws {
        path = "/tmp/apus-orm-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        database = try Database(path)
        try database.connection.run(script: Self.tables + Self.libraryTables)
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
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

/// Gives each test of a suite a database file of its own as the current one.
struct OwnDatabase: SuiteTrait, TestTrait, TestScoping {
    /// Puts into it what the tests want to find.
    let prepare: @Sendable (Database) throws -> Void

    var isRecursive: Bool { true }

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let file = try TestDatabase()
        try await file.database.with {
            try prepare(file.database)
            try await function()
        }
    }
}

extension Trait where Self == OwnDatabase {
    /// A database with the polls' tables.
    static var emptyPolls: Self { OwnDatabase { _ in } }

    /// A database with the tables that migrations make for these models.
    static func tables(of models: [any Model.Type]) -> Self {
        OwnDatabase { try $0.makeTables(of: models) }
    }

    /// A database with the polls' tables and three questions: the first has three choices, the
    /// second one, the third none.
    static var polls: Self {
        OwnDatabase { _ in
            let day = Date(timeIntervalSince1970: 1_700_000_000)
            let why = try Question.create(text: "Why?", publishedAt: day)
            let how = try Question.create(text: "How?", publishedAt: day + 60)
            try Question.create(text: "100% sure?", publishedAt: day + 120)
            for (text, votes) in [("a", 1), ("b", 2), ("c", 3)] {
                try Choice.create(question: why, text: text, votes: votes)
            }
            try Choice.create(question: how, text: "a", votes: 10)
        }
    }
}
