public import ApusHTTP

/// Hooks around every view. They are called in order on the way in and in reverse on the way out,
/// around synchronous and `async` views alike; a hook never waits for the view.
public protocol Middleware: Sendable {
    /// The hooks that this middleware has; the others are never called. All, unless it says less.
    var hooks: MiddlewareHooks { get }

    /// This middleware made ready for a site: called once, when the site is made.
    func prepared(for settings: Settings) -> any Middleware

    /// Called before the route is looked up. A response ends the way in: neither the later
    /// middleware nor the view is asked.
    func before(_ request: inout Request) throws -> Response?

    /// Called when the route is known, before its view. A response replaces the view's.
    func beforeView(_ request: inout Request, _ match: RouteMatch) throws -> Response?

    /// Called with every response of a view or of a middleware behind this one.
    func after(_ response: inout Response, _ request: Request) throws

    /// Called with what a view threw. A response ends it; nil leaves it to the next.
    func recover(_ error: any Error, _ request: Request) throws -> Response?
}

/// A set of the hooks of a middleware.
public struct MiddlewareHooks: OptionSet, Sendable {
    /// One bit a hook.
    public let rawValue: UInt8

    /// A set from its bits.
    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// `before(_:)`
    public static let before = MiddlewareHooks(rawValue: 1)
    /// `beforeView(_:_:)`
    public static let beforeView = MiddlewareHooks(rawValue: 2)
    /// `after(_:_:)`
    public static let after = MiddlewareHooks(rawValue: 4)
    /// `recover(_:_:)`
    public static let recover = MiddlewareHooks(rawValue: 8)
    /// All four.
    public static let all: MiddlewareHooks = [.before, .beforeView, .after, .recover]
}

extension Middleware {
    /// All.
    public var hooks: MiddlewareHooks { .all }

    /// Itself.
    public func prepared(for settings: Settings) -> any Middleware { self }

    /// Nothing.
    public func before(_ request: inout Request) throws -> Response? { nil }

    /// Nothing.
    public func beforeView(_ request: inout Request, _ match: RouteMatch) throws -> Response? {
        nil
    }

    /// Nothing.
    public func after(_ response: inout Response, _ request: Request) throws {}

    /// Nothing.
    public func recover(_ error: any Error, _ request: Request) throws -> Response? { nil }
}

extension Settings {
    /// What every site has around its views unless its settings say otherwise.
    public static let defaultMiddleware: [any Middleware] = [
        SecurityMiddleware(), CommonMiddleware(), CSRFMiddleware(), ClickjackingMiddleware(),
    ]
}
