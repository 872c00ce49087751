import ApusValues

/// What `dumpdata` is asked to do.
public struct DumpDataOptions: Sendable {
    /// The apps and models to dump, `polls` or `polls.Choice`; all where empty.
    public var labels: [String] = []
    /// The apps and models to leave out.
    public var excluded: [String] = []
    /// The keys of the rows to dump, where one model is; all where empty.
    public var keys: [String] = []
    /// Whether foreign keys and lists of them name rows by natural keys, where there are some.
    public var usesNaturalForeign = false
    /// Whether rows that have a natural key go without their primary key.
    public var usesNaturalPrimary = false
    /// How many blanks a level is indented by; nil for all on one line.
    public var indent: Int?
    /// The file to write; what `output` gives where it is nil.
    public var file: String?

    /// The plain command.
    public init() {}
}

extension DataCommands {
    /// Writes the rows of the models as a JSON fixture, byte for byte as Django writes them, in
    /// constant memory and from one state of the database.
    public func dumpData(_ options: DumpDataOptions = DumpDataOptions()) throws {
        let isOneModel = options.labels.count == 1 && options.labels[0].contains(".")
        if !options.keys.isEmpty, !isOneModel {
            throw DataError("You can only use --pks option with one model")
        }
        if let indent = options.indent, !(0...32).contains(indent) {
            throw DataError("--indent must be between 0 and 32.")
        }
        let naturalKeys = try self.naturalKeys
        let chosen = try ModelSelection.models(
            options.labels, excluding: options.excluded, in: apps)
        let models = try naturalKeys.sorted(chosen, in: state).map {
            try FixtureModel($0, in: state, naturalKeys: naturalKeys)
        }
        let connection = try openConnection()
        guard let path = options.file else {
            return try dump(models, options, on: connection, to: output)
        }
        try FixtureFile.write(to: path) { write in
            try dump(models, options, on: connection, to: write)
        }
    }

    private func dump(
        _ models: [FixtureModel], _ options: DumpDataOptions, on connection: Connection,
        to output: @escaping (String) throws -> Void
    ) throws {
        var writer = FixtureWriter(indent: options.indent, output: output)
        try connection.reading {
            for model in models {
                var dump = ModelDump(model, options, on: connection)
                try dump.write(to: &writer)
            }
        }
        try writer.finish()
    }
}

/// The rows of one model on their way into a fixture.
private struct ModelDump {
    let model: FixtureModel
    let options: DumpDataOptions
    let connection: Connection
    /// For each many-to-many field, the query of the keys it leads to from one row.
    let listQueries: [String]
    /// The natural keys that were looked up, by field and key.
    private var known: [String: [SQLValue: DynamicValue]] = [:]

    init(_ model: FixtureModel, _ options: DumpDataOptions, on connection: Connection) {
        self.model = model
        self.options = options
        self.connection = connection
        listQueries = model.lists.map(Self.query)
    }

    /// The query that Django runs: without an order of the model's own, rows come as the database
    /// gives them, and the text decides how that is.
    private static func query(of list: FixtureModel.List) -> String {
        let target = list.target.table.quotedName
        let through = list.through.table.quotedName
        let key = "\(target).\((list.target.primaryKey?.column ?? "id").quotedName)"
        let order = list.target.options.ordering.compactMap { term -> String? in
            let isDescending = term.hasPrefix("-")
            guard let field = list.target.field(String(isDescending ? term.dropFirst() : term[...]))
            else { return nil }
            return "\(target).\(field.column.quotedName) \(isDescending ? "DESC" : "ASC")"
        }
        return "SELECT \(key) FROM \(target) INNER JOIN \(through) ON "
            + "(\(key) = \(through).\(list.farColumn.quotedName)) WHERE "
            + "\(through).\(list.nearColumn.quotedName) = ?"
            + (order.isEmpty ? "" : " ORDER BY " + order.joined(separator: ", "))
    }

    mutating func write(to writer: inout FixtureWriter) throws {
        let columns = [model.key] + model.columns
        let key = model.key.field.column.quotedName
        var sql =
            "SELECT " + columns.map { $0.field.column.quotedName }.joined(separator: ", ")
            + " FROM \(model.schema.table.quotedName)"
        let bindings = try options.keys.map { text in
            do { return try FixtureInput.stored(.string(text), as: model.key) } catch {
                throw DataError("Unable to serialize database: --pks: \(error)")
            }
        }
        if !bindings.isEmpty {
            sql += " WHERE \(key) IN (\(bindings.map { _ in "?" }.joined(separator: ", ")))"
        }
        sql += " ORDER BY \(key) ASC"
        try connection.run(sql, bindings) { statement in
            while try statement.step() {
                let values = columns.indices.map {
                    statement.reader.pointee.value(
                        statement.cells, Int32(truncatingIfNeeded: $0))
                }
                try write(values, to: &writer)
            }
        }
    }

    private mutating func write(_ values: [SQLValue], to writer: inout FixtureWriter) throws {
        var fields = DynamicDictionary(minimumCapacity: values.count)
        for (column, value) in zip(model.columns, values.dropFirst()) {
            fields[column.name] = try named(column.name, values[0]) {
                try $0.natural(column.natural, column.name, value) ?? column.fixtureValue(value)
            }
        }
        for (list, query) in zip(model.lists, listQueries) {
            fields[list.name] = try named(list.name, values[0]) {
                var keys: [DynamicValue] = []
                for row in try $0.connection.query(query, [values[0]]) {
                    keys.append(
                        try $0.natural(list.natural, list.name, row[0])
                            ?? FixtureValues.value(row[0], of: list.type))
                }
                return .list(keys)
            }
        }
        let key = try named(model.key.name, values[0]) {
            try $0.model.key.fixtureValue(values[0])
        }
        let isNamed = options.usesNaturalPrimary && model.naturalKey != nil
        try writer.write(model: model.label, key: isNamed ? nil : key, fields: fields)
    }

    /// The natural key of the row that a foreign key points at; nil where it stays a key.
    private mutating func natural(
        _ natural: (key: NaturalKey, column: String)?, _ field: String, _ value: SQLValue
    ) throws -> DynamicValue? {
        guard options.usesNaturalForeign, let (key, column) = natural, value != .null else {
            return nil
        }
        if let known = known[field]?[value] { return known }
        let found = try key.values(ofRowWith: value, in: column, on: connection)
        // So many are enough to ask seldom, and no burden.
        if known[field, default: [:]].count >= 10_000 { known[field] = [:] }
        known[field, default: [:]][value] = found
        return found
    }

    /// What `body` gives; an error of its says which row's field it was.
    private mutating func named(
        _ field: String, _ key: SQLValue, _ body: (inout ModelDump) throws -> DynamicValue
    ) throws -> DynamicValue {
        do { return try body(&self) } catch let error as DataError {
            throw DataError(
                "Unable to serialize database: \(model.label)(pk=\(key.asPlainText)) "
                    + "field '\(field)': \(error)")
        }
    }
}

extension SQLValue {
    /// The value as messages show it.
    var asPlainText: String {
        switch self {
        case .null: "None"
        case .integer(let number): "\(number)"
        case .real(let number): "\(number)"
        case .text(let text): text
        case .blob(let bytes): "\(bytes.count) bytes"
        }
    }
}

extension Connection {
    /// Runs `body`, all of whose queries see the same state of the database.
    fileprivate func reading<Result>(_ body: () throws -> Result) throws -> Result {
        if isInTransaction { return try body() }
        try execute("BEGIN")
        defer { _ = try? execute("COMMIT") }
        return try body()
    }
}
