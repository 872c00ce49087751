public import ApusORM

/// An app as the commands see it.
public struct MigratingApp: Sendable {
    /// The app's label.
    public var label: String
    /// Its models as the code declares them now.
    public var models: [ModelSchema]
    /// Its migrations as the program was built with.
    public var migrations: Migrations
    /// The folder that new migrations are written to; nil where the app is not this project's.
    public var folder: String?

    /// An app from its parts.
    public init(
        label: String, models: [ModelSchema], migrations: Migrations, folder: String? = nil
    ) {
        self.label = label
        self.models = models
        self.migrations = migrations
        self.folder = folder
    }
}

/// The commands about migrations, with Django's words: `makemigrations`, `migrate`,
/// `showmigrations` and `sqlmigrate`. Each returns the exit status of the command, and throws a
/// `MigrationError` with a message for the terminal and an exit status of its own.
public struct MigrationCommands {
    let apps: [MigratingApp]
    let openConnection: () throws -> Connection
    let output: (String) -> Void

    /// Commands for a project's apps. `connection` opens its database when a command first needs
    /// it; `output` gets text as it is to be written, newlines included.
    public init(
        apps: [MigratingApp], connection: @escaping () throws -> Connection,
        output: @escaping (String) -> Void
    ) {
        self.apps = apps
        openConnection = connection
        self.output = output
    }

    func print(_ line: String) { output(line + "\n") }

    /// The state that the code declares now, of the apps that have migrations or get them.
    func declaredState() -> ProjectState {
        ProjectState(models: apps.flatMap(\.models))
    }

    func graph(applied: Set<MigrationID> = []) throws -> MigrationGraph {
        try MigrationGraph(apps.map(\.migrations), applied: applied)
    }

    func requireApps(_ labels: [String], exitStatus: Int32) throws {
        let known = Set(apps.map(\.label))
        let unknown = labels.filter { !known.contains($0) }
        guard !unknown.isEmpty else { return }
        throw MigrationError(
            unknown.map { label in
                let near = known.first { $0.lowercased() == label.lowercased() }
                return "No installed app with label '\(label)'."
                    + (near.map { " Did you mean '\($0)'?" } ?? "")
            }.joined(separator: "\n"), exitStatus: exitStatus)
    }
}
