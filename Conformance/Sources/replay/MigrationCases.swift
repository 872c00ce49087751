import ApusMigrations
import ApusORM

/// Migrations: models before and after, the operations found between them, and what applying
/// them to an SQLite database leaves there.
struct MigrationCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        for side in ["before", "after"] {
            for (_, model) in item[side]?.object ?? [] {
                for key in ["bases", "managers"] where model[key]?.array?.isEmpty == false {
                    return .skipped("Python's own: model inheritance and managers")
                }
                if model["options"]?["proxy"]?.bool == true {
                    return .skipped("Python's own: proxy models")
                }
            }
        }
        let before = try models(item["before"])
        let after = try models(item["after"])
        let name = item["name"]?.string ?? ""
        var asked: [String] = []
        var detector = Autodetector(
            from: ProjectState(models: before), to: ProjectState(models: after)
        ) { question in
            switch question {
            case .merge, .squash: return .no
            case .renameModel:
                asked.append("rename_model")
                return name.contains("(no)") ? .no : .yes
            case .renameField:
                asked.append("rename_field")
                return name.contains("(no)") ? .no : .yes
            case .addition(let field, let model):
                asked.append("not_null_addition \(model.model.lowercased()).\(field.name)")
                return .value(oneOff(for: field))
            case .automaticAddition(let field, let model):
                asked.append("auto_now_add \(model.model.lowercased()).\(field.name)")
                return .value("2024-01-01 00:00:00")
            case .alteration(let field, let model):
                asked.append("not_null_alteration \(model.model.lowercased()).\(field.name)")
                return .value(oneOff(for: field))
            }
        }
        let migrations = try detector.migrations()["lib"] ?? []
        let operations = migrations.flatMap(\.operations)
        let expected = (item["operations"]?.array ?? []).map {
            "\($0["symbol"]?.string ?? "") \($0["describe"]?.string ?? "") "
                + "(\($0["fragment"]?.string ?? ""))"
        }
        let got = operations.map { "\($0.symbol) \($0.description) (\($0.nameFragment ?? ""))" }
        if expected != got { return .compare(expected, got) }
        let suggested = migrations.isEmpty ? nil : migrations[0].suggestedName
        if suggested != item["suggested_name"]?.string {
            return .compare(item["suggested_name"]?.string ?? "none", suggested ?? "none")
        }
        // What was asked about counts, not the word that the recording has for the question.
        let questions = (item["asked"]?.array ?? []).compactMap(\.string).map(subject)
        if questions != asked.map(subject) { return .compare(questions, asked) }
        return try apply(operations, from: before, item: item)
    }

    /// `book.at` of `auto_now_add book.at`.
    private func subject(_ question: String) -> String {
        String(question.split(separator: " ").last ?? "")
    }

    private func oneOff(for field: FieldSchema) -> SQLValue {
        switch field.type {
        case .text, .slug, .email, .url, .filePath: ""
        case .dateTime, .date: "2024-01-01 00:00:00"
        default: 0
        }
    }

    // MARK: The database

    private func apply(
        _ operations: [MigrationOperation], from before: [ModelSchema], item: JSON
    ) throws -> Outcome {
        let connection = try Database(":memory:").connection
        var makeAll = Autodetector(from: ProjectState(), to: ProjectState(models: before)) { _ in
            .no
        }
        var list = try makeAll.migrations()["lib"] ?? []
        for index in list.indices {
            list[index].name = "000\(index + 1)"
            list[index].dependencies =
                index == 0 ? [] : [MigrationID(app: "lib", name: "000\(index)")]
        }
        let dependencies = list.last.map { [MigrationID(app: "lib", name: $0.name)] } ?? []
        let graph = try MigrationGraph([Migrations("lib", list)])
        try MigrationExecutor(graph, on: connection).run(
            graph.plan(to: graph.leaves().map { .migration($0) }))
        for (table, rows) in item["rows_before"]?.object ?? [] {
            guard let model = before.first(where: { $0.table == table }) else { continue }
            for number in 1...max(rows.int ?? 0, 1) {
                try insert(number, into: model, on: connection)
            }
        }
        if !operations.isEmpty {
            list.append(Migration("1000_change", after: dependencies, operations: operations))
            let graph = try MigrationGraph(
                [Migrations("lib", list)],
                applied: Set(try MigrationRecorder(connection).applied().keys))
            try MigrationExecutor(graph, on: connection).run(
                graph.plan(to: graph.leaves().map { .migration($0) }))
        }
        let tables = try connection.query(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
                + "AND name <> 'django_migrations' ORDER BY name"
        ).compactMap { row -> String? in if case .text(let name) = row[0] { name } else { nil } }
        var schema: [(key: String, value: JSON)] = []
        var counts: [(key: String, value: JSON)] = []
        for table in tables {
            schema.append((table, try TableReader(connection: connection, table: table).read()))
            let count = try connection.query("SELECT COUNT(*) FROM \"\(table)\"")[0][0]
            if case .integer(let number) = count { counts.append((table, .int(Int(number)))) }
        }
        let expectedSchema = item["schema_after"] ?? .object([])
        let got = withKnownChecks(.object(schema), as: expectedSchema)
        if normalized(expectedSchema) != normalized(got) {
            return .compare(normalized(expectedSchema), normalized(got))
        }
        return .compare(item["row_counts_after"] ?? .object([]), .object(counts))
    }

    private func insert(_ number: Int, into model: ModelSchema, on connection: Connection) throws {
        let fields = model.columns.filter { !$0.type.isGenerated && $0.generated == nil }
        let names = fields.map { "\"\($0.column)\"" }.joined(separator: ", ")
        let values = fields.map { field -> SQLValue in
            switch field.type {
            case .text, .slug, .email, .url, .filePath, .uuid, .decimal: .text("\(number)")
            case .date, .dateTime: "2024-01-01 00:00:00"
            case .json: "{}"
            default:
                field.reference != nil && field.isNullable ? .null : .integer(Int64(number))
            }
        }
        let marks = values.map { _ in "?" }.joined(separator: ", ")
        try connection.execute(
            fields.isEmpty
                ? "INSERT INTO \"\(model.table)\" DEFAULT VALUES"
                : "INSERT INTO \"\(model.table)\" (\(names)) VALUES (\(marks))", values)
    }

    /// The schema with each CHECK as the recording writes it, where that is part of its text: the
    /// database itself has no list of them.
    private func withKnownChecks(_ schema: JSON, as expected: JSON) -> JSON {
        func letters(_ json: JSON) -> String {
            let text = json.string ?? (json.array ?? []).compactMap(\.string).joined()
            return text.filter { !$0.isWhitespace && $0 != "\"" }.lowercased()
        }
        return .object(
            (schema.object ?? []).map { table, value in
                var wanted = expected[table]?["checks"]?.array ?? []
                let members = (value.object ?? []).map { key, value -> (key: String, value: JSON) in
                    guard key == "checks" else { return (key, value) }
                    let checks = (value.array ?? []).map { check -> JSON in
                        guard
                            let position = wanted.firstIndex(where: {
                                letters(check).contains(letters($0))
                            })
                        else { return check }
                        return wanted.remove(at: position)
                    }
                    return (key, .array(checks))
                }
                return (table, .object(members))
            })
    }

    /// The order of indexes and of keys is no part of a schema, nor is a made-up name of an index:
    /// with a table that gets another name Django keeps those after the old one, Apus makes new ones.
    private func normalized(_ json: JSON) -> JSON {
        switch json {
        case .object(let members):
            .object(
                members.map { member in
                    let value = normalized(member.value)
                    let isSet = ["unique", "indexes", "foreign_keys", "checks"].contains(member.key)
                    guard isSet, case .array(let items) = value else { return (member.key, value) }
                    return (
                        member.key, .array(items.sorted { $0.description < $1.description })
                    )
                }.sorted { $0.key < $1.key })
        case .array(let items): .array(items.map(normalized))
        case .string(let name): .string(TableReader.isImplied(name) ? "<auto>" : name)
        default: json
        }
    }
}
