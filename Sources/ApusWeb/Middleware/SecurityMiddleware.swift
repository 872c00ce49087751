public import ApusHTTP

/// Redirects to HTTPS where the settings say so, and sends the headers that keep browsers from
/// guessing types, leaking referrers and sharing windows.
public struct SecurityMiddleware: Middleware {
    private var settings = SecuritySettings()
    private var headers = DefaultHeaders([:])
    private var secureHeaders = DefaultHeaders([:])

    /// The middleware; it reads `Settings.security`.
    public init() {}

    /// It looks at requests only where HTTP is redirected.
    public var hooks: MiddlewareHooks {
        settings.redirectsToHTTPS ? [.before, .after] : .after
    }

    /// Itself with the values of the settings.
    public func prepared(for settings: Settings) -> any Middleware {
        let security = settings.security
        var headers = Headers()
        if security.forbidsSniffing { headers.append("X-Content-Type-Options", "nosniff") }
        if let policy = security.referrerPolicy { headers.append("Referrer-Policy", policy) }
        if let policy = security.crossOriginOpenerPolicy {
            headers.append("Cross-Origin-Opener-Policy", policy)
        }
        var copy = self
        copy.settings = security
        copy.headers = DefaultHeaders(headers)
        if security.hstsSeconds > 0 {
            headers.append(
                "Strict-Transport-Security",
                "max-age=\(security.hstsSeconds)"
                    + (security.hstsIncludesSubdomains ? "; includeSubDomains" : "")
                    + (security.hstsPreload ? "; preload" : ""))
        }
        copy.secureHeaders = DefaultHeaders(headers)
        return copy
    }

    /// Redirects to HTTPS where the settings say so.
    public func before(_ request: inout Request) throws -> Response? {
        guard settings.redirectsToHTTPS, !request.isSecure else { return nil }
        let path = request.path.drop { $0 == "/" }
        if settings.httpsExemptPrefixes.contains(where: { path.hasPrefix($0) }) { return nil }
        let host = try settings.httpsHost ?? request.allowedHost
        return .redirect("https://\(host)\(request.fullPath)", permanent: true)
    }

    /// Adds its headers.
    public func after(_ response: inout Response, _ request: Request) throws {
        (request.isSecure ? secureHeaders : headers).set(in: &response.headers)
    }
}

extension SecurityMiddleware: HeaderMiddleware {
    mutating func expect(_ expected: inout [Headers]) {
        expected = headers.expect(expected) + secureHeaders.expect(expected) + expected
    }
}
