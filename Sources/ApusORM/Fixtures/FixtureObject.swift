import ApusValues

/// One object of a fixture: a row, and the keys of its many-to-many fields. It can be written once
/// the rows that it names by natural keys are found.
struct FixtureObject {
    let model: FixtureModel
    /// The key; NULL where the database makes one.
    var key: SQLValue
    /// The columns that the row gives, with their values.
    var values: [(column: FixtureModel.Column, value: SQLValue)] = []
    /// The many-to-many fields that the object names, with the keys that they lead to.
    var lists: [(list: FixtureModel.List, keys: [SQLValue])] = []
    /// The foreign keys that name a row by its natural key, until it is found.
    var named: [(column: FixtureModel.Column, values: [DynamicValue])] = []
    /// The many-to-many fields some of whose rows go by natural keys, until all are found.
    var namedLists: [(list: FixtureModel.List, items: [DynamicValue])] = []

    /// Whether the row is written already, without the rows that weren't found.
    var isThere = false

    var label: String { "\(model.label):pk=\(key.asPlainText)" }

    /// `polls.Choice(pk=3)`, for messages.
    var name: String { "\(model.schema.name)(pk=\(key.asPlainText))" }

    /// An object of `model` from what the fixture says: `pk` and `fields`. A field that doesn't
    /// exist throws, unless `ignoring` says that those are passed over.
    init(
        _ object: DynamicDictionary, of model: FixtureModel, ignoring: Bool
    ) throws {
        self.model = model
        let key = object["pk"] ?? .null
        let label = "\(model.label):pk=\(key.description)"
        self.key = try Self.converted(key, "pk", label) {
            try FixtureInput.stored(key, as: model.key)
        }
        guard case .dictionary(let fields)? = object["fields"] else {
            throw DataError("(\(label)) has no 'fields'.")
        }
        for entry in fields.entries {
            if let column = model.columns.first(where: { $0.isCalled(entry.key) }) {
                // The database computes it.
                if column.field.generated != nil { continue }
                if column.natural != nil, case .list(let name) = entry.value {
                    named.append((column, name))
                    continue
                }
                let value = try Self.converted(entry.value, entry.key, label) {
                    try FixtureInput.stored(entry.value, as: column)
                }
                values.append((column, value))
            } else if let list = model.lists.first(where: { $0.name == entry.key }) {
                guard case .list(let items) = entry.value else {
                    throw DataError(
                        "(\(label)) field '\(list.name)' is '\(entry.value)', which is no list.")
                }
                if list.natural != nil, items.contains(where: \.isList) {
                    namedLists.append((list, items))
                } else {
                    lists.append((list, try Self.keys(items, of: list, label)))
                }
            } else if model.key.isCalled(entry.key) {
                continue
            } else if !ignoring {
                throw DataError(
                    "(\(label)) \(model.schema.name.model) has no field named '\(entry.key)'. "
                        + "--ignorenonexistent passes over such fields.")
            }
        }
    }

    private static func keys(
        _ items: [DynamicValue], of list: FixtureModel.List, _ label: String
    ) throws -> [SQLValue] {
        try items.map { item in
            try converted(item, list.name, label) {
                try FixtureInput.stored(item, as: list.type)
            }
        }
    }

    /// What `body` gives; a value that isn't the field's throws with Django's words.
    static func converted<Result>(
        _ value: DynamicValue, _ field: String, _ label: String, _ body: () throws -> Result
    ) throws -> Result {
        do { return try body() } catch let error as FixtureInput.Invalid {
            throw DataError("\(error): (\(label)) field '\(field)' was '\(value)'")
        }
    }

    /// Adds what a new row gets for the columns that the object doesn't name.
    mutating func fillDefaults(_ computed: [String: @Sendable () -> SQLValue]) {
        let given = Set((values.map(\.column) + named.map(\.column)).map(\.field.column))
        for column in model.columns where !given.contains(column.field.column) {
            let field = column.field
            if field.generated != nil || field.databaseDefault != nil { continue }
            if let value = field.defaultValue ?? computed[field.name]?() {
                values.append((column, value))
            } else if field.isNullable {
                values.append((column, .null))
            } else if field.type.allowsEmptyText, field.reference == nil {
                values.append((column, .text("")))
            }
        }
    }

    /// Gives a row without a key the one that its model makes, where the model does.
    mutating func fillKey(_ computed: [String: @Sendable () -> SQLValue]) {
        guard key == .null else { return }
        let field = model.key.field
        if let value = field.defaultValue ?? computed[field.name]?() { key = value }
    }

    /// Writes the row: the one with its key is replaced, where there is one.
    mutating func save(on connection: Connection) throws {
        key = try saveRow(on: connection)
        for (list, keys) in lists { try save(list, keys, of: key, on: connection) }
    }

    /// Writes the row, and gives its key.
    private func saveRow(on connection: Connection) throws -> SQLValue {
        let keyName = model.key.field.column.quotedName
        var names = values.map(\.column.field.column.quotedName)
        var bindings = values.map(\.value)
        let table = model.schema.table.quotedName
        let updates = names.map { "\($0) = excluded.\($0)" }.joined(separator: ", ")
        if key != .null {
            names.insert(keyName, at: 0)
            bindings.insert(key, at: 0)
        }
        var sql = "INSERT INTO \(table) "
        if names.isEmpty {
            sql += "DEFAULT VALUES"
        } else {
            sql += "(\(names.joined(separator: ", "))) VALUES "
            sql += "(\(names.map { _ in "?" }.joined(separator: ", ")))"
        }
        if key != .null {
            sql += " ON CONFLICT (\(keyName)) DO "
            sql += updates.isEmpty ? "NOTHING" : "UPDATE SET \(updates)"
        }
        try connection.execute(sql, bindings)
        return key == .null ? .integer(connection.lastInsertID) : key
    }

    /// Makes `keys` what the many-to-many field leads to from the row; what stays keeps its rows.
    private func save(
        _ list: FixtureModel.List, _ keys: [SQLValue], of key: SQLValue, on connection: Connection
    ) throws {
        let table = list.through.table.quotedName
        let near = list.nearColumn.quotedName
        let far = list.farColumn.quotedName
        var wanted: [SQLValue] = []
        var seen: Set<SQLValue> = []
        for other in keys where seen.insert(other).inserted { wanted.append(other) }
        let present = try connection.query("SELECT \(far) FROM \(table) WHERE \(near) = ?", [key])
            .map { $0[0] }
        for other in present where !seen.contains(other) {
            try connection.execute(
                "DELETE FROM \(table) WHERE \(near) = ? AND \(far) = ?", [key, other])
        }
        let kept = Set(present)
        for other in wanted where !kept.contains(other) {
            try connection.execute(
                "INSERT INTO \(table) (\(near), \(far)) VALUES (?, ?)", [key, other])
        }
    }
}

extension FixtureModel.Column {
    /// Whether a fixture's name is this column's: Django's, the property's, or the column's own.
    func isCalled(_ text: String) -> Bool {
        text == name || text == field.name || text == field.column
    }
}
