import ApusORM
import ApusValues
internal import FoundationEssentials

/// How the autodetector's questions are answered at a terminal, and without one.
public enum MigrationPrompt {
    /// Answers without asking, as `--noinput` does: nothing was renamed, and what needs a value
    /// for existing rows stops the command with status 3.
    public static func noInput(output: @escaping (String) -> Void) -> MigrationAsker {
        { question in
            switch question {
            case .renameModel, .renameField: return .no
            case .merge, .squash: return .yes
            case .addition(let field, let model):
                throw notMigrated(
                    field, model,
                    "it is impossible to add a non-nullable field without specifying a default")
            case .automaticAddition(let field, let model):
                throw notMigrated(
                    field, model,
                    "it is impossible to add a field that sets itself when a row is created "
                        + "without specifying a default")
            case .alteration(let field, let model):
                output(
                    "Field '\(field.name)' on model '\(model.model.lowercased())' given a default "
                        + "of NOT PROVIDED and must be corrected.\n")
                return .ignore
            }
        }
    }

    private static func notMigrated(
        _ field: FieldSchema, _ model: ModelName, _ reason: String
    ) -> MigrationError {
        MigrationError(
            "Field '\(field.name)' on model '\(model.model.lowercased())' not migrated: "
                + "\(reason).", exitStatus: 3)
    }

    /// Asks at a terminal: `output` prints, `readLine` gives what was typed, nil at the end.
    public static func interactive(
        output: @escaping (String) -> Void, readLine: @escaping () -> String?
    ) -> MigrationAsker {
        let terminal = Terminal(output: output, readLine: readLine)
        return { try terminal.answer($0) }
    }
}

private struct Terminal {
    let output: (String) -> Void
    let readLine: () -> String?

    func answer(_ question: MigrationQuestion) throws -> MigrationAnswer {
        switch question {
        case .renameModel(let old, let new):
            return try confirm("Was the model \(old) renamed to \(new)? [y/N] ")
        case .renameField(let old, let field, let model):
            let name = model.model.lowercased()
            return try confirm(
                "Was \(name).\(old) renamed to \(name).\(field.name) (\(field.typeName))? [y/N] ")
        case .merge:
            return try confirm(
                "\nMerging will only work if the operations printed above do not conflict\n"
                    + "with each other (working on different fields or models)\n"
                    + "Should these migration branches be merged? [y/N] ")
        case .squash: return try confirm("Do you wish to proceed? [y/N] ")
        case .addition(let field, let model):
            let choice = try choose(
                "It is impossible to add a non-nullable field '\(field.name)' to "
                    + "\(model.model.lowercased()) without specifying a default. This is because "
                    + "the database needs something to populate existing rows.\n"
                    + "Please select a fix:",
                [
                    "Provide a one-off default now (will be set on all existing rows with a null "
                        + "value for this column)",
                    "Quit and give the property a default value in the model.",
                ])
            if choice == 2 { throw MigrationError("", exitStatus: 3) }
            return .value(try oneOff(for: field))
        case .automaticAddition(let field, let model):
            let choice = try choose(
                "It is impossible to add the field '\(field.name)', which sets itself when a row "
                    + "is created, to \(model.model.lowercased()) without providing a default. "
                    + "This is because the database needs something to populate existing rows.",
                [
                    "Provide a one-off default now which will be set on all existing rows",
                    "Quit and give the property a default value in the model.",
                ])
            if choice == 2 { throw MigrationError("", exitStatus: 3) }
            return try value(for: field, isNowImplied: true).map { .value($0) } ?? .now
        case .alteration(let field, let model):
            let choice = try choose(
                "It is impossible to change a nullable field '\(field.name)' on "
                    + "\(model.model.lowercased()) to non-nullable without providing a default. "
                    + "This is because the database needs something to populate existing rows.\n"
                    + "Please select a fix:",
                [
                    "Provide a one-off default now (will be set on all existing rows with a null "
                        + "value for this column)",
                    "Ignore for now. Existing rows that contain NULL values will have to be "
                        + "handled manually, for example with a .run or .sql operation.",
                    "Quit and give the property a default value in the model.",
                ])
            if choice == 3 { throw MigrationError("", exitStatus: 3) }
            return choice == 2 ? .ignore : .value(try oneOff(for: field))
        }
    }

    private func read() throws -> String {
        guard let line = readLine() else { throw MigrationError("Cancelled.") }
        return line
    }

    private func confirm(_ question: String) throws -> MigrationAnswer {
        output(question)
        while true {
            switch try read().lowercased().first {
            case "y": return .yes
            case "n", nil: return .no
            default: output("Please answer yes or no: ")
            }
        }
    }

    private func choose(_ question: String, _ choices: [String]) throws -> Int {
        output(question + "\n")
        for (index, choice) in choices.enumerated() { output(" \(index + 1)) \(choice)\n") }
        output("Select an option: ")
        while true {
            if let number = Int(try read()), (1...choices.count).contains(number) { return number }
            output("Please select a valid option: ")
        }
    }

    private func oneOff(for field: FieldSchema) throws -> SQLValue {
        try value(for: field, isNowImplied: false) ?? .now(as: field.type)
    }

    /// What was typed; nil for the present moment.
    private func value(for field: FieldSchema, isNowImplied: Bool) throws -> SQLValue? {
        output("Please enter the default value: a number, true, false, or text in double quotes.\n")
        if isNowImplied {
            output("Accept the default 'now' by pressing 'Enter' or provide another value.\n")
        }
        output("Type 'exit' to exit this prompt\n")
        while true {
            output(isNowImplied ? "[default: now] >>> " : ">>> ")
            let text = try read()
            if text == "exit" { throw MigrationError("", exitStatus: 1) }
            if isNowImplied, text.isEmpty { return nil }
            if field.type.isMoment, text == "now" || text == "timezone.now" { return nil }
            if let value = SQLValue(typed: text, for: field) { return value }
            output(
                text.isEmpty
                    ? "Please enter a value, or 'exit' (without quotes) to exit.\n"
                    : "'\(text)' is not a value for \(field.typeName).\n")
        }
    }
}

extension FieldSchema {
    /// What the field holds, for a question: `text`, `foreign key`.
    fileprivate var typeName: String {
        if isManyToMany { return "many to many" }
        if reference != nil { return isUnique ? "one to one" : "foreign key" }
        return String("\(type)".prefix { $0 != "(" })
    }
}

extension FieldType {
    /// Whether it holds a date, a time or both.
    fileprivate var isMoment: Bool { self == .date || self == .time || self == .dateTime }
}

extension SQLValue {
    /// The present moment as a column of `type` stores it.
    fileprivate static func now(as type: FieldType) -> SQLValue {
        let text = Date.now.databaseText
        switch type {
        case .date: return .text(String(text.prefix(10)))
        case .time: return .text(String(text.dropFirst(11)))
        default: return .text(text)
        }
    }

    /// The value that someone typed for a field, as its column stores it: a number, `true`, or
    /// text, which may stand in quotes. Nil where the field can't hold it.
    init?(typed text: String, for field: FieldSchema) {
        var text = text
        let isText: Bool
        switch field.type {
        case .boolean:
            guard text == "true" || text == "false" else { return nil }
            self = .integer(text == "true" ? 1 : 0)
            return
        case .json:
            guard let value = try? DynamicValue(json: text),
                let stored = try? FixtureInput.stored(value, as: .json)
            else { return nil }
            self = stored
            return
        case .blob, .manyToMany: return nil
        case .text, .slug, .email, .url, .filePath: isText = true
        default: isText = false
        }
        if let quote = text.first, quote == "\"" || quote == "'" {
            guard text.count >= 2, text.last == quote else { return nil }
            text = String(text.dropFirst().dropLast())
        } else if text.isEmpty {
            return nil
        }
        if !isText, text.isEmpty { return nil }
        if field.type == .ipAddress, (try? Validator.ipAddress(text)) == nil { return nil }
        guard let stored = try? FixtureInput.stored(.string(text), as: field.type) else {
            return nil
        }
        self = stored
    }
}
