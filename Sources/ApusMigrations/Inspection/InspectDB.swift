public import ApusORM

/// What `inspectdb` is asked to do.
public struct InspectDBOptions: Sendable {
    /// The tables to write models for, with those that they point at; all where empty.
    public var tables: [String] = []
    /// The app that the models are for: only its tables and those that they point at, and a
    /// model says its table's name only where it doesn't follow from its own.
    public var app: String?

    /// The plain command.
    public init() {}
}

/// Writes the tables of a database as models, in Swift.
public struct InspectDB {
    private let connection: Connection
    private let dialect: any InspectingDialect

    /// The command for the database of `connection`. Throws a `DataError` where its dialect can't
    /// tell what tables there are.
    public init(_ connection: Connection) throws {
        guard let dialect = connection.dialect as? any InspectingDialect else {
            throw DataError("inspectdb can't read a \(connection.dialect.name) database yet.")
        }
        self.connection = connection
        self.dialect = dialect
    }

    /// A Swift file with the models. Throws a `DataError` for a table that doesn't exist.
    public func source(_ options: InspectDBOptions = InspectDBOptions()) throws -> String {
        let all = try dialect.tables(of: connection).filter { $0.name != "django_migrations" }
        let chosen = try choose(options, from: all)
        var apps = try labels()
        if let app = options.app { apps.append(app) }
        let inspection = ModelInspection(chosen, apps: apps)
        var text = Self.head
        for model in inspection.models() {
            text += "\n" + ModelSource(model, app: options.app).text
        }
        let left = chosen.compactMap { table in
            inspection.obstacle(table).map { "//   \(table.name): \($0)\n" }
        }
        if !left.isEmpty {
            text += "\n// Tables that are not models here:\n" + left.joined()
        }
        return text
    }

    private static let head = """
        // Made of the tables of a database by `manage inspectdb`. Read it before you use it:
        // - Rename models and properties as you like; `table:` and `column:` say what they are called
        //   in the database, so write them where a new name no longer implies the old.
        // - `onDelete:` is what the database does. What Django did stands in its models.
        // - `manage makemigrations`, then `manage migrate --fake-initial`, adopts the tables.
        import Apus

        """

    /// The apps that Django made tables for: it notes them beside its migrations.
    private func labels() throws -> [String] {
        do {
            let rows = try connection.query("SELECT DISTINCT app FROM django_migrations")
            let labels = rows.compactMap { row -> String? in
                if case .text(let label) = row[0] { label } else { nil }
            }
            // Django's own apps that aren't called as their tables begin.
            return labels + ["django"]
        } catch let error as DatabaseError {
            if case .noSuchTable = error.kind { return [] }
            throw error
        }
    }

    /// The tables that are asked for, and those that they point at or that connect them.
    private func choose(
        _ options: InspectDBOptions, from all: [InspectedTable]
    ) throws -> [InspectedTable] {
        for name in options.tables where !all.contains(where: { $0.name == name }) {
            throw DataError("There is no table '\(name)' in the database.")
        }
        if options.tables.isEmpty, options.app == nil { return all }
        var wanted = Set(options.tables)
        if let app = options.app, options.tables.isEmpty {
            wanted = Set(all.map(\.name).filter { $0.hasPrefix(app + "_") })
            if wanted.isEmpty {
                throw DataError("No table's name begins with '\(app)_'.")
            }
        }
        var rest = Array(wanted)
        while let name = rest.popLast() {
            for reference in all.first(where: { $0.name == name })?.references ?? []
            where wanted.insert(reference.table).inserted {
                rest.append(reference.table)
            }
        }
        return all.filter { wanted.contains($0.name) }
    }
}
