import ApusHTTP
import ApusORM
import ApusTemplates
import ApusValues
import Synchronization

/// What the copies of a `Site` share: everything that is worked out once.
final class SiteCore: Sendable {
    let settings: Settings
    let apps: [any App]
    let converters: [String: any PathConverter]
    let routes: Routes
    let table: RouteTable
    let middleware: MiddlewareList
    let hosts: AllowedHosts
    let reverser: Reverser
    let engine: Engine
    let staticFiles: StaticFiles
    /// The zone that dates are shown in; UTC where the settings name none that is known.
    let zone: Zone
    let knowsZone: Bool
    /// The URL of a static file by its path below `Static/`.
    let staticURL: @Sendable (String) -> String

    init(
        settings: Settings, apps: [any App], converters: [String: any PathConverter], routes: Routes
    ) {
        if settings.debug { ThrownPlaces.watch() }
        self.settings = settings
        self.apps = apps
        self.converters = converters
        self.routes = routes
        table = RouteTable(routes, converters: converters)
        middleware = MiddlewareList(settings.middleware.map { $0.prepared(for: settings) })
        hosts = AllowedHosts(settings)
        reverser = Reverser(table.names, scriptName: settings.scriptName)
        engine = Engine(
            directories: settings.templateFolders, loaders: [.memory(EmbeddedFiles.bytes)],
            reloadsChangedFiles: settings.debug)
        staticFiles = StaticFiles(settings)
        let zone = Zone(named: settings.timeZone)
        knowsZone = zone != nil
        self.zone = zone ?? .utc
        let prefix = settings.scriptName + settings.staticURL
        staticURL = { prefix + PercentEncoding.encode($0, keeping: "/~:@!$&'()*+,;=") }
    }

    /// The site that this call is made for: the one that answers the request, else the process's.
    static var current: SiteCore? { override ?? processDefault }

    /// A site other than the process's, for the time of one request: tests have many.
    @TaskLocal static var override: SiteCore?

    /// The process's site: kept for ever, so that reading it takes no lock.
    private static let standard = Atomic<Unmanaged<SiteCore>?>(nil)

    static var processDefault: SiteCore? {
        standard.load(ordering: .acquiring)?.takeUnretainedValue()
    }

    /// Makes this the process's site and its database the process's, with `limits` on each query.
    func becomeProcessDefault(limits: QueryLimits = QueryLimits()) throws {
        Database.setDefault(try openDatabase(limits: limits))
        SiteCore.standard.store(.passRetained(self), ordering: .releasing)
    }

    /// The database of the settings; a relative path begins at the project's folder.
    func openDatabase(limits: QueryLimits = QueryLimits()) throws -> Database {
        let url = settings.databaseURL
        let isRelative = url.hasPrefix("sqlite:///") && !url.hasPrefix("sqlite:////")
        guard isRelative, !url.hasSuffix(":memory:") else {
            return try Database(url, limits: limits)
        }
        return try Database(
            "sqlite:///\(settings.projectFolder)/\(url.dropFirst(10))", limits: limits)
    }
}
