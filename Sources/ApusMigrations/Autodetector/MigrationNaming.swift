public import ApusORM

extension Migration {
    /// A name for what the migration does, without a number: `book_n`,
    /// `remove_book_author_delete_author_and_more`. Nil where a custom step says nothing.
    public var suggestedName: String? {
        let fragments = operations.compactMap(\.nameFragment).map(\.onlyWordCharacters)
        guard let first = fragments.first, fragments.count == operations.count else { return nil }
        var name = first
        for fragment in fragments.dropFirst() {
            let longer = "\(name)_\(fragment)"
            if longer.count > 52 { return "\(name)_and_more" }
            name = longer
        }
        return name
    }

    /// A name from its number, in four digits, and the rest, of which at most a hundred
    /// characters count.
    static func name(_ number: Int, _ rest: String) -> String {
        let digits = String(number)
        let zeros = String(repeating: "0", count: max(0, 4 - digits.count))
        return "\(zeros)\(digits)_\(rest.prefix(100))"
    }

    /// The number that a name begins with, or that of the last migration a squashed one stands
    /// for.
    static func number(in name: String) -> Int? {
        let text = name.ranges(of: "_squashed_").last.map { name[$0.upperBound...] } ?? name[...]
        return Int(text.prefix { $0.isASCII && $0.isNumber })
    }
}

extension String {
    /// The name with runs of anything but letters, digits and `_` as one `_`.
    fileprivate var onlyWordCharacters: String {
        var result = ""
        for character in self {
            if character.isLetter || character.isNumber || character == "_" {
                result.append(character)
            } else if result.last != "_" {
                result.append("_")
            }
        }
        return result
    }

    /// Whether the text can be the rest of a migration's name.
    var isMigrationName: Bool {
        guard let first, first.isLetter || first == "_" else { return false }
        return allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
    }
}

/// The migrations that `makemigrations` made for an app.
public struct NewMigrations: Sendable {
    /// The app's label.
    public var app: String
    /// The migrations, in order.
    public var migrations: [Migration]
}

extension MigrationGraph {
    /// Gives new migrations their names and their place after the app's last one.
    ///
    /// `timestamp` names those whose operations say nothing: `auto_20261123_0414`. The numbers go
    /// on after those that the database has `recorded`, as one whose migration is gone, Django's
    /// say, would make a new migration of that name count as applied.
    func arranged(
        _ changes: [String: [Migration]], name givenName: String?, timestamp: String,
        recorded: Set<MigrationID> = []
    ) -> [NewMigrations] {
        var names: [MigrationID: MigrationID] = [:]
        var result: [NewMigrations] = []
        for (app, migrations) in changes.sorted(by: { $0.key < $1.key }) where !migrations.isEmpty {
            let leaf = leaves(of: app).first
            var number = (leaf.map { lastNumber(of: app, from: [$0], recorded) } ?? 0) + 1
            var named: [Migration] = []
            for (index, migration) in migrations.enumerated() {
                var migration = migration
                if index == 0, let leaf {
                    migration.dependencies.insert(
                        MigrationID(app: "", name: leaf.name), at: 0)
                }
                let rest: String
                if let givenName {
                    rest = givenName
                } else if leaf == nil {
                    rest = "initial"
                } else {
                    rest = migration.suggestedName ?? "auto_\(timestamp)"
                }
                let name = Migration.name(number, rest)
                names[MigrationID(app: app, name: migration.name)] = MigrationID(
                    app: app, name: name)
                migration.name = name
                migration.isInitial = leaf == nil
                named.append(migration)
                number += 1
            }
            result.append(NewMigrations(app: app, migrations: named))
        }
        for index in result.indices {
            let app = result[index].app
            for position in result[index].migrations.indices {
                result[index].migrations[position].dependencies =
                    result[index].migrations[position].dependencies.map {
                        let id = names[$0] ?? $0
                        return id.app == app ? MigrationID(app: "", name: id.name) : id
                    }
            }
        }
        return result
    }

    /// The highest number of the migrations `from`, and of those of the app that are recorded.
    func lastNumber(
        of app: String, from ids: [MigrationID], _ recorded: Set<MigrationID>
    ) -> Int {
        (ids + recorded.filter { $0.app == app }).compactMap { Migration.number(in: $0.name) }
            .filter { $0 < Int.max - 1000 }.max() ?? 0
    }
}

extension Array<NewMigrations> {
    /// Only those of `apps`, and those of others that they need.
    func trimmed(to apps: Set<String>) -> [NewMigrations] {
        var needed = apps
        var count = -1
        while count != needed.count {
            count = needed.count
            for change in self where needed.contains(change.app) {
                for migration in change.migrations {
                    needed.formUnion(migration.dependencies.map(\.app).filter { !$0.isEmpty })
                }
            }
        }
        return filter { needed.contains($0.app) }
    }
}
