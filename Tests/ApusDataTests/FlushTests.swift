import ApusMigrations
import ApusORM
import Foundation
import Testing

@Suite struct `flush` {
    @Test func `removes all rows and begins keys anew`() throws {
        let file = try DjangoDatabase()
        #expect(try file.printed { try $0.flush(database: "x") } == "")
        for table in ["polls_question", "polls_question_tags", "polls_ticket", "auth_user"] {
            #expect(try file.count(table) == .integer(0))
        }
        let connection = try file.database.connection
        try connection.execute("INSERT INTO polls_tag (name) VALUES ('a')")
        #expect(connection.lastInsertID == 1)
    }

    @Test func `removes nothing where it can't remove all`() throws {
        let file = try DjangoDatabase()
        try file.database.connection.execute(
            """
            CREATE TRIGGER no BEFORE DELETE ON polls_choice BEGIN SELECT RAISE(ABORT, 'no'); END
            """)
        #expect(
            file.failure { try $0.flush(database: "x.db") }
                == "Database x.db couldn't be flushed: no. 'manage sqlflush' shows the SQL that "
                + "this command wasn't able to run.")
        #expect(try file.count("polls_question") == .integer(3))
    }

    @Test func `shows its SQL`() throws {
        let file = try DjangoDatabase()
        let lines = try file.printed { try $0.sqlFlush() }.split(separator: "\n")
        #expect(lines.first == "BEGIN;")
        #expect(lines.contains("DELETE FROM \"polls_question_tags\";"))
        #expect(lines.contains("DELETE FROM \"old-stubs\";"))
        #expect(!lines.contains("DELETE FROM \"django_migrations\";"))
        #expect(
            lines.dropLast().last?.hasPrefix(
                "UPDATE \"sqlite_sequence\" SET \"seq\" = 0 WHERE \"name\" IN ('auth_user', ")
                == true)
        #expect(lines.last == "COMMIT;")
        #expect(try file.count("polls_question") == .integer(3))
    }

    @Test func `knows only tables that are there`() throws {
        let file = try DjangoDatabase()
        let commands = DataCommands(
            apps: [
                DataApp(
                    label: "blog",
                    models: [ModelSchema("blog.Post", fields: [.key("id"), .field("a", .text())])])
            ], connection: { try file.database.connection }, output: { file.output += $0 })
        try commands.sqlFlush()
        #expect(file.output == "No tables found.\n")
    }
}
