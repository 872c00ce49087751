import Testing

@testable import ApusMigrations
@testable import ApusORM

/// Whatever the models were and whatever they become: migrating there must leave the very tables
/// and indexes that making them at once does.
@Suite struct `Random changes` {
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return (state >> 33) ^ (state << 17)
        }

        mutating func roll(_ sides: Int) -> Int { Int.random(in: 0..<sides, using: &self) }
        mutating func isLucky(_ sides: Int) -> Bool { roll(sides) == 0 }
        mutating func pick<Element>(_ elements: [Element]) -> Element {
            elements[roll(elements.count)]
        }
    }

    private static let names = ["Alpha", "Beta", "Gamma"]

    private func field(_ name: String, _ dice: inout Dice, models: [String]) -> FieldSchema {
        switch dice.roll(7) {
        case 0:
            return .foreignKey(
                name, to: ModelName(app: "zoo", model: dice.pick(models)),
                index: !dice.isLucky(4), null: true, unique: dice.isLucky(4))
        case 1: return .manyToMany(name, to: ModelName(app: "zoo", model: dice.pick(models)))
        default:
            let types: [(FieldType, SQLValue)] = [
                (.integer, 0), (.bigInteger, 1), (.text(maxLength: 20), "x"), (.text(), "y"),
                (.positiveInteger, 2), (.json, "{}"), (.boolean, false), (.double, 0.5),
            ]
            let (type, value) = dice.pick(types)
            let isNullable = dice.isLucky(3)
            return .field(
                name, type, column: dice.isLucky(6) ? "c_\(name)" : nil, null: isNullable,
                unique: isNullable && dice.isLucky(4), index: dice.isLucky(4), default: value,
                databaseDefault: dice.isLucky(6) ? value : nil)
        }
    }

    private func models(_ dice: inout Dice) -> [ModelSchema] {
        let names = Self.names.filter { _ in !dice.isLucky(4) }
        return names.map { name in
            var fields: [FieldSchema] = [.key("id")]
            for letter in ["a", "b", "c", "d"] where !dice.isLucky(3) {
                fields.append(field(letter, &dice, models: names))
            }
            var model = ModelSchema(
                ModelName(app: "zoo", model: name),
                table: dice.isLucky(6) ? "own_\(name)" : nil, fields: fields)
            let columns = fields.filter { !$0.isManyToMany }.map(\.name)
            if columns.count > 2, dice.isLucky(3) {
                model.uniqueTogether = [[columns[1], columns[2]]]
            }
            if columns.count > 1, dice.isLucky(3) {
                model.indexes = [
                    IndexSchema("\(name)_\(dice.roll(2))", fields: ["-" + columns[1]])
                ]
            }
            if dice.isLucky(4) { model.constraints = [.check("\(name)_check", #""id" > 0"#)] }
            if columns.count > 1, dice.isLucky(4) {
                model.constraints.append(
                    .unique("\(name)_one", fields: [columns[1]], condition: #""id" > 9"#))
            }
            return model
        }
    }

    /// The tables with their columns in no order, and the indexes with theirs.
    private func schema(of project: TestProject) throws -> [String] {
        var lines: [String] = []
        for table in try project.names(of: "table") where table != "django_migrations" {
            for row in try project.rows(
                #"SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo('\#(table)')"#
            ) {
                lines.append("\(table) column \(row)")
            }
            for row in try project.rows(
                #"SELECT "table", "from", "to" FROM pragma_foreign_key_list('\#(table)')"#)
            {
                lines.append("\(table) reference \(row)")
            }
            for row in try project.rows(
                #"SELECT name, "unique", origin, partial FROM pragma_index_list('\#(table)')"#)
            {
                guard case .text(let name) = row[0] else { continue }
                let columns = try project.rows(
                    "SELECT name, desc FROM pragma_index_xinfo('\(name)') WHERE key")
                // SQLite numbers its own indexes in the order of the columns.
                let isOwn = name.hasPrefix("sqlite_autoindex")
                lines.append("\(table) index \(isOwn ? "" : name) \(row[1...]) \(columns)")
            }
            let checks = try project.statement(of: table).components(of: "CHECK (")
            lines += checks.map { "\(table) check \($0)" }
        }
        return lines.sorted()
    }

    private func project(_ states: [ModelSchema]...) throws -> TestProject {
        var migrations: [Migration] = []
        var before: [ModelSchema] = []
        for (number, state) in states.enumerated() {
            let found = try Detection(from: before, to: state) { question in
                switch question {
                case .addition, .automaticAddition, .alteration: .value(0)
                default: .yes
                }
            }
            for migration in found.migrations["zoo"] ?? [] {
                var migration = migration
                migration.name = "000\(migrations.count)_\(number)"
                migration.dependencies =
                    migrations.last.map {
                        [MigrationID(app: "", name: $0.name)]
                    } ?? []
                migrations.append(migration)
            }
            before = state
        }
        let project = try TestProject([
            MigratingApp(label: "zoo", models: [], migrations: Migrations("zoo", migrations))
        ])
        try project.migrate()
        return project
    }

    @Test(arguments: 0..<40)
    func `lead to the same tables as a fresh start`(seed: Int) throws {
        var dice = Dice(state: UInt64(seed) &* 977 &+ 13)
        for _ in 0..<4 { _ = dice.next() }
        let first = models(&dice)
        let second = models(&dice)
        let third = models(&dice)
        let fresh = try schema(of: project(third))
        let travelled = try project(first, second, third)
        #expect(try schema(of: travelled) == fresh)
        // And all the way back.
        try travelled.migrate("zoo", "zero")
        #expect(try travelled.names(of: "table") == ["django_migrations"])
    }
}

extension String {
    /// What stands behind each `separator`, up to the next comma or parenthesis.
    fileprivate func components(of separator: String) -> [String] {
        ranges(of: separator).map { range in
            String(self[range.upperBound...].prefix { $0 != "," && $0 != ")" })
        }
    }
}
