import ApusORM
import ApusWeb

extension DataCommands {
    /// The commands for a site's apps, on its database.
    init(_ site: Site) {
        let apps = site.apps.map { app in
            let type = type(of: app)
            return DataApp(label: type.label, tables: type.models.types.map { $0.table })
        }
        self.init(
            apps: apps,
            connection: {
                try site.begin()
                return try Database.current.connection
            },
            output: { Output.write($0, to: 1) })
    }

    /// Runs one of the commands and makes its errors the front's.
    static func run(_ site: Site, _ body: (DataCommands) throws -> Void) throws {
        do { try body(DataCommands(site)) } catch let error as DataError {
            throw CommandError(error.message)
        }
    }
}
