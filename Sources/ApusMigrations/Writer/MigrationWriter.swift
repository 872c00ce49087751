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

    /// The values in the text of a migration file: what stands between `let` and `= Migration(`.
    static func variables(in source: String) -> [String] {
        source.split(separator: "\n").compactMap { line in
            let words = line.split(separator: " ", omittingEmptySubsequences: true)
            guard let position = words.firstIndex(of: "let"), words.count > position + 3,
                words[position + 2] == "=", words[position + 3].hasPrefix("Migration(")
            else { return nil }
            return String(words[position + 1])
        }
    }
}
