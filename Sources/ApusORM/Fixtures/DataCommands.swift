/// An app as the commands about rows see it.
public struct DataApp: Sendable {
    /// The app's label.
    public var label: String
    /// Its models, in the order in which they are dumped.
    public var models: [ModelSchema]
    /// What new rows get where a fixture doesn't say and the model computes it: by model, then by
    /// property.
    var computed: [ModelName: [String: @Sendable () -> SQLValue]] = [:]
    /// The fields that name a row in fixtures in place of its key, by model.
    var naturalKeys: [ModelName: [String]]

    /// An app from what migrations know of its models, and the fields of their natural keys.
    public init(
        label: String, models: [ModelSchema], naturalKeys: [ModelName: [String]] = [:]
    ) {
        self.label = label
        self.models = models
        self.naturalKeys = naturalKeys
    }

    /// An app from its models' tables, which also know the defaults that are computed.
    public init(label: String, tables: [Table]) {
        self.init(label: label, models: tables.map(\.schema))
        for table in tables {
            if !table.naturalKey.isEmpty { naturalKeys[table.schema.name] = table.naturalKey }
            for field in table.fields {
                computed[table.schema.name, default: [:]][field.schema.name] = field.defaultValue
            }
        }
    }
}

/// The commands about what is in the tables, with Django's words: `dumpdata`, `loaddata`, `flush`
/// and `sqlflush`. They throw a `DataError` with a message for the terminal.
public struct DataCommands {
    let apps: [DataApp]
    let state: ProjectState
    let openConnection: () throws -> Connection
    let output: (String) -> Void

    /// Commands for a project's apps. `connection` opens its database when a command first needs
    /// it; `output` gets text as it is to be written, newlines included.
    public init(
        apps: [DataApp], connection: @escaping () throws -> Connection,
        output: @escaping (String) -> Void
    ) {
        self.apps = apps
        state = ProjectState(models: apps.flatMap(\.models))
        openConnection = connection
        self.output = output
    }

    /// The natural keys of all models. Throws a `DataError` where one can't be.
    var naturalKeys: NaturalKeys {
        get throws {
            let declared = apps.map(\.naturalKeys).reduce(into: [:]) { $0.merge($1) { $1 } }
            return try NaturalKeys(declared, in: state)
        }
    }
}

/// Why rows could not be dumped or loaded: the words for the person at the terminal.
public struct DataError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was wrong, where, and what to do.
    public var message: String

    /// An error that says `message`.
    public init(_ message: String) { self.message = message }

    /// The words alone.
    public var description: String { message }
}
