import ApusORM

extension MigrationCommands {
    /// Lists the apps' migrations, with an `X` where they are applied; with `asPlan`, all in the
    /// order in which they apply. `isVerbose` adds when, or what each comes after.
    public func showMigrations(
        _ labels: [String] = [], asPlan: Bool = false, isVerbose: Bool = false
    ) throws -> Int32 {
        try requireApps(labels, exitStatus: 2)
        let recorded = try MigrationRecorder(openConnection()).applied()
        let graph = try graph(applied: Set(recorded.keys))
        if asPlan {
            showPlan(graph, labels: labels, isVerbose: isVerbose)
        } else {
            showList(graph, recorded: recorded, labels: labels, isVerbose: isVerbose)
        }
        return 0
    }

    private func showList(
        _ graph: MigrationGraph, recorded: [MigrationID: String], labels: [String],
        isVerbose: Bool
    ) {
        for app in labels.isEmpty ? apps.map(\.label).sorted() : labels {
            print(app)
            var seen: Set<MigrationID> = []
            for leaf in graph.leaves(of: app) {
                for id in graph.forwardPlan(to: leaf)
                where id.app == app && seen.insert(id).inserted {
                    var title = id.name
                    let replaced = graph.migrations[id]?.replaces.count ?? 0
                    if replaced > 0 { title += " (\(replaced) squashed migrations)" }
                    guard graph.applied.contains(id) else {
                        print(" [ ] \(title)")
                        continue
                    }
                    guard let date = recorded[id] else {
                        print(" [-] \(title) Run 'manage migrate' to finish recording.")
                        continue
                    }
                    print(" [X] \(title)" + (isVerbose ? " (applied at \(date.prefix(19)))" : ""))
                }
            }
            if seen.isEmpty { print(" (no migrations)") }
        }
    }

    private func showPlan(_ graph: MigrationGraph, labels: [String], isVerbose: Bool) {
        var seen: Set<MigrationID> = []
        for leaf in graph.leaves() where labels.isEmpty || labels.contains(leaf.app) {
            for id in graph.forwardPlan(to: leaf) where seen.insert(id).inserted {
                let parents = graph.parents(of: id).map(\.description).joined(separator: ", ")
                print(
                    (graph.applied.contains(id) ? "[X]  " : "[ ]  ") + "\(id)"
                        + (isVerbose && !parents.isEmpty ? " ... (\(parents))" : ""))
            }
        }
        if seen.isEmpty { print("(no migrations)") }
    }
}
