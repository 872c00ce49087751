import ApusORM

/// What `migrate` is asked to do.
public struct MigrateOptions: Sendable {
    /// The app to migrate; all where nil.
    public var app: String?
    /// The migration to end at, by its name or how that begins, or `zero`.
    public var migration: String?
    /// Only print what would be done.
    public var isPlan = false
    /// Only say whether there is something to apply: the exit status is 1 where there is.
    public var isCheck = false
    /// Only record.
    public var isFake = false
    /// Only record an app's first migration where its tables exist already.
    public var isFakeInitial = false

    /// The plain command.
    public init() {}
}

extension MigrationCommands {
    /// Applies migrations, or undoes those after the one named.
    public func migrate(_ options: MigrateOptions = MigrateOptions()) throws -> Int32 {
        let connection = try openConnection()
        let graph = try graph(applied: Set(try MigrationRecorder(connection).applied().keys))
        try graph.checkHistory()
        try graph.checkConflicts()
        let targets = try targets(of: options, in: graph)
        let plan = graph.plan(to: targets)
        if options.isPlan {
            try show(plan, of: graph)
            return options.isCheck && !plan.isEmpty ? 1 : 0
        }
        if options.isCheck { return plan.isEmpty ? 0 : 1 }
        print("Operations to perform:")
        print(Self.headline(options, targets: targets, graph: graph))
        print("Running migrations:")
        if plan.isEmpty {
            print("  No migrations to apply.")
            try warnOfChanges(graph)
        }
        let executor = MigrationExecutor(graph, on: connection) { event in
            switch event {
            case .applying(let id): output("  Applying \(id)...")
            case .unapplying(let id): output("  Unapplying \(id)...")
            case .applied(_, let faked), .unapplied(_, let faked):
                print(faked ? " FAKED" : " OK")
            }
        }
        do {
            try executor.run(plan, fake: options.isFake, fakeInitial: options.isFakeInitial)
        } catch {
            print("")
            throw error
        }
        try warnOfStrayRecords(connection)
        return 0
    }

    private func targets(
        of options: MigrateOptions, in graph: MigrationGraph
    ) throws -> [MigrationTarget] {
        guard let app = options.app else { return graph.leaves().map { .migration($0) } }
        try requireApps([app], exitStatus: 1)
        guard graph.apps.contains(app) else {
            throw MigrationError("App '\(app)' does not have migrations.")
        }
        guard let name = options.migration else {
            return graph.leaves(of: app).map { .migration($0) }
        }
        return name == "zero" ? [.zero(app: app)] : [.migration(try graph.find(name, in: app))]
    }

    private static func headline(
        _ options: MigrateOptions, targets: [MigrationTarget], graph: MigrationGraph
    ) -> String {
        if options.migration != nil {
            switch targets.first {
            case .zero(let app): return "  Unapply all migrations: \(app)"
            case .migration(let id):
                return "  Target specific migration: \(id.name), from \(id.app)"
            case nil: break
            }
        }
        let labels = options.app.map { [$0] } ?? graph.apps
        return "  Apply all migrations: "
            + (labels.isEmpty ? "(none)" : labels.joined(separator: ", "))
    }

    private func show(_ plan: [PlannedMigration], of graph: MigrationGraph) throws {
        print("Planned operations:")
        if plan.isEmpty { print("  No planned migration operations.") }
        for step in plan {
            print("\(step.id)")
            for operation in graph.migrations[step.id]?.operations ?? [] {
                print("    " + Self.planLine(operation, isBackwards: step.isBackwards))
            }
        }
    }

    /// As Django has it: SQL and code show what is run, whichever way that goes.
    private static func planLine(_ operation: MigrationOperation, isBackwards: Bool) -> String {
        let action: String?
        switch operation {
        case .sql(let sql, let reverse): action = isBackwards ? reverse : sql
        case .run(_, let reverse): action = isBackwards && reverse == nil ? nil : ""
        default: return (isBackwards ? "Undo " : "") + operation.description
        }
        let line = (action ?? "IRREVERSIBLE").split(whereSeparator: \.isWhitespace)
            .joined(separator: " ")
        if line.isEmpty { return operation.description }
        return operation.description + (line.count > 36 ? " -> \(line.prefix(35))…" : " -> \(line)")
    }

    /// Records without a migration, of Django's days or of files that are gone.
    private func warnOfStrayRecords(_ connection: Connection) throws {
        var known: Set<MigrationID> = []
        for app in apps {
            for migration in app.migrations.list {
                known.insert(MigrationID(app: app.label, name: migration.name))
                known.formUnion(migration.replaces.map { $0.resolved(in: app.label) })
            }
        }
        let labels = Set(apps.map(\.label))
        let strays = try MigrationRecorder(connection).applied().keys
            .filter { labels.contains($0.app) && !known.contains($0) }.sorted()
        guard !strays.isEmpty else { return }
        print(
            "  The database has records of migrations that don't exist: "
                + strays.map(\.description).joined(separator: ", ") + ".")
        print(
            "  A new migration of the same name would count as applied and never run. Delete those "
                + "that nobody needs from the table django_migrations.")
    }

    private func warnOfChanges(_ graph: MigrationGraph) throws {
        let changes = try detectChanges(graph, labels: [], name: nil, ask: Self.silent)
        guard !changes.isEmpty else { return }
        print(
            "  Your models in app(s): \(changes.map { "'\($0.app)'" }.joined(separator: ", ")) "
                + "have changes that are not yet reflected in a migration, and so won't be applied."
        )
        print(
            "  Run 'manage makemigrations' to make new migrations, and then re-run "
                + "'manage migrate' to apply them.")
    }
}
