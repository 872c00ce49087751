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
