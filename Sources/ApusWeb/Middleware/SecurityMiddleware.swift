public import ApusHTTP

/// Redirects to HTTPS where the settings say so, and sends the headers that keep browsers from
/// guessing types, leaking referrers and sharing windows.
public struct SecurityMiddleware: Middleware {
    private var settings = SecuritySettings()
    private var hsts: String?

    /// The middleware; it reads `Settings.security`.
    public init() {}

    /// Itself with the values of the settings.
    public func prepared(for settings: Settings) -> any Middleware {
        var copy = self
        copy.settings = settings.security
        if settings.security.hstsSeconds > 0 {
            copy.hsts =
                "max-age=\(settings.security.hstsSeconds)"
                + (settings.security.hstsIncludesSubdomains ? "; includeSubDomains" : "")
                + (settings.security.hstsPreload ? "; preload" : "")
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
        if let hsts, request.isSecure {
            response.headers.setDefault("Strict-Transport-Security", hsts)
        }
        if settings.forbidsSniffing {
            response.headers.setDefault("X-Content-Type-Options", "nosniff")
        }
        if let policy = settings.referrerPolicy {
            response.headers.setDefault("Referrer-Policy", policy)
        }
        if let policy = settings.crossOriginOpenerPolicy {
            response.headers.setDefault("Cross-Origin-Opener-Policy", policy)
        }
    }
}
