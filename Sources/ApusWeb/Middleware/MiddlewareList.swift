import ApusHTTP

/// A site's middleware, by hook: a hook is a closure over its middleware, so that calling it copies
/// nothing of what the middleware holds. Each kind has a type of its own, since a closure in a generic
/// one is called through a thunk that copies the request.
struct MiddlewareList: Sendable {
    /// `before`, with the place of its middleware among all.
    struct Before: Sendable {
        let place: Int
        let call: @Sendable (inout Request) throws -> Response?
    }

    /// `beforeView`.
    struct BeforeView: Sendable {
        let call: @Sendable (inout Request, RouteMatch) throws -> Response?
    }

    /// `after`, with the place of its middleware among all.
    struct After: Sendable {
        let place: Int
        let call: @Sendable (inout Response, Request) throws -> Void
    }

    /// `recover`.
    struct Recover: Sendable {
        let call: @Sendable (any Error, Request) throws -> Response?
    }

    private(set) var count = 0
    private(set) var before: [Before] = []
    private(set) var beforeView: [BeforeView] = []
    /// In the order in which they are called: the last middleware's first.
    private(set) var after: [After] = []
    /// In the order in which they are called.
    private(set) var recover: [Recover] = []

    init(_ all: [any Middleware]) {
        var all = all
        var headers = Response.commonHeaders
        for place in all.indices.reversed() {
            guard var middleware = all[place] as? any HeaderMiddleware else { continue }
            middleware.expect(&headers)
            all[place] = middleware
        }
        for middleware in all { add(middleware) }
        after.reverse()
        recover.reverse()
    }

    private mutating func add(_ middleware: some Middleware) {
        let place = count
        let hooks = middleware.hooks
        count += 1
        if hooks.contains(.before) {
            before.append(
                Before(place: place) { @Sendable request in try middleware.before(&request) })
        }
        if hooks.contains(.beforeView) {
            beforeView.append(
                BeforeView { @Sendable request, match in
                    try middleware.beforeView(&request, match)
                })
        }
        if hooks.contains(.after) {
            after.append(
                After(place: place) { @Sendable response, request in
                    try middleware.after(&response, request)
                })
        }
        if hooks.contains(.recover) {
            recover.append(
                Recover { @Sendable error, request in
                    try middleware.recover(error, request)
                })
        }
    }
}
