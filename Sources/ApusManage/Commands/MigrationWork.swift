import ApusMigrations
import ApusORM
import ApusWeb
import Glibc

extension MigrationCommands {
    /// The commands for a site's apps, on its database.
    init(_ site: Site) {
        let project = ProjectFolder.find()
        let apps = site.apps.map { app in
            let type = type(of: app)
            let sources = project.map { Path.join($0.folder, "Sources/\(type.label)") }
            let isOwn = sources.map { Files.kind($0) == .folder } ?? false
            return MigratingApp(
                label: type.label, models: type.models.schemas, migrations: type.migrations,
                folder: isOwn ? sources.map { Self.shown(Path.join($0, "Migrations")) } : nil)
        }
        self.init(
            apps: apps,
            connection: {
                try site.begin()
                return try Database.current.connection
            },
            output: { Output.write($0, to: 1) })
    }

    /// A path as short as it can be written here.
    private static func shown(_ path: String) -> String {
        Path.relative(path, to: Path.current)
    }

    /// Runs one of the commands and makes its status and its errors the front's.
    static func run(_ site: Site, _ body: (MigrationCommands) throws -> Int32) throws {
        let status: Int32
        do {
            status = try body(MigrationCommands(site))
        } catch let error as MigrationError {
            if error.message.isEmpty { throw Exit(status: error.exitStatus) }
            if error.exitStatus == 3 {
                Output.error(error.message)
                throw Exit(status: 3)
            }
            throw CommandError(error.message, status: error.exitStatus)
        }
        if status != 0 { throw Exit(status: status) }
    }
}

/// Who answers `makemigrations`' questions.
enum MigrationAnswers {
    static func asker(noInput: Bool) -> MigrationAsker {
        let output = { (text: String) in Output.write(text, to: 1) }
        if noInput || isatty(0) == 0 { return MigrationPrompt.noInput(output: output) }
        return MigrationPrompt.interactive(output: output, readLine: { readLine() })
    }
}
