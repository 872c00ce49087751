import ApusORM

extension MigrationCommands {
    /// Joins the last migrations of each app that has several, after showing what they do.
    func merge(
        _ graph: MigrationGraph, _ options: MakeMigrationsOptions, recorded: Set<MigrationID>,
        ask: @escaping MigrationAsker
    ) throws -> Int32 {
        let labels = options.apps.isEmpty ? apps.map(\.label).sorted() : options.apps
        let conflicts = labels.map { ($0, graph.leaves(of: $0)) }.filter { $0.1.count > 1 }
        if conflicts.isEmpty { print("No conflicts detected to merge.") }
        for (app, leaves) in conflicts {
            print("Merging \(app)")
            let ancestors = leaves.map { leaf in
                graph.forwardPlan(to: leaf).filter { $0.app == app }
            }
            let common = ancestors.dropFirst().reduce(Set(ancestors[0])) { $0.intersection($1) }
            for (leaf, plan) in zip(leaves, ancestors) {
                print("  Branch \(leaf.name)")
                for id in plan where !common.contains(id) {
                    for operation in graph.migrations[id]?.operations ?? [] {
                        print("    \(operation.symbol) \(operation.description)")
                    }
                }
            }
            guard try ask(.merge(app: app)) == .yes else { continue }
            let number = max(graph.lastNumber(of: app, from: leaves, recorded), 1) + 1
            let names = leaves.map(\.name).sorted().joined(separator: "_")
            let rest =
                options.name ?? "merge_" + (names.count > 47 ? Self.timestamp() : names)
            let migration = Migration(
                Migration.name(number, rest),
                after: leaves.map { MigrationID(app: "", name: $0.name) }, operations: [])
            if options.isDryRun || options.isCheck {
                if options.isVerbose { show(migration) }
            } else if let files = files(of: app) {
                try files.write([migration], app: app)
                print("\nCreated new merge migration \(files.shownPath(of: migration.name))")
            }
        }
        return 0
    }
}
