public import ApusHTTP

/// Keeps other sites from posting in a visitor's name, by Django's algorithm: a request that may
/// change something must carry a token that matches the cookie's, and come from the site itself
/// where the browser says from where.
public struct CSRFMiddleware: Middleware {
    private var settings = CSRFSettings()
    private var exactOrigins: Set<String> = []
    private var wildcardOrigins: [URLParts] = []
    private var trustedHosts: [String] = []

    /// The middleware; it reads `Settings.csrf`.
    public init() {}

    /// All but recovering.
    public var hooks: MiddlewareHooks { [.before, .beforeView, .after] }

    /// Itself with the settings' origins, read.
    public func prepared(for settings: Settings) -> any Middleware {
        var copy = self
        copy.settings = settings.csrf
        for origin in settings.csrf.trustedOrigins {
            guard let parts = URLParts(origin) else { continue }
            let host = String(parts.authority.drop { $0 == "*" })
            copy.trustedHosts.append(host)
            if origin.contains("*") {
                copy.wildcardOrigins.append(URLParts(scheme: parts.scheme, authority: host))
            } else {
                copy.exactOrigins.insert(origin)
            }
        }
        return copy
    }

    /// Takes the secret from the cookie; a cookie that holds none is replaced.
    public func before(_ request: inout Request) throws -> Response? {
        guard request.headers.contains("Cookie"), let state = request.state else { return nil }
        do {
            guard let secret = try secret(in: request) else { return nil }
            state.with { $0.csrfSecret = secret }
        } catch {
            let secret = CSRFToken.newSecret()
            state.with {
                $0.csrfSecret = secret
                $0.csrfCookieIsDue = true
            }
        }
        return nil
    }

    /// Refuses what may be forged.
    public func beforeView(_ request: inout Request, _ match: RouteMatch) throws -> Response? {
        if request.method.isSafe || match.isCSRFExempt { return nil }
        if request.state?.with({ $0.skipsCSRF }) == true { return nil }
        if let origin = request.headers["Origin"] {
            if !isTrusted(origin: origin, request) {
                throw CSRFFailure(
                    "Origin checking failed - \(origin) does not match any trusted origins.")
            }
        } else if request.isSecure {
            try checkReferer(request)
        }
        try checkToken(request)
        return nil
    }

    /// Sends the cookie where a token was made for the page.
    public func after(_ response: inout Response, _ request: Request) throws {
        guard let state = request.state else { return }
        let secret: String? = state.with { values in
            defer { values.csrfCookieIsDue = false }
            return values.csrfCookieIsDue ? values.csrfSecret : nil
        }
        guard let secret else { return }
        try response.setCookie(
            Cookie(
                settings.cookieName, secret, maxAge: settings.cookieAge,
                path: settings.cookiePath, domain: settings.cookieDomain,
                isSecure: settings.cookieIsSecure, isHTTPOnly: settings.cookieIsHTTPOnly,
                sameSite: settings.cookieSameSite), now: .now)
        response.headers.vary(on: "Cookie")
    }

    private func secret(in request: Request) throws(CSRFToken.InvalidFormat) -> String? {
        guard let cookie = request.cookies[settings.cookieName] else { return nil }
        try CSRFToken.checkFormat(cookie)
        return cookie.utf8.count == CSRFToken.maskedLength ? CSRFToken.unmask(cookie) : cookie
    }

    private func isTrusted(origin: String, _ request: Request) -> Bool {
        if let host = try? request.allowedHost, origin == "\(request.scheme)://\(host)" {
            return true
        }
        if exactOrigins.contains(origin) { return true }
        guard let parts = URLParts(origin) else { return false }
        return wildcardOrigins.contains {
            $0.scheme == parts.scheme && HostPattern($0.authority).isSameDomain(as: parts.authority)
        }
    }

    private func checkReferer(_ request: Request) throws {
        guard let text = request.headers["Referer"] else {
            throw CSRFFailure("Referer checking failed - no Referer.")
        }
        guard let referer = URLParts(text), !referer.scheme.isEmpty, !referer.authority.isEmpty
        else { throw CSRFFailure("Referer checking failed - Referer is malformed.") }
        guard referer.scheme == "https" else {
            throw CSRFFailure(
                "Referer checking failed - Referer is insecure while host is secure.")
        }
        if trustedHosts.contains(where: { HostPattern($0).isSameDomain(as: referer.authority) }) {
            return
        }
        let good = try? settings.cookieDomain ?? request.allowedHost
        guard let good, HostPattern(good).isSameDomain(as: referer.authority) else {
            throw CSRFFailure(
                "Referer checking failed - \(text) does not match any trusted origins.")
        }
    }

    private func checkToken(_ request: Request) throws {
        let known: String?
        do {
            known = try secret(in: request)
        } catch {
            throw CSRFFailure("CSRF cookie \(error.reason).")
        }
        guard let known else { throw CSRFFailure("CSRF cookie not set.") }
        var token = ""
        var source = "POST"
        if request.method == .post { token = request.form["csrfmiddlewaretoken"] ?? "" }
        if token.isEmpty {
            guard let header = request.headers[settings.headerName] else {
                throw CSRFFailure("CSRF token missing.")
            }
            token = header
            source = "the '\(settings.headerName)' HTTP header"
        }
        do {
            try CSRFToken.checkFormat(token)
        } catch {
            throw CSRFFailure("CSRF token from \(source) \(error.reason).")
        }
        if !CSRFToken.matches(token, known) {
            throw CSRFFailure("CSRF token from \(source) incorrect.")
        }
    }
}

/// Why a request was refused as possibly forged.
struct CSRFFailure: Error, CustomStringConvertible {
    let description: String

    init(_ reason: String) { description = reason }
}

/// A URL's scheme and authority.
struct URLParts: Sendable {
    var scheme: String
    var authority: String

    init(scheme: String, authority: String) {
        self.scheme = scheme
        self.authority = authority
    }

    /// The parts of `url`; nil where its brackets don't pair.
    init?(_ url: String) {
        scheme = ""
        // By scalars: some characters join the slash behind them, and hide where the path begins.
        var rest = url.unicodeScalars[...]
        if let colon = rest.firstIndex(of: ":") {
            scheme = String(rest[..<colon]).lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        authority = ""
        if rest.starts(with: "//".unicodeScalars) {
            let named = rest.dropFirst(2).prefix { $0 != "/" && $0 != "?" && $0 != "#" }
            authority = String(named).lowercased()
        }
        if authority.contains("[") != authority.contains("]") { return nil }
    }
}
