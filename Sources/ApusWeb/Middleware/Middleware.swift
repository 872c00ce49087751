public import ApusHTTP

/// Hooks around every view. They are called in order on the way in and in reverse on the way out,
/// around synchronous and `async` views alike; a hook never waits for the view.
public protocol Middleware: Sendable {
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

extension Middleware {
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
