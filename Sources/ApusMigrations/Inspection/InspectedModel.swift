import ApusORM

/// A model for a table, as it is to be written.
struct InspectedModel {
    /// A property.
    struct Property {
        var name: String
        /// The type without its question mark.
        var type: String
        var isNullable: Bool
        /// What stands in `@Field(…)`, in order.
        var options: [(label: String?, value: SwiftSource)] = []
        /// What the reader must know.
        var note: String?
    }

    var table: InspectedTable
    /// The type's name.
    var name: String
    var properties: [Property] = []
    var indexes: [SwiftSource] = []
    var uniqueTogether: [[String]] = []
    var constraints: [SwiftSource] = []
    /// What the table has and the model doesn't.
    var notes: [String] = []
}

/// Makes models of tables.
struct ModelInspection {
    let tables: [InspectedTable]
    /// The models' names, by table.
    let names: [String: String]

    /// - Parameter apps: The labels that begin the names of tables: `polls` for `polls_question`.
    init(_ tables: [InspectedTable], apps: [String]) {
        self.tables = tables
        // The longest label first: of `blog` and `blog_tools` the second is meant.
        let prefixes = apps.sorted { $0.count > $1.count }.map { $0 + "_" }
        func short(_ table: String) -> String {
            let prefix = prefixes.first { table.hasPrefix($0) && table.count > $0.count }
            return InspectedNames.type(String(table.dropFirst(prefix?.count ?? 0)))
        }
        var uses: [String: Int] = [:]
        for table in tables { uses[short(table.name), default: 0] += 1 }
        var names: [String: String] = [:]
        var taken: Set<String> = []
        for table in tables {
            var name = short(table.name)
            if (uses[name] ?? 0) > 1 { name = InspectedNames.type(table.name) }
            while !taken.insert(name).inserted { name += "2" }
            names[table.name] = name
        }
        self.names = names
    }

    /// Why a table can't be a model; nil where it can.
    func obstacle(_ table: InspectedTable) -> String? {
        let key = table.key
        if table.isView { return "it is a view" }
        if key.isEmpty { return "it has no primary key" }
        if key.count > 1 {
            return "its primary key has several columns: "
                + key.map { "'\($0.name)'" }.joined(separator: ", ")
        }
        if !hasHandedOutKey(table), table.reference(of: key[0].name) == nil,
            !ColumnInspection.keyTypes.contains(inspection(of: key[0], in: table).property().type)
        {
            let type = key[0].type.isEmpty ? "any type" : key[0].type
            return "its primary key '\(key[0].name)' holds \(type), which can be no key"
        }
        return nil
    }

    /// Whether the database hands out the table's keys: an integer that points nowhere.
    private func hasHandedOutKey(_ table: InspectedTable) -> Bool {
        table.key.first.map {
            $0.type.contains("int") && table.reference(of: $0.name) == nil
        } ?? false
    }

    private func inspection(
        of column: InspectedTable.Column, in table: InspectedTable, names: [String: String] = [:],
        taken: Set<String> = []
    ) -> ColumnInspection {
        ColumnInspection(
            table: table, column: column, names: names,
            keys: Dictionary(
                tables.compactMap { table in table.key.first.map { (table.name, $0.name) } },
                uniquingKeysWith: { first, _ in first }), taken: taken)
    }

    /// The models for the tables that can have one, without those that connect two others for a
    /// many-to-many field.
    func models() -> [InspectedModel] {
        let able = tables.filter { obstacle($0) == nil }
        let modelled = Set(able.map(\.name))
        var models = able.filter { many(for: $0) == nil }.map {
            model(of: $0, modelled: modelled)
        }
        for table in able {
            guard let many = many(for: table),
                let index = models.firstIndex(where: { $0.table.name == many.owner })
            else { continue }
            var property = InspectedModel.Property(
                name: many.field, type: "ManyToMany<\(names[many.target] ?? "")>",
                isNullable: false)
            if many.owner == many.target {
                property.options.append(("symmetrical", .text("false")))
            }
            models[index].properties.append(property)
        }
        return models
    }

    /// The many-to-many field that a table is for: it connects two models, and has nothing else.
    private func many(
        for table: InspectedTable
    ) -> (owner: String, field: String, target: String)? {
        let columns = table.columns.filter { !$0.isKey }
        guard columns.count == 2, table.notes.isEmpty, table.checks.isEmpty,
            !columns.contains(where: { $0.isNullable || $0.generated != nil })
        else { return nil }
        let references = columns.compactMap { table.reference(of: $0.name) }
        guard references.count == 2,
            table.indexes.contains(where: { index in
                index.isUnique && index.condition == nil
                    && index.names.map(Set.init) == Set(columns.map(\.name))
            })
        else { return nil }
        for (near, far) in [
            (references[0], references[1]), (references[1], references[0]),
        ] {
            guard table.name.hasPrefix(near.table + "_"), let owner = names[near.table],
                let target = names[far.table], isModelled(near.table), isModelled(far.table)
            else { continue }
            let own = near.table == far.table
            let wanted = [
                (own ? "from_" : "") + owner.lowercased() + "_id",
                (own ? "to_" : "") + target.lowercased() + "_id",
            ]
            guard [near.column, far.column] == wanted else { continue }
            let suffix = String(table.name.dropFirst(near.table.count + 1))
            let field = InspectedNames.property(suffix)
            if field.snakeCased == suffix { return (near.table, field, far.table) }
        }
        return nil
    }

    private func isModelled(_ name: String) -> Bool {
        tables.first { $0.name == name }.map { obstacle($0) == nil } ?? false
    }

    private func model(of table: InspectedTable, modelled: Set<String>) -> InspectedModel {
        var model = InspectedModel(table: table, name: names[table.name] ?? "", notes: table.notes)
        var properties: [String: String] = [:]
        let targets = names.filter { modelled.contains($0.key) }
        for column in table.columns {
            if column.isKey, hasHandedOutKey(table) {
                if column.name.lowercased() == "id" { continue }
                model.properties.append(
                    InspectedModel.Property(
                        name: "id", type: "Key<\(model.name)>", isNullable: false,
                        options: [("column", .string(column.name))]))
                properties[column.name] = "id"
                continue
            }
            var property = inspection(
                of: column, in: table, names: targets, taken: Set(properties.values)
            ).property()
            if column.isKey {
                property.isNullable = false
                property.options.removeAll { ["unique", "index"].contains($0.label) }
                if column.name == "id" {
                    property.name = "id"
                    property.options.removeAll { $0.label == "column" }
                }
                property.options.insert(("primaryKey", .text("true")), at: 0)
            }
            properties[column.name] = property.name
            model.properties.append(property)
        }
        addIndexes(to: &model, properties)
        for check in table.checks {
            model.constraints.append(
                .call(".check", [(nil, .string(check.name)), (nil, .string(check.condition))]))
        }
        return model
    }

    private func addIndexes(to model: inout InspectedModel, _ properties: [String: String]) {
        let table = model.table
        for index in table.indexes {
            guard let columns = index.names else {
                model.notes.append("the index '\(index.name)' over an expression")
                continue
            }
            let fields = columns.map { properties[$0] ?? "id" }
            if index.isUnique {
                if index.condition == nil, columns.count == 1 { continue }
                let implied = IndexName.implied(
                    table: table.name, columns: columns, suffix: "_uniq")
                if index.condition == nil, index.name == implied || index.name.isEmpty {
                    model.uniqueTogether.append(fields)
                } else {
                    var arguments: [(label: String?, value: SwiftSource)] = [
                        (nil, .string(index.name)), ("fields", .strings(fields)),
                    ]
                    if let condition = index.condition {
                        arguments.append(("condition", .string(condition)))
                    }
                    model.constraints.append(.call(".unique", arguments))
                }
                continue
            }
            if columns.count == 1, index.condition == nil, !index.columns[0].isDescending,
                index.isImplied
            {
                continue
            }
            if let problem = index.problem {
                model.notes.append("the index '\(index.name)', whose name \(problem)")
                continue
            }
            var arguments: [(label: String?, value: SwiftSource)] = [
                (nil, .string(index.name)),
                (
                    "fields",
                    .strings(
                        zip(fields, index.columns).map { ($1.isDescending ? "-" : "") + $0 })
                ),
            ]
            if let condition = index.condition {
                arguments.append(("condition", .string(condition)))
            }
            model.indexes.append(.call("IndexSchema", arguments))
        }
    }
}

extension InspectedTable.Index {
    /// Why no index of a model can have the name; nil where one can.
    fileprivate var problem: String? {
        if name.count > 30 { return "has over 30 characters" }
        let isBad = name.first == "_" || name.first?.isNumber == true
        return isBad ? "begins with an underscore or a number" : nil
    }

    /// Whether the index is the one that a column has by its field alone: its name ends in the
    /// digits of a digest, which stay when the table gets another name.
    var isImplied: Bool {
        guard let names, names.count == 1 else { return false }
        let end = name.suffix(9)
        return end.count == 9 && end.first == "_"
            && end.dropFirst().allSatisfy { "0123456789abcdef".contains($0) }
    }
}
