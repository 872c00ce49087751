import ApusServer
import ApusWeb

extension Commands {
    /// `manage serve`: the pre-fork server. Its flags are `ServerSettings`' table.
    static func serve(_ site: Site) -> Command {
        Command(parsed: "serve", "Serves the site with worker processes.") { arguments in
            do {
                let own = site.settings.server.sorted { $0.key < $1.key }
                let base = try ServerSettings.resolve(
                    arguments: own.flatMap { ["--\($0.key)", $0.value] })
                let settings = try ServerSettings.resolve(
                    arguments: arguments, environment: Environment.dictionary, site: base)
                PreforkServer(settings) { site }.run()
            } catch let error as SettingError {
                throw CommandError("Error: \(error)", status: 2)
            }
        }
    }
}
