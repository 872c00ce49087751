import ApusServer
import ApusWeb

/// `manage serve`: the pre-fork server. Its flags are `ServerSettings`' table.
enum Serve {
    /// Serves until it is stopped, and ends the process; throws a `CommandError` of status 2 for a
    /// setting that can't be used.
    static func run(_ site: Site, _ arguments: [String]) throws {
        let server = PreforkServer(try settings(site, arguments), hooks: site.hooks) { site }
        server.run()
    }

    /// What the site, the environment and the command line say.
    static func settings(_ site: Site, _ arguments: [String]) throws -> ServerSettings {
        let own = site.settings.server.sorted { $0.key < $1.key }
        do throws(SettingError) {
            let base = try ServerSettings.resolve(
                arguments: own.flatMap { ["--\($0.key)", $0.value] })
            var settings = try ServerSettings.resolve(
                arguments: arguments, environment: Environment.dictionary, site: base)
            // The program's name is `manage` with every site; the project's tells them apart.
            settings.name = settings.name ?? projectName(site)
            return settings
        } catch {
            throw CommandError("Error: \(error.description)", status: 2)
        }
    }

    /// The name of the project's folder; nil for a site without one.
    private static func projectName(_ site: Site) -> String? {
        let name = Path.name(site.settings.projectFolder)
        return ["", ".", "/"].contains(name) ? nil : name
    }
}
