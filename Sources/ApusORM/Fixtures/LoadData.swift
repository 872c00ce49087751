import ApusValues

/// What `loaddata` is asked to do.
public struct LoadDataOptions: Sendable {
    /// The fixtures: names, paths, or `-` for the standard input.
    public var fixtures: [String] = []
    /// The folders in which relative paths are looked for.
    public var folders: [String] = [""]
    /// The apps and models whose objects are passed over.
    public var excluded: [String] = []
    /// Whether models and fields that don't exist are passed over.
    public var isIgnoringUnknown = false

    /// The plain command.
    public init() {}
}

extension DataCommands {
    /// Writes the objects of fixtures into the tables, in one transaction: all of them or none.
    /// Whether each row that is pointed at exists is looked at when all are there, so that the
    /// order of the objects doesn't matter.
    public func loadData(_ options: LoadDataOptions) throws {
        guard !options.fixtures.isEmpty else {
            throw DataError(
                "No database fixture specified. Please provide the path of at least one fixture "
                    + "in the command line.")
        }
        let excluded = try ModelSelection(options.excluded, in: apps)
        let paths = try options.fixtures.flatMap {
            try FixtureFile.find($0, in: options.folders)
        }
        let connection = try openConnection()
        let count = try connection.transaction {
            for statement in connection.dialect.deferForeignKeys {
                try connection.execute(statement)
            }
            var load = FixtureLoad(
                apps: apps, state: state, excluded: excluded.models,
                ignoring: options.isIgnoringUnknown, naturalKeys: try naturalKeys,
                connection: connection)
            for path in paths {
                let objects = load.count.objects
                do { try load.load(try FixtureFile.read(path)) } catch {
                    throw DataError("Problem installing fixture '\(path)': \(error)")
                }
                if load.count.objects == objects {
                    output(
                        "No fixture data found for '\(path)'. (File format may be invalid.)\n")
                }
            }
            do {
                try load.saveWaiting()
                try load.checkForeignKeys()
            } catch let error as DataError {
                let place = paths.count == 1 ? "fixture '\(paths[0])'" : "fixtures"
                throw DataError("Problem installing \(place): \(error)")
            }
            return load.count
        }
        let all = count.objects == count.loaded ? "" : " (of \(count.objects))"
        output("Installed \(count.loaded) object(s)\(all) from \(paths.count) fixture(s)\n")
    }
}

/// The loading of fixtures, which lasts as long as its transaction.
private struct FixtureLoad {
    let apps: [DataApp]
    let state: ProjectState
    let excluded: Set<ModelName>
    let ignoring: Bool
    let naturalKeys: NaturalKeys
    let connection: Connection
    /// How many objects there were, and how many of them were written.
    var count = (objects: 0, loaded: 0)

    private var models: [String: FixtureModel] = [:]
    private var loaded: [String] = []
    /// Objects that name rows which weren't there when they came.
    private var waiting: [FixtureObject] = []

    init(
        apps: [DataApp], state: ProjectState, excluded: Set<ModelName>, ignoring: Bool,
        naturalKeys: NaturalKeys, connection: Connection
    ) {
        self.apps = apps
        self.state = state
        self.excluded = excluded
        self.ignoring = ignoring
        self.naturalKeys = naturalKeys
        self.connection = connection
    }

    mutating func load(_ bytes: [UInt8]) throws {
        var scanner = try FixtureScanner(bytes)
        while let slice = try scanner.next() {
            count.objects += 1
            let place = "object \(count.objects)"
            let value: DynamicValue
            do { value = try DynamicValue(json: slice) } catch {
                throw DataError("\(place): \(error)")
            }
            guard case .dictionary(let object) = value else { continue }
            guard case .string(let label)? = object["model"] else {
                throw DataError("\(place) has no 'model'.")
            }
            guard let model = try model(label) else {
                if ignoring { continue }
                throw DataError("Invalid model identifier: \(label)")
            }
            if excluded.contains(model.schema.name) { continue }
            var row = try FixtureObject(object, of: model, ignoring: ignoring)
            row.fillDefaults(computed(for: model))
            if try row.resolve(on: connection) { try save(&row) } else { waiting.append(row) }
        }
    }

    /// Writes the objects that waited for rows which they name, as those come to be there. In a
    /// circle a row goes first that can do without for the moment.
    mutating func saveWaiting() throws {
        while !waiting.isEmpty {
            var rest: [FixtureObject] = []
            for var object in waiting {
                if try object.resolve(on: connection) {
                    try save(&object)
                } else {
                    rest.append(object)
                }
            }
            if rest.count == waiting.count {
                guard let index = rest.firstIndex(where: \.canGoAhead) else {
                    throw rest[0].missing
                }
                var ahead = try rest[index].goingAhead(on: connection)
                try save(&ahead)
                rest[index].key = ahead.key
                rest[index].isThere = true
            }
            // The other way round: a chain from its end to its beginning is then done at once.
            waiting = rest.reversed()
        }
    }

    private func computed(for model: FixtureModel) -> [String: @Sendable () -> SQLValue] {
        let name = model.schema.name
        return apps.first { $0.label == name.app }?.computed[name] ?? [:]
    }

    private mutating func save(_ object: inout FixtureObject) throws {
        object.fillKey(computed(for: object.model))
        do { try object.save(on: connection) } catch let error as DatabaseError {
            throw DataError("Could not load \(object.name): \(error.message)")
        }
        if object.isThere { return }
        count.loaded += 1
        if !loaded.contains(object.model.label) { loaded.append(object.model.label) }
    }

    private mutating func model(_ label: String) throws -> FixtureModel? {
        let label = label.lowercased()
        if let known = models[label] { return known }
        for schema in apps.flatMap(\.models) {
            let model = try FixtureModel(schema, in: state, naturalKeys: naturalKeys)
            guard model.label.lowercased() == label else { continue }
            models[label] = model
            return model
        }
        return nil
    }

    /// Looks whether the foreign keys of all tables that were written to point at rows.
    func checkForeignKeys() throws {
        for model in loaded.compactMap({ models[$0] }) {
            try checkForeignKeys(of: model.schema)
            for list in model.lists { try checkForeignKeys(of: list.through) }
        }
    }

    private func checkForeignKeys(of schema: ModelSchema) throws {
        guard let key = schema.primaryKey?.column else { return }
        for field in schema.columns {
            guard let reference = field.reference, let target = state[reference.model],
                let pointed = reference.field.map(target.field) ?? target.primaryKey
            else { continue }
            let found = try connection.query(
                """
                SELECT a.\(key.quotedName), a.\(field.column.quotedName) \
                FROM \(schema.table.quotedName) a \
                LEFT JOIN \(target.table.quotedName) b \
                ON a.\(field.column.quotedName) = b.\(pointed.column.quotedName) \
                WHERE a.\(field.column.quotedName) IS NOT NULL \
                AND b.\(pointed.column.quotedName) IS NULL LIMIT 1
                """)
            guard let row = found.first else { continue }
            throw DataError(
                "The row in table '\(schema.table)' with primary key '\(row[0].asPlainText)' has "
                    + "an invalid foreign key: \(schema.table).\(field.column) contains a value "
                    + "'\(row[1].asPlainText)' that does not have a corresponding value in "
                    + "\(target.table).\(pointed.column).")
        }
    }
}
