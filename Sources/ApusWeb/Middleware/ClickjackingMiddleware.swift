public import ApusHTTP

/// Says in which frames a page may be shown. A view's own `X-Frame-Options` and the route's
/// `.frameOptions(…)` win over the settings.
public struct ClickjackingMiddleware: Middleware {
    private var headers = DefaultHeaders(["X-Frame-Options": "DENY"])

    /// The middleware; it reads `Settings.security.frameOptions`.
    public init() {}

    /// It looks at responses only.
    public var hooks: MiddlewareHooks { .after }

    /// Itself with the values of the settings.
    public func prepared(for settings: Settings) -> any Middleware {
        var copy = self
        copy.headers = DefaultHeaders(["X-Frame-Options": settings.security.frameOptions])
        return copy
    }

    /// Adds `X-Frame-Options`.
    public func after(_ response: inout Response, _ request: Request) throws {
        switch request.state?.frameOptions {
        case nil: headers.set(in: &response.headers)
        case .exempt?: break
        case .sameOrigin?: response.headers.setDefault("X-Frame-Options", "SAMEORIGIN")
        case .deny?: response.headers.setDefault("X-Frame-Options", "DENY")
        }
    }
}

extension ClickjackingMiddleware: HeaderMiddleware {
    mutating func expect(_ expected: inout [Headers]) {
        expected = headers.expect(expected) + expected
    }
}

/// In which frames a route's pages may be shown.
public enum FrameOptions: Sendable {
    /// In all: nothing is sent.
    case exempt
    /// In those of the same site.
    case sameOrigin
    /// In none.
    case deny
}
