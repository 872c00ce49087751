import ApusORM
internal import FoundationEssentials

/// What `makemigrations` is asked to do.
public struct MakeMigrationsOptions: Sendable {
    /// The apps to make migrations for; all where empty.
    public var apps: [String] = []
    /// Only say whether there are changes: the exit status is 1 where there are.
    public var isCheck = false
    /// Only print what would be made.
    public var isDryRun = false
    /// The name to use instead of a suggested one, without the number.
    public var name: String?
    /// Make a migration without operations, to be written by hand.
    public var isEmpty = false
    /// Join the last migrations of an app that has more than one.
    public var isMerge = false
    /// Print the files' texts too, where nothing is written.
    public var isVerbose = false

    /// The plain command.
    public init() {}
}

extension MigrationCommands {
    /// Writes migrations for what has changed in the models since the last ones.
    public func makeMigrations(
        _ options: MakeMigrationsOptions = MakeMigrationsOptions(), ask: @escaping MigrationAsker
    ) throws -> Int32 {
        try requireApps(options.apps, exitStatus: 2)
        if let name = options.name, !name.isMigrationName {
            throw MigrationError("The migration name must be a valid Swift identifier.")
        }
        let graph = try graph()
        let recorded = try checkHistory()
        let labels = Set(options.apps)
        if options.isMerge { return try merge(graph, options, recorded: recorded, ask: ask) }
        try graph.checkConflicts(in: labels.isEmpty ? nil : labels)
        let changes: [NewMigrations]
        if options.isEmpty {
            guard !options.apps.isEmpty else {
                throw MigrationError("You must supply at least one app label when using --empty.")
            }
            let empty = [Migration("custom", operations: [])]
            changes = graph.arranged(
                Dictionary(uniqueKeysWithValues: labels.map { ($0, empty) }), name: options.name,
                timestamp: Self.timestamp(), recorded: recorded)
        } else {
            changes = try detectChanges(
                graph, labels: labels, name: options.name, recorded: recorded,
                ask: options.isDryRun || options.isCheck ? Self.dryAsker(ask) : ask)
        }
        guard !changes.isEmpty else {
            switch options.apps.count {
            case 0: print("No changes detected")
            case 1: print("No changes detected in app '\(options.apps[0])'")
            default:
                print("No changes detected in apps '\(options.apps.joined(separator: "', '"))'")
            }
            return 0
        }
        for change in changes { try write(change, options) }
        return options.isCheck ? 1 : 0
    }

    func detectChanges(
        _ graph: MigrationGraph, labels: Set<String>, name: String?,
        recorded: Set<MigrationID> = [], ask: @escaping MigrationAsker
    ) throws -> [NewMigrations] {
        if let broken = apps.flatMap(\.models).first(where: { !$0.problems.isEmpty }) {
            throw MigrationError(
                "The rules of \(broken.name) can't be migrated: "
                    + broken.problems.joined(separator: " "))
        }
        var detector = Autodetector(
            from: try graph.state(after: graph.fullPlan), to: declaredState(), ask: ask)
        let leaves = Dictionary(
            graph.leaves().map { ($0.app, $0) }, uniquingKeysWith: { first, _ in first })
        let changes = graph.arranged(
            try detector.migrations(leaves: leaves), name: name, timestamp: Self.timestamp(),
            recorded: recorded)
        return labels.isEmpty ? changes : changes.trimmed(to: labels)
    }

    private func write(_ change: NewMigrations, _ options: MakeMigrationsOptions) throws {
        let files = files(of: change.app)
        let isDry = options.isDryRun || options.isCheck
        guard files != nil || isDry else {
            // Someone else's app is no reason to leave this project's without its migrations.
            print(
                "The models of app '\(change.app)' have changed, but its migrations belong to "
                    + "another package: none are made.")
            return
        }
        print("Migrations for '\(change.app)':")
        for migration in change.migrations {
            print("  " + (files?.shownPath(of: migration.name) ?? migration.name))
            for operation in migration.operations {
                print("    \(operation.symbol) \(operation.description)")
            }
        }
        if isDry {
            for migration in change.migrations where options.isVerbose { show(migration) }
        } else {
            try files?.write(change.migrations, app: change.app)
        }
    }

    /// Prints the text of a file that isn't written.
    func show(_ migration: Migration) {
        print("Full migrations file '\(MigrationWriter.fileName(of: migration.name))':")
        print(MigrationWriter.source(of: migration))
    }

    /// The folder that an app's migrations are written to.
    func files(of label: String) -> MigrationFiles? {
        apps.first { $0.label == label }?.folder.map { MigrationFiles(folder: $0) }
    }

    /// What the database has recorded. Throws where its history doesn't hold together; a database
    /// that can't be reached is no reason not to make migrations.
    private func checkHistory() throws -> Set<MigrationID> {
        let applied: Set<MigrationID>
        do {
            applied = Set(try MigrationRecorder(openConnection()).applied().keys)
        } catch let error as DatabaseError {
            print(
                "Warning: Got an error checking a consistent migration history performed for "
                    + "database connection 'default': \(error)")
            return []
        }
        try graph(applied: applied).checkHistory()
        return applied
    }

    /// Where nothing is written, the values for existing rows don't matter.
    private static func dryAsker(_ ask: @escaping MigrationAsker) -> MigrationAsker {
        { question in
            switch question {
            case .renameModel, .renameField, .merge, .squash: try ask(question)
            case .addition, .automaticAddition, .alteration: .value(.null)
            }
        }
    }

    static func timestamp() -> String {
        let digits = Date.now.databaseText.filter(\.isNumber)
        return "\(digits.prefix(8))_\(digits.dropFirst(8).prefix(4))"
    }
}
