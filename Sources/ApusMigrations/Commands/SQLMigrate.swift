import ApusORM

extension MigrationCommands {
    /// Prints the SQL of a migration, or of undoing it.
    public func sqlMigrate(
        app: String, migration name: String, backwards: Bool = false
    ) throws -> Int32 {
        try requireApps([app], exitStatus: 1)
        var graph = try graph()
        guard graph.apps.contains(app) else {
            throw MigrationError("App '\(app)' does not have migrations")
        }
        let names = apps.first { $0.label == app }?.migrations.list.map(\.name) ?? []
        let id = try MigrationGraph.find(
            name, in: app, among: names.sorted().map { MigrationID(app: app, name: $0) })
        // One that a squashed migration stands for is there in a graph without that.
        if graph.migrations[id] == nil {
            graph = try MigrationGraph(apps.map(\.migrations), replacing: false)
        }
        let executor = MigrationExecutor(graph, on: try openConnection())
        let groups = try executor.steps(of: id, backwards: backwards)
        guard groups.contains(where: { $0.operation != nil || !$0.steps.isEmpty }) else {
            print("No operations found.")
            return 0
        }
        print("BEGIN;")
        for (operation, steps) in groups {
            if let operation {
                print("--")
                print("-- \(operation.description)")
                print("--")
                if steps.isEmpty { print("-- (no-op)") }
            }
            for step in steps {
                guard let sql = step.sql else {
                    print("-- THIS OPERATION CANNOT BE WRITTEN AS SQL")
                    continue
                }
                for statement in sql {
                    print(statement.hasSuffix(";") ? statement : statement + ";")
                }
            }
        }
        print("COMMIT;")
        return 0
    }
}
