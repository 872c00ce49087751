import ApusServer
import ApusWeb

/// `manage serve`: the pre-fork server. Its flags are `ServerSettings`' table.
enum Serve {
    /// Serves until it is stopped, and ends the process; throws a `CommandError` of status 2 for a
    /// setting that can't be used.
    static func run(_ site: Site, _ arguments: [String]) throws {
        let server = PreforkServer(try settings(site, arguments)) { site }
        server.run()
    }

    private static func settings(_ site: Site, _ arguments: [String]) throws -> ServerSettings {
        let own = site.settings.server.sorted { $0.key < $1.key }
        do throws(SettingError) {
            let base = try ServerSettings.resolve(
                arguments: own.flatMap { ["--\($0.key)", $0.value] })
            return try ServerSettings.resolve(
                arguments: arguments, environment: Environment.dictionary, site: base)
        } catch {
            throw CommandError("Error: \(error.description)", status: 2)
        }
    }
}
