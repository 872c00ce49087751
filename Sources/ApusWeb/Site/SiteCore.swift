import ApusHTTP
import Synchronization

/// What the copies of a `Site` share: everything that is worked out once.
final class SiteCore: Sendable {
    let settings: Settings
    let apps: [any App]
    let converters: [String: any PathConverter]
    let routes: Routes
    let table: RouteTable
    let middleware: [any Middleware]
    let hosts: AllowedHosts
    let reverser: Reverser

    init(
        settings: Settings, apps: [any App], converters: [String: any PathConverter], routes: Routes
    ) {
        self.settings = settings
        self.apps = apps
        self.converters = converters
        self.routes = routes
        table = RouteTable(routes, converters: converters)
        middleware = settings.middleware.map { $0.prepared(for: settings) }
        hosts = AllowedHosts(settings)
        reverser = Reverser(table.names, scriptName: settings.scriptName)
    }

    /// The site that this call is made for: the one that answers the request, else the process's.
    static var current: SiteCore? { override ?? processDefault }

    /// A site other than the process's, for the time of one request: tests have many.
    @TaskLocal static var override: SiteCore?

    private static let defaultSite = Mutex<SiteCore?>(nil)

    static var processDefault: SiteCore? {
        get { defaultSite.withLock { $0 } }
        set { defaultSite.withLock { $0 = newValue } }
    }
}
