import ApusMigrations
import ApusORM
public import ApusWeb

/// Databases for tests: one each, with the tables of a site, and gone afterwards.
///
/// The tables are made once in a process; each test's database is a copy of a few pages.
public enum TestDatabase {
    /// Where the tables come from.
    public enum Tables: Hashable, Sendable {
        /// From the models as they are declared now, whether or not there are migrations for them.
        case ofModels
        /// From the migrations, with the rows that they add.
        case migrated
    }

    /// Runs `body` with a new database of `site` as the current one, and with `site` as the
    /// current site, so that `reverse` works outside of requests.
    public static func with<Result: Sendable>(
        _ site: Site, tables: Tables = .ofModels, _ body: () async throws -> Result
    ) async throws -> Result {
        let copy = try DatabaseTemplate.tables(of: site, tables).copy()
        return try await copy.database.with { try await site.asCurrent(body) }
    }

    /// Runs `body` with a new database of `site` as the current one, and with `site` as the
    /// current site.
    public static func with<Result>(
        _ site: Site, tables: Tables = .ofModels, _ body: () throws -> Result
    ) throws -> Result {
        let copy = try DatabaseTemplate.tables(of: site, tables).copy()
        return try copy.database.with { try site.asCurrent(body) }
    }

    /// The migrations that make the tables of the models as they are declared now.
    static func migrations(ofModelsOf site: Site) throws -> [Migrations] {
        let schemas = site.apps.flatMap { type(of: $0).models.schemas }
        var detector = Autodetector(from: ProjectState(), to: ProjectState(models: schemas)) { _ in
            .no
        }
        let found = try detector.migrations()
        return found.sorted { $0.key < $1.key }.map { label, migrations in
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
            return Migrations(label, list)
        }
    }
}
