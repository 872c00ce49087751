import ApusORM
public import ApusWeb
import Glibc

/// Databases for tests: one each, made from the models of a site and gone afterwards.
public enum TestDatabase {
    /// Runs `body` with a new, empty database of `site`'s models as the current one, and with
    /// `site` as the current site, so that `reverse` works outside of requests.
    public static func with<Result: Sendable>(
        _ site: Site, _ body: () async throws -> Result
    ) async throws -> Result {
        let folder = try Folder()
        let database = try Database("sqlite:///\(folder.path)/test.sqlite3")
        try createTables(of: site, in: database)
        return try await database.with { try await site.asCurrent(body) }
    }

    /// Runs `body` with a new, empty database of `site`'s models as the current one.
    public static func with<Result>(_ site: Site, _ body: () throws -> Result) throws -> Result {
        let folder = try Folder()
        let database = try Database("sqlite:///\(folder.path)/test.sqlite3")
        try createTables(of: site, in: database)
        return try database.with { try site.asCurrent(body) }
    }

    /// Makes the tables of the models as they are declared now, whether or not there are
    /// migrations for them.
    static func createTables(of site: Site, in database: Database) throws {
        let schemas = site.apps.flatMap { type(of: $0).models.schemas }
        var detector = Autodetector(from: ProjectState(), to: ProjectState(models: schemas)) { _ in
            .no
        }
        let found = try detector.migrations()
        var apps: [Migrations] = []
        for (label, migrations) in found.sorted(by: { $0.key < $1.key }) {
            var list = migrations
            for index in list.indices {
                if list[index].name.isEmpty { list[index].name = "000\(index + 1)" }
                if index > 0 {
                    let previous = MigrationID(app: label, name: list[index - 1].name)
                    if !list[index].dependencies.contains(previous) {
                        list[index].dependencies.append(previous)
                    }
                }
            }
            apps.append(Migrations(label, list))
        }
        let graph = try MigrationGraph(apps)
        let plan = graph.plan(to: graph.leaves().map { .migration($0) })
        try MigrationExecutor(graph, on: try database.connection).run(plan)
    }

    /// A folder of its own, in memory where the machine has a place for that; removed at the end.
    private final class Folder {
        let path: String

        init() throws {
            let parent = access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp"
            var name = Array("\(parent)/apus-test-XXXXXX".utf8CString)
            guard mkdtemp(&name) != nil else {
                throw DatabaseError(
                    .cannotOpen, "no folder for a test's database can be made in \(parent)",
                    advice: String(cString: strerror(errno)))
            }
            path = name.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        }

        deinit {
            for suffix in ["", "-wal", "-shm", "-journal"] {
                unlink("\(path)/test.sqlite3\(suffix)")
            }
            rmdir(path)
        }
    }
}
