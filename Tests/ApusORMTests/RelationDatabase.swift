import ApusMigrations
import ApusORM
import Testing

/// Gives each test a database with the tables that migrations make for `RelationModels.swift`.
struct RelationDatabase: SuiteTrait, TestTrait, TestScoping {
    var isRecursive: Bool { true }

    static let models: [any Model.Type] = [
        Place.self, Citizen.self, Restaurant.self, Waiter.self, Club.self, Membership.self,
        Novel.self,
    ]

    func provideScope(
        for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
    ) async throws {
        let file = try TestDatabase()
        try await file.database.with {
            try Database.current.makeTables(of: Self.models)
            try await function()
        }
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

extension Trait where Self == RelationDatabase {
    /// A database with the tables of the town.
    static var town: Self { RelationDatabase() }
}
