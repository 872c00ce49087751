public import ApusORM
internal import FoundationEssentials

/// The table in which a database remembers its migrations: Django's, so that a database that
/// Django made goes on where it was.
public struct MigrationRecorder {
    private let connection: Connection

    /// The table of the database that `connection` is open to.
    public init(_ connection: Connection) { self.connection = connection }

    /// What has been applied, and when, as the database writes it. A database without the table
    /// has nothing applied.
    public func applied() throws -> [MigrationID: String] {
        do {
            let rows = try connection.query(
                #"SELECT "app", "name", "applied" FROM "django_migrations""#)
            var result: [MigrationID: String] = [:]
            for row in rows {
                guard case .text(let app) = row[0], case .text(let name) = row[1] else { continue }
                if case .text(let date) = row[2] {
                    result[MigrationID(app: app, name: name)] = date
                } else {
                    result[MigrationID(app: app, name: name)] = ""
                }
            }
            return result
        } catch let error as DatabaseError {
            if case .noSuchTable = error.kind { return [:] }
            throw error
        }
    }

    /// Makes the table where it doesn't exist.
    func ensureTable() throws {
        try connection.execute(
            #"CREATE TABLE IF NOT EXISTS "django_migrations" ("#
                + #""id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "#
                + #""app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "#
                + #""applied" datetime NOT NULL)"#)
    }

    /// Notes that a migration has been applied, now.
    func record(_ id: MigrationID) throws {
        try ensureTable()
        try connection.execute(
            #"INSERT INTO "django_migrations" ("app", "name", "applied") VALUES (?, ?, ?)"#,
            [.text(id.app), .text(id.name), .text(Date.now.databaseText)])
    }

    /// Forgets a migration.
    func forget(_ id: MigrationID) throws {
        try ensureTable()
        try connection.execute(
            #"DELETE FROM "django_migrations" WHERE "app" = ? AND "name" = ?"#,
            [.text(id.app), .text(id.name)])
    }
}
