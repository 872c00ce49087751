import ApusMigrations
import ApusORM
import Testing

@Suite struct `At a terminal` {
    /// The answer to a question where someone types these lines, and what was printed.
    private func ask(
        _ question: MigrationQuestion, typing lines: [String]
    ) throws -> (answer: MigrationAnswer, output: String) {
        final class Terminal {
            var lines: [String] = []
            var output = ""
        }
        let terminal = Terminal()
        terminal.lines = lines.reversed()
        let asker = MigrationPrompt.interactive(
            output: { terminal.output += $0 }, readLine: { terminal.lines.popLast() })
        return (try asker(question), terminal.output)
    }

    @Test func `a rename is a yes or a no`() throws {
        let question = MigrationQuestion.renameField(
            "pages", to: .field("length", .integer), on: "library.Book")
        let yes = try ask(question, typing: ["what?", "y"])
        #expect(yes.answer == .yes)
        #expect(
            yes.output == "Was book.pages renamed to book.length (integer)? [y/N] "
                + "Please answer yes or no: ")
        #expect(try ask(question, typing: [""]).answer == .no)
        #expect(
            try ask(.renameModel("library.Book", to: "Tome"), typing: ["n"]).output
                == "Was the model library.Book renamed to Tome? [y/N] ")
    }

    @Test func `a value is asked for until it fits the field`() throws {
        let number = MigrationQuestion.addition(.field("pages", .integer), to: "library.Book")
        let (answer, output) = try ask(number, typing: ["7", "1", "", "many", "12"])
        #expect(answer == .value(12))
        #expect(
            output.hasPrefix(
                "It is impossible to add a non-nullable field 'pages' to book without specifying "
                    + "a default. This is because the database needs something to populate "
                    + "existing rows.\nPlease select a fix:\n 1) Provide a one-off default now"))
        #expect(
            output.hasSuffix(
                "Select an option: Please select a valid option: Please enter the default value: "
                    + "a number, true, false, or text in double quotes.\nType 'exit' to exit this "
                    + "prompt\n>>> Please enter a value, or 'exit' (without quotes) to exit.\n"
                    + ">>> 'many' is not a value for integer.\n>>> "))
        let text = MigrationQuestion.addition(.field("isbn", .text()), to: "library.Book")
        #expect(try ask(text, typing: ["1", "\"no\""]).answer == .value("no"))
        let flag = MigrationQuestion.addition(.field("sold", .boolean), to: "library.Book")
        #expect(try ask(flag, typing: ["1", "true"]).answer == .value(true))
    }

    @Test(
        arguments: [
            (FieldType.date, ["tomorrow", "\"2026-02-30\"", "2026-02-03"], "2026-02-03"),
            (.time, ["noon", "9:15"], "09:15:00"),
            (
                .dateTime, ["2026-02-03 25:00", "\"2026-02-03 04:05:06+01:00\""],
                "2026-02-03 03:05:06"
            ),
            (
                .uuid, ["0f8f", "0F8FAD5B-D9CB-469F-A165-70867728950E"],
                "0f8fad5bd9cb469fa16570867728950e"
            ),
            (.json, ["{a: 1}", #"{"a":[1,"é"]}"#], #"{"a": [1, "\u00e9"]}"#),
            (.ipAddress, ["1.2.3", "\"1.2.3.4\""], "1.2.3.4"),
            (.decimal(digits: 4, places: 2), ["100", "1.5"], "1.50"),
            (.duration, ["long", "1 02:00:00"], 93_600_000_000),
        ] as [(FieldType, [String], SQLValue)])
    func `a value is stored as its field stores it`(
        _ type: FieldType, _ lines: [String], _ stored: SQLValue
    ) throws {
        let question = MigrationQuestion.addition(.field("x", type), to: "library.Book")
        let (answer, output) = try ask(question, typing: ["1"] + lines)
        #expect(answer == .value(stored))
        #expect(output.ranges(of: "is not a value for").count == lines.count - 1)
    }

    @Test func `the present moment is a value too`() throws {
        func value(_ type: FieldType, _ text: String) throws -> String {
            let question = MigrationQuestion.addition(.field("x", type), to: "library.Book")
            guard case .value(.text(let text)) = try ask(question, typing: ["1", text]).answer
            else { return "" }
            return text
        }
        #expect(try value(.date, "now").wholeMatch(of: /20\d\d-\d\d-\d\d/) != nil)
        #expect(try value(.time, "timezone.now").wholeMatch(of: /\d\d:\d\d:\d\d.*/) != nil)
        #expect(
            try value(.dateTime, "timezone.now")
                .wholeMatch(of: /20\d\d-\d\d-\d\d \d\d:\d\d:\d\d.*/) != nil)
        #expect(try value(.text(), "now") == "now")

        let automatic = MigrationQuestion.automaticAddition(
            .field("added", .dateTime, autoNow: .onCreate), to: "library.Book")
        let (answer, output) = try ask(automatic, typing: ["1", ""])
        #expect(answer == .now)
        #expect(
            output.hasSuffix(
                "Accept the default 'now' by pressing 'Enter' or provide another value.\n"
                    + "Type 'exit' to exit this prompt\n[default: now] >>> "))
        #expect(try ask(automatic, typing: ["1", "timezone.now"]).answer == .now)
    }

    @Test func `one may give up`() throws {
        let question = MigrationQuestion.alteration(.field("n", .integer), on: "library.Book")
        #expect(try ask(question, typing: ["2"]).answer == .ignore)
        #expect(throws: MigrationError("", exitStatus: 3)) { try ask(question, typing: ["3"]) }
        #expect(throws: MigrationError("Cancelled.")) { try ask(question, typing: []) }
        #expect(throws: MigrationError("", exitStatus: 1)) {
            try ask(question, typing: ["1", "exit"])
        }
    }
}
