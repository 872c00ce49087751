import ApusMigrations
import ApusORM
import Foundation
import Testing

@Suite struct `dumpdata` {
    private func dump(_ change: (inout DumpDataOptions) -> Void) throws -> String {
        var options = DumpDataOptions()
        change(&options)
        let file = try DjangoDatabase()
        return try file.printed { try $0.dumpData(options) }
    }

    @Test(arguments: [(nil, "polls.json"), (2, "polls-indent-2.json")])
    func `writes what Django writes of the same rows, byte for byte`(
        _ indent: Int?, _ expected: String
    ) throws {
        let text = try dump {
            $0.labels = ["polls"]
            $0.indent = indent
        }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        let wanted = try DjangoDatabase.text(expected).split(
            separator: "\n", omittingEmptySubsequences: false)
        for (got, want) in zip(lines, wanted) where got != want {
            Issue.record("got  \(got)\nwant \(want)")
            break
        }
        #expect(try text == DjangoDatabase.text(expected))
    }

    @Test func `writes an indentation of 0 as Django does`() throws {
        let text = try dump {
            $0.labels = ["polls.question"]
            $0.indent = 0
        }
        #expect(try text == DjangoDatabase.text("question-indent-0.json"))
    }

    @Test func `takes apps and models, without those excluded, and rows by key`() throws {
        func models(_ change: (inout DumpDataOptions) -> Void) throws -> [String] {
            let text = try dump(change)
            let objects =
                try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]]
            return (objects ?? []).map { "\($0["model"] ?? "") \($0["pk"] ?? "")" }
        }
        #expect(
            try models { $0.labels = ["polls.Tag", "auth", "polls.tag"] }
                == ["polls.tag 1", "polls.tag 2", "polls.tag 3", "auth.user 1"])
        #expect(
            try models {
                $0.labels = ["polls"]
                $0.excluded = [
                    "polls.Question", "polls.country", "auth", "polls.choice", "polls.ticket",
                    "polls.seat", "polls.club", "polls.stub", "polls.summary",
                ]
            } == ["polls.tag 1", "polls.tag 2", "polls.tag 3", "polls.membership 1"])
        #expect(try models { $0.excluded = ["polls"] } == ["auth.user 1"])
        #expect(
            try models {
                $0.labels = ["polls.ticket"]
                $0.keys = [
                    "00000000-0000-0000-0000-000000000005", "77777777777777777777777777777777",
                ]
            } == ["polls.ticket 00000000-0000-0000-0000-000000000005"])
        #expect(
            try models {
                $0.labels = ["polls.question"]
                $0.keys = ["3", "1"]
            } == ["polls.question 1", "polls.question 3"])
    }

    @Test func `of no rows is an empty list`() throws {
        let file = try DjangoDatabase(rows: false)
        #expect(try file.printed { try $0.dumpData() } == "[]")
        var options = DumpDataOptions()
        options.indent = 4
        #expect(try file.printed { try $0.dumpData(options) } == "[\n]\n")
    }

    @Test func `says what it doesn't know`() throws {
        let file = try DjangoDatabase()
        func failure(_ change: (inout DumpDataOptions) -> Void) -> String? {
            var options = DumpDataOptions()
            change(&options)
            return file.failure { try $0.dumpData(options) }
        }
        #expect(failure { $0.labels = ["blog"] } == "No installed app with label 'blog'.")
        #expect(
            failure { $0.labels = ["Polls"] }
                == "No installed app with label 'Polls'. Did you mean 'polls'?")
        #expect(failure { $0.labels = ["polls.Answer"] } == "Unknown model: polls.Answer")
        #expect(failure { $0.excluded = ["polls.Answer"] } == "Unknown model: polls.Answer")
        for labels in [[], ["polls"], ["polls.tag", "polls.choice"]] {
            #expect(
                failure {
                    $0.labels = labels
                    $0.keys = ["1"]
                } == "You can only use --pks option with one model")
        }
        try file.database.connection.execute(
            "UPDATE polls_question SET closes = 'soon' WHERE id = 3")
        #expect(
            failure { $0.labels = ["polls.question"] }
                == "Unable to serialize database: polls.question(pk=3) field 'closes': "
                + "'soon' is not a date.")
    }

    @Test func `writes a file whole or not at all`() throws {
        let file = try DjangoDatabase()
        try withFile("before") { path in
            var options = DumpDataOptions()
            options.labels = ["polls.question"]
            options.file = path
            try file.database.connection.execute("UPDATE polls_question SET data = '{' WHERE 0")
            try file.database.connection.execute(
                "UPDATE polls_question SET asked_at = 'x' WHERE id = 3")
            #expect(file.failure { try $0.dumpData(options) } != nil)
            #expect(try String(contentsOfFile: path, encoding: .utf8) == "before")
            options.labels = ["polls.tag"]
            #expect(try file.printed { try $0.dumpData(options) } == "")
            #expect(
                try String(contentsOfFile: path, encoding: .utf8).hasPrefix(
                    "[{\"model\": \"polls.tag\", \"pk\": 1, \"fields\": {\"name\": \"alpha\"}}, "))
            let folder = (path as NSString).deletingLastPathComponent
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["fixture.json"])
        }
    }

    @Test func `comes in pieces, however many rows there are`() throws {
        let file = try DjangoDatabase(rows: false)
        try file.database.connection.execute(
            """
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000)
            INSERT INTO polls_tag (name) SELECT 'a-long-enough-name-' || i FROM n
            """)
        var pieces: [Int] = []
        let commands = DataCommands(
            apps: [DataApp(label: "polls", models: [PollsSchemas.tag])],
            connection: { try file.database.connection },
            output: { pieces.append($0.utf8.count) })
        try commands.dumpData()
        #expect(pieces.reduce(0, +) > 1_000_000)
        #expect(pieces.allSatisfy { $0 < 70_000 })
    }
}
