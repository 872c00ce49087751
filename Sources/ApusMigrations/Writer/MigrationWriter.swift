public import ApusORM

/// Writes migrations as Swift files: one a migration, and `Migrations.swift`, which lists them.
public enum MigrationWriter {
    /// The text of a migration's file. Steps in code can't be written down: in their place stand
    /// some that fail and say from which migration they are to be copied, those of `codeOrigins` in
    /// order.
    public static func source(of migration: Migration, codeOrigins: [String] = []) -> String {
        var arguments: SwiftSource.Arguments = [(nil, .string(migration.name))]
        if !migration.dependencies.isEmpty {
            arguments.append(("after", .strings(migration.dependencies.map(\.description))))
        }
        if !migration.replaces.isEmpty {
            arguments.append(("replaces", .strings(migration.replaces.map(\.description))))
        }
        // Of an app's first migration everyone knows.
        if migration.isInitial, migration.dependencies.contains(where: \.app.isEmpty) {
            arguments.append(("initial", .text("true")))
        }
        var origins = codeOrigins[...]
        let operations = migration.operations.map { operation -> SwiftSource in
            if case .run(_, let reverse) = operation {
                return .code(from: origins.popFirst(), hasReverse: reverse != nil)
            }
            return .operation(operation)
        }
        arguments.append(("operations", .list(operations)))
        let start = "let \(variable(for: migration.name)) = "
        let value = SwiftSource.call("Migration", arguments)
        return "import Apus\n\n" + start + value.laidOut(indent: 0, used: start.count) + "\n"
    }

    /// The name of the file of a migration with that name.
    public static func fileName(of name: String) -> String { name + ".swift" }

    /// The name of the value in that file: `m0002BookN`.
    public static func variable(for name: String) -> String { "m" + name.camelCased }

    /// The name of the value that lists an app's migrations: `pollsMigrations`.
    public static func listVariable(for app: String) -> String {
        let name = app.camelCased
        return name.prefix(1).lowercased() + name.dropFirst() + "Migrations"
    }

    /// The text of `Migrations.swift`, which lists the values with these names.
    public static func indexSource(app: String, variables: [String]) -> String {
        let list = SwiftSource.call(
            "Migrations", [(nil, .string(app)), (nil, .list(variables.map { .text($0) }))])
        let start = "let \(listVariable(for: app)) = "
        return """
            import Apus

            /// The migrations of \(app), first to last. `manage makemigrations` keeps this list.
            \(start)\(list.laidOut(indent: 0, used: start.count))

            """
    }

    /// The values in the text of a migration file: what stands between `let` and `= Migration(`,
    /// and what `let` gives otherwise to those that are `listed`.
    static func variables(in source: String, listed: Set<String> = []) -> [String] {
        let words = words(of: source)
        return words.indices.compactMap { index in
            guard words[index] == "let", index + 1 < words.count else { return nil }
            let name = words[index + 1]
            let rest = words[(index + 2)...]
            let isMigration =
                rest.starts(with: ["=", "Migration", "("])
                || rest.starts(with: [":", "Migration", "="])
            return isMigration || listed.contains(name) ? name : nil
        }
    }

    /// The values that the text of `Migrations.swift` lists.
    static func listed(in source: String) -> Set<String> {
        let words = words(of: source)
        guard let call = words.firstIndex(of: "Migrations"),
            let open = words[call...].firstIndex(of: "["),
            let close = words[open...].firstIndex(of: "]")
        else { return [] }
        return Set(words[open..<close].filter { $0.first?.isLetter == true || $0.first == "_" })
    }

    /// The words and the symbols of Swift code, without its comments; a text is one word.
    private static func words(of source: String) -> [String] {
        var words: [String] = []
        var rest = source[...]
        while let character = rest.first {
            if rest.hasPrefix("//") {
                rest = rest.drop { !$0.isNewline }
            } else if rest.hasPrefix("/*") {
                rest = rest.dropFirst(2)
                var depth = 1
                while depth > 0, !rest.isEmpty {
                    let isStart = rest.hasPrefix("/*")
                    let isEnd = rest.hasPrefix("*/")
                    depth += isStart ? 1 : isEnd ? -1 : 0
                    rest = rest.dropFirst(isStart || isEnd ? 2 : 1)
                }
            } else if let behind = rest.behindText {
                words.append("\"")
                rest = behind
            } else if character.isLetter || character.isNumber || character == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                words.append(String(word))
                rest = rest[word.endIndex...]
            } else {
                if !character.isWhitespace { words.append(String(character)) }
                rest = rest.dropFirst()
            }
        }
        return words
    }
}

extension Substring {
    /// What follows the text literal that this begins with; nil where it begins with none.
    fileprivate var behindText: Substring? {
        let marks = prefix { $0 == "#" }
        let opened = self[marks.endIndex...]
        guard opened.first == "\"" else { return nil }
        let quote = opened.hasPrefix("\"\"\"") ? "\"\"\"" : "\""
        var rest = opened.dropFirst(quote.count)
        while !rest.isEmpty, !rest.hasPrefix(quote + marks) {
            rest = rest.dropFirst(marks.isEmpty && rest.first == "\\" ? 2 : 1)
        }
        return rest.dropFirst(quote.count + marks.count)
    }
}
