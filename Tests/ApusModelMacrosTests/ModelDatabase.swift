import Glibc

@testable import ApusMigrations
@testable import ApusORM

/// A database file of one test's own, with the tables of some models; removed when it goes.
final class ModelDatabase: Sendable {
    private let database: Database
    private let path: String

    private init(_ models: [any Model.Type]) throws {
        path = "/tmp/apus-macros-\(getpid())-\(UInt64.random(in: 0 ... .max)).db"
        database = try Database(path)
        let connection = try database.connection
        let schemas = models.map { $0.schema }
        let state = ProjectState(models: schemas)
        var editor = SQLiteDialect().makeSchemaEditor()
        var steps = try schemas.flatMap {
            try editor.steps(
                for: .createModel($0), app: $0.name.app, from: ProjectState(), to: state)
        }
        steps += editor.deferredSteps()
        for sql in steps.compactMap(\.sql).joined() { try connection.run(script: sql) }
    }

    deinit {
        database.closeConnection()
        for suffix in ["", "-wal", "-shm"] { unlink(path + suffix) }
    }

    /// Runs `body` with a new database that has the models' tables as the current one.
    static func with<Result>(
        _ models: any Model.Type..., body: () throws -> Result
    ) throws -> Result {
        let file = try ModelDatabase(models)
        return try file.database.with(body)
    }
}
