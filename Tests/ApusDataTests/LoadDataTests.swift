import ApusValues
import Foundation
import Testing

@testable import ApusMigrations
@testable import ApusORM

@Suite struct `loaddata` {
    private func load(
        _ text: String, into file: DjangoDatabase,
        _ change: (inout LoadDataOptions) -> Void = { _ in }
    ) throws -> String {
        try withFile(text) { path in
            var options = LoadDataOptions()
            options.fixtures = [path]
            change(&options)
            return try file.printed { try $0.loadData(options) }
        }
    }

    /// What loading `text` fails with, the fixture's path as FILE.
    private func failure(
        _ text: String, _ file: DjangoDatabase, _ change: (inout LoadDataOptions) -> Void = { _ in }
    ) throws -> String? {
        try withFile(text) { path in
            var options = LoadDataOptions()
            options.fixtures = [path]
            change(&options)
            return file.failure { try $0.loadData(options) }?.replacing(path, with: "FILE")
        }
    }

    @Test func `reads what Django dumped, and a dump of it is the same`() throws {
        let file = try DjangoDatabase(rows: false)
        try file.database.connection.execute(
            """
            INSERT INTO auth_user (id, username, password, is_superuser, last_name, email, is_staff,
            is_active, date_joined, first_name) VALUES (1, 'ann', '', 0, '', '', 0, 1,
            '2025-01-01 00:00:00', '')
            """)
        for name in ["polls.json", "polls-indent-2.json"] {
            let text = try DjangoDatabase.text(name)
            #expect(try load(text, into: file) == "Installed 18 object(s) from 1 fixture(s)\n")
            var options = DumpDataOptions()
            options.labels = ["polls"]
            options.indent = name == "polls.json" ? nil : 2
            #expect(try file.printed { try $0.dumpData(options) } == text)
        }
        let stored = try file.database.connection.query(
            "SELECT pub_date, token, takes, typeof(price), typeof(photo), data, is_open "
                + "FROM polls_question WHERE id = 1")
        #expect(
            stored[0].values == [
                .text("2026-11-23 04:14:48.123000"), .text("0f8fad5bd9cb469fa16570867728950e"),
                .integer(93_784_000_005), .text("real"), .text("blob"),
                .text(
                    #"{"b": [1, 2.5, {"x": null}], "a": "\u00e9", "empty": [], "none": {}, "#
                        + #""big": 12345678901234567890}"#), .integer(1),
            ])
    }

    @Test func `replaces rows, fills in defaults, and makes keys`() throws {
        let file = try DjangoDatabase()
        #expect(
            try load(
                """
                [{"model": "polls.Choice", "pk": 1, "fields": {"question": "2", "text": 7}},
                 {"model": "polls.choice", "pk": null, "fields": {"question": 3, "text": "new",
                  "save_to": "s", "votes": "12"}},
                 {"model": "polls.tag", "fields": {"name": "delta"}},
                 {"model": "polls.question", "pk": 2, "fields": {"text": "x", "pub_date":
                  "2020-02-02 02:02+02:00", "token": "{00000000-0000-0000-0000-000000000009}",
                  "tags": [2, 1, 2]}}]
                """, into: file) == "Installed 4 object(s) from 1 fixture(s)\n")
        let choices = try file.database.connection.query(
            "SELECT question_id, text, votes, class, save FROM polls_choice ORDER BY id")
        #expect(
            choices.map(\.values) == [
                [.integer(2), .text("7"), .integer(0), .text(""), .text("")],
                [.integer(2), .text("b"), .integer(0), .text(""), .text("")],
                [.integer(3), .text("new"), .integer(12), .text(""), .text("s")],
            ])
        #expect(
            try file.database.connection.query(
                "SELECT tag_id FROM polls_question_tags WHERE question_id = 2 ORDER BY id"
            ).map { $0[0] } == [.integer(2), .integer(1)])
        #expect(
            try file.database.connection.query(
                "SELECT pub_date, weight, parent_id FROM polls_question WHERE id = 2")[0].values
                == [.text("2020-02-02 00:02:00"), .real(0), .null])
    }

    @Test(arguments: [
        (
            #"[{"model": "polls.choice", "pk": 8, "fields": {"question": 1, "votes": "many"}}]"#,
            "“many” value must be an integer.: (polls.choice:pk=8) field 'votes' was 'many'"
        ),
        (
            #"[{"model": "polls.question", "pk": 8, "fields": {"pub_date": "2026-02-30 00:00"}}]"#,
            "“2026-02-30 00:00” value has the correct format "
                + "(YYYY-MM-DD HH:MM[:ss[.uuuuuu]][TZ]) but it is an invalid date/time.: "
                + "(polls.question:pk=8) field 'pub_date' was '2026-02-30 00:00'"
        ),
        (
            #"[{"model": "polls.ticket", "pk": "5", "fields": {}}]"#,
            "“5” is not a valid UUID.: (polls.ticket:pk=5) field 'pk' was '5'"
        ),
        (
            #"[{"model": "polls.question", "pk": 1, "fields": {"tags": [1, "x"]}}]"#,
            "“x” value must be an integer.: (polls.question:pk=1) field 'tags' was 'x'"
        ),
        (
            #"[{"model": "polls.choice", "pk": 1, "fields": {"vote": 1}}]"#,
            "(polls.choice:pk=1) Choice has no field named 'vote'. --ignorenonexistent passes over "
                + "such fields."
        ),
        (#"[{"model": "polls.answer", "pk": 1}]"#, "Invalid model identifier: polls.answer"),
        (#"[{"pk": 1}]"#, "object 1 has no 'model'."),
        (
            #"[{"model": "polls.tag", "pk": 4, "fields": {"name": "beta"}}]"#,
            "Could not load polls.Tag(pk=4): UNIQUE constraint failed: polls_tag.name"
        ),
        (
            #"[{"model": "polls.tag", "pk": 4, "fields": {"name": "d"}}, {"model": "polls.choice", "#
                + #""pk": 9, "fields": {"text": "x"}}]"#,
            "Could not load polls.Choice(pk=9): NOT NULL constraint failed: "
                + "polls_choice.question_id"
        ),
        (
            #"[{"model": "polls.choice", "pk": 9, "fields": {"question": 77, "text": "x"}}]"#,
            "The row in table 'polls_choice' with primary key '9' has an invalid foreign key: "
                + "polls_choice.question_id contains a value '77' that does not have a "
                + "corresponding value in polls_question.id."
        ),
        (
            #"[{"model": "polls.question", "pk": 1, "fields": {"text": "t", "token": "\#(token)","#
                + #" "pub_date": "2026-01-01", "tags": [44]}}]"#,
            "The row in table 'polls_question_tags' with primary key '5' has an invalid foreign "
                + "key: polls_question_tags.tag_id contains a value '44' that does not have a "
                + "corresponding value in polls_tag.id."
        ),
        (
            #"{"model": "polls.choice"}"#,
            "Error deserializing: a fixture is a JSON list of objects, and no list begins at "
                + "byte 0."
        ),
        (
            #"[{"model": "polls.tag", "pk": 4, "fields": {"name": "d"}}"#,
            "Error deserializing: neither a comma nor the list's end at byte 57."
        ),
        (
            #"[{"model": "polls.tag", "pk": 4, "fields": {"name": nil}}]"#,
            "object 1: No JSON: no value begins at byte 51."
        ),
    ])
    func `says what is wrong, where, and writes nothing`(
        _ fixture: String, _ reason: String
    ) throws {
        let file = try DjangoDatabase()
        #expect(
            try failure(fixture, file) == "Problem installing fixture 'FILE': \(reason)")
        #expect(try file.count("polls_tag") == .integer(3))
        #expect(try file.count("polls_choice") == .integer(2))
        #expect(try file.count("polls_question_tags") == .integer(4))
    }

    private static let token = "00000000000000000000000000000077"

    @Test func `passes over what is excluded, and what doesn't exist where it may`() throws {
        let file = try DjangoDatabase()
        let text = """
            [{"model": "polls.answer", "pk": 1, "fields": {}},
             {"model": "polls.tag", "pk": 9, "fields": {"name": "zeta", "colour": "red"}},
             {"model": "polls.choice", "pk": 9, "fields": {"question": 1, "text": "z"}}]
            """
        #expect(
            try load(text, into: file) {
                $0.isIgnoringUnknown = true
                $0.excluded = ["polls.choice"]
            } == "Installed 1 object(s) (of 3) from 1 fixture(s)\n")
        #expect(try file.count("polls_choice") == .integer(2))
        #expect(try file.count("polls_tag") == .integer(4))
    }

    @Test func `refuses moments beyond the calendar`() throws {
        let file = try DjangoDatabase()
        let text = """
            [{"model": "polls.question", "pk": 1, "fields": {"pub_date": \
            "9999-12-31T23:59:59-12:00"}}]
            """
        #expect(
            try failure(text, file)?.contains("is beyond the years that a date has.") == true)
    }

    @Test func `reads any bytes without a trap`() throws {
        let state = ProjectState(models: PollsSchemas.all + [PollsSchemas.user])
        let models = try PollsSchemas.all.map { try FixtureModel($0, in: state) }
        let fixture = Array(try DjangoDatabase.text("polls.json").utf8)
        let odd: [[UInt8]] = [
            "\"", "\\", "{", "}", "[", "]", ",", ":", "1e999", "-", "null", "{}", "[[[[", "\u{0}",
            "1e-999999999",
            "\"9999-12-31T24:00\"", "99999999999999999999", "true", "\"\\ud800\"", ".", "é",
        ].map { Array($0.utf8) }
        var random = SystemRandomNumberGenerator()
        var read = 0
        for _ in 0..<400 {
            var bytes = fixture
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let start = Int.random(in: 0..<bytes.count, using: &random)
                let end = min(bytes.count, start + Int.random(in: 0...12, using: &random))
                bytes.replaceSubrange(start..<end, with: odd.randomElement(using: &random) ?? [])
            }
            guard var scanner = try? FixtureScanner(bytes) else { continue }
            while let slice = try? scanner.next() {
                guard case .dictionary(let object)? = try? DynamicValue(json: slice) else {
                    continue
                }
                for model in models {
                    let found = try? FixtureObject(object, of: model, ignoring: true)
                    read += found == nil ? 0 : 1
                }
            }
        }
        #expect(read > 400)
    }

    @Test func `finds fixtures by name in its folders`() throws {
        let file = try DjangoDatabase(rows: false)
        let text = #"[{"model": "polls.tag", "pk": 9, "fields": {"name": "zeta"}}]"#
        try withFile(text, named: "some.tags.json") { path in
            let folder = (path as NSString).deletingLastPathComponent
            for name in ["some.tags", "some.tags.json"] {
                let printed = try load("", into: file) {
                    $0.fixtures = [name]
                    $0.folders = ["/nonexistent", folder]
                }
                #expect(printed == "Installed 1 object(s) from 1 fixture(s)\n")
            }
        }
        #expect(
            try failure("[]", file) {
                $0.fixtures = ["tags"]
                $0.folders = ["Fixtures/polls", ""]
            } == "No fixture named 'tags' found. Looked in: 'Fixtures/polls/', '.'.")
        #expect(
            try failure("[]", file) { $0.fixtures = ["tags.xml"] }
                == "Problem installing fixture 'tags.xml': xml is not a known serialization "
                + "format. Fixtures are JSON.")
        #expect(
            try failure("[]", file) { $0.fixtures = [] }?.hasPrefix(
                "No database fixture specified.") == true)
        #expect(try load("[ ]\n", into: file).hasPrefix("No fixture data found for '"))
    }
}
