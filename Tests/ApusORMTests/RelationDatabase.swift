import ApusMigrations
import ApusORM
import Testing

extension Trait where Self == OwnDatabase {
    /// A database with the tables of the town, `RelationModels.swift`.
    static var town: Self {
        .tables(of: [
            Place.self, Citizen.self, Restaurant.self, Waiter.self, Club.self, Membership.self,
            Novel.self,
        ])
    }
}

extension Database {
    /// Makes the tables of models by the migrations that the autodetector writes for them.
    func makeTables(of models: [any Model.Type]) throws {
        let state = ProjectState(models: models.map { $0.schema })
        var detector = Autodetector(from: ProjectState(), to: state) { _ in .no }
        let connection = try connection
        for (app, migrations) in try detector.migrations() {
            var list = migrations
            for index in list.indices {
                list[index].name = "000\(index + 1)"
                if index > 0 {
                    list[index].dependencies.append(MigrationID(app: app, name: "000\(index)"))
                }
            }
            let graph = try MigrationGraph([Migrations(app, list)])
            let plan = graph.plan(to: graph.leaves().map { .migration($0) })
            try MigrationExecutor(graph, on: connection).run(plan)
        }
    }
}
