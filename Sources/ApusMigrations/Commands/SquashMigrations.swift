import ApusORM

extension MigrationCommands {
    /// Writes one migration that stands for an app's migrations from `start` (the first, where it
    /// is nil) to `end`: new databases get it, those that have the old ones count it as applied.
    /// `ask` is asked once, when they have been listed.
    public func squashMigrations(
        app: String, from start: String? = nil, to end: String, name: String? = nil,
        isOptimized: Bool = true, ask: MigrationAsker
    ) throws -> Int32 {
        try requireApps([app], exitStatus: 1)
        let graph = try graph()
        guard graph.apps.contains(app) else {
            throw MigrationError(
                "App '\(app)' does not have migrations (so squashmigrations on it doesn't make "
                    + "sense)")
        }
        guard let files = files(of: app) else {
            throw MigrationError("The migrations of app '\(app)' belong to another package.")
        }
        let last = try graph.find(end, in: app)
        var squashed = graph.forwardPlan(to: last).filter { $0.app == app }
        if let start {
            let first = try graph.find(start, in: app)
            guard let position = squashed.firstIndex(of: first) else {
                throw MigrationError(
                    "The migration '\(first)' cannot be found. Maybe it comes after the migration "
                        + "'\(last)'?\nHave a look at:\n  manage showmigrations \(app)\n"
                        + "to debug this issue.")
            }
            squashed.removeFirst(position)
        }
        print("Will squash the following migrations:")
        for id in squashed { print(" - \(id.name)") }
        let migrations = squashed.compactMap { graph.migrations[$0] }
        if let old = migrations.first(where: { !$0.replaces.isEmpty }) {
            throw MigrationError(
                "You cannot squash squashed migrations (please transition it to a normal "
                    + "migration first): \(old.name)")
        }
        guard try ask(.squash(app: app)) == .yes else { return 0 }
        var operations = migrations.flatMap(\.operations)
        if isOptimized {
            print("Optimizing...")
            let optimized = OperationOptimizer.optimized(operations, app: app)
            print(
                optimized.count == operations.count
                    ? "  No optimizations possible."
                    : "  Optimized from \(operations.count) operations to \(optimized.count) "
                        + "operations.")
            operations = optimized
        }
        let inside = Set(squashed)
        let outside = migrations.flatMap(\.dependencies).map { $0.resolved(in: app) }
            .filter { !inside.contains($0) }
        let number = start == nil ? "0001" : squashed[0].name
        let migration = Migration(
            name.map { "\(number.prefix(4))_\($0)" } ?? "\(number)_squashed_\(last.name)",
            after: Set(outside).sorted().map {
                $0.app == app ? MigrationID(app: "", name: $0.name) : $0
            },
            replaces: squashed.map { MigrationID(app: "", name: $0.name) }, operations: operations)
        // In the order in which the squashed migration has them: nothing moves code.
        let codeOrigins = migrations.flatMap { old in
            old.operations.filter(\.isCode).map { _ in old.name }
        }
        try files.write([migration], app: app, codeOrigins: codeOrigins)
        print("Created new squashed migration \(files.shownPath(of: migration.name))")
        print("  You should commit this migration but leave the old ones in place;")
        print("  the new migration will be used for new installs. Once you are sure")
        print("  all instances of the codebase have applied the migrations you squashed,")
        print("  you can delete them.")
        if operations.contains(where: \.isCode) {
            print("Manual porting required")
            print("  Your migrations contained steps in code that must be manually copied over,")
            print("  as a program can't write down its own code. Until then they fail.")
        }
        return 0
    }
}

extension MigrationOperation {
    fileprivate var isCode: Bool { if case .run = self { true } else { false } }
}
