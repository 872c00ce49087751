import ApusHTTP

/// A site's middleware, by hook: a hook is a closure over its middleware, so that calling it copies
/// nothing of what the middleware holds.
struct MiddlewareList: Sendable {
    /// A hook with the place of its middleware among all.
    struct Hook<Call: Sendable>: Sendable {
        let place: Int
        let call: Call
    }

    private(set) var count = 0
    private(set) var before: [Hook<@Sendable (inout Request) throws -> Response?>] = []
    private(set) var beforeView: [Hook<@Sendable (inout Request, RouteMatch) throws -> Response?>] =
        []
    private(set) var after: [Hook<@Sendable (inout Response, Request) throws -> Void>] = []
    private(set) var recover: [Hook<@Sendable (any Error, Request) throws -> Response?>] = []

    init(_ all: [any Middleware]) {
        for middleware in all { add(middleware) }
    }

    private mutating func add(_ middleware: some Middleware) {
        let place = count
        let hooks = middleware.hooks
        count += 1
        if hooks.contains(.before) {
            before.append(
                Hook(place: place) { @Sendable request in try middleware.before(&request) })
        }
        if hooks.contains(.beforeView) {
            beforeView.append(
                Hook(place: place) { @Sendable request, match in
                    try middleware.beforeView(&request, match)
                })
        }
        if hooks.contains(.after) {
            after.append(
                Hook(place: place) { @Sendable response, request in
                    try middleware.after(&response, request)
                })
        }
        if hooks.contains(.recover) {
            recover.append(
                Hook(place: place) { @Sendable error, request in
                    try middleware.recover(error, request)
                })
        }
    }
}
