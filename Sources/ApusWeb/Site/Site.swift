public import ApusHTTP
import ApusORM
public import ApusServer

/// A site: settings, apps and routes. It is an `Application`, so that any server can be given it.
public struct Site: Application {
    let core: SiteCore
    /// What the site does at the turns of `manage serve`'s life.
    public let hooks: ServerHooks

    /// A site. Nothing is thrown here: what is wrong with settings or routes is said by `check()`
    /// and stops `start()`.
    public init(
        settings: Settings, apps: [any App] = [], converters: [String: any PathConverter] = [:],
        hooks: ServerHooks = ServerHooks(), @RoutesBuilder urls: () -> [Route]
    ) {
        self.hooks = hooks
        core = SiteCore(
            settings: settings, apps: apps, converters: converters,
            routes: Routes(appName: nil, routes: urls()))
    }

    private init(_ core: SiteCore, _ hooks: ServerHooks) {
        self.core = core
        self.hooks = hooks
    }

    /// The settings that the site runs with.
    public var settings: Settings { core.settings }

    /// The apps in the order in which they are installed.
    public var apps: [any App] { core.apps }

    /// The same site with changed settings.
    public func with(_ change: (inout Settings) -> Void) -> Site {
        var settings = core.settings
        change(&settings)
        return Site(
            SiteCore(
                settings: settings, apps: core.apps, converters: core.converters,
                routes: core.routes), hooks)
    }

    /// The site as a developer runs it: in debug, unless the environment or the settings say not.
    public func developing() -> Site {
        if settings.isDebugChosen || settings.debug { return self }
        return with { $0.debug = true }
    }

    /// Makes this the process's site and starts its apps. Throws a `SiteError` that lists what is
    /// wrong with settings and routes, or what an app throws.
    public func start() throws {
        let errors = startMessages.filter { $0.level >= .error }
        if !errors.isEmpty { throw SiteError(messages: errors) }
        try core.becomeProcessDefault(limits: settings.queryLimits)
        for app in apps {
            // A deletion finds the rows that point at its own through the tables it knows of: all of
            // them are made known before the first request.
            _ = type(of: app).models.schemas
            try app.start()
        }
    }

    /// Makes this the process's site and its database the process's, and starts no app: for
    /// commands, which run before there are tables.
    package func becomeProcessDefault() throws { try core.becomeProcessDefault() }

    /// Requests that have come together read from the database together.
    public func beginTurn() { Database.beginSharedReads() }

    /// Lets the database go.
    public func endTurn() { Database.endSharedReads() }

    /// Answers a request: middleware, route, view, and middleware in reverse.
    public func respond(to request: consuming Request) -> Answer { core.respond(to: request) }
}

/// Why a site can't start.
public struct SiteError: Error, Sendable, CustomStringConvertible {
    /// The checks that failed.
    public var messages: [CheckMessage]

    /// What is said of it.
    public var description: String {
        "The site can't start:\n\n" + messages.map(\.description).joined(separator: "\n")
    }
}

extension Site {
    /// Makes this the current site for the length of `body`.
    package func asCurrent<Result>(_ body: () throws -> Result) rethrows -> Result {
        try SiteCore.$override.withValue(core) { try body() }
    }

    /// Makes this the current site for the length of `body`, which may suspend.
    package func asCurrent<Result: Sendable>(
        _ body: () async throws -> Result
    ) async rethrows -> Result {
        try await SiteCore.$override.withValue(core) { try await body() }
    }
}
