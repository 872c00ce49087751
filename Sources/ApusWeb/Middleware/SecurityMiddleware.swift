public import ApusHTTP

/// Redirects to HTTPS where the settings say so, and sends the headers that keep browsers from
/// guessing types, leaking referrers and sharing windows.
public struct SecurityMiddleware: Middleware {
    private var settings = SecuritySettings()
    private var headers = Headers()
    private var secureHeaders = Headers()

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
        copy.headers = headers
        copy.secureHeaders = headers
        if security.hstsSeconds > 0 {
            copy.secureHeaders.append(
                "Strict-Transport-Security",
                "max-age=\(security.hstsSeconds)"
                    + (security.hstsIncludesSubdomains ? "; includeSubDomains" : "")
                    + (security.hstsPreload ? "; preload" : ""))
        }
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
        response.headers.setDefaults(request.isSecure ? secureHeaders : headers)
    }
}
