public import ApusHTTP
public import ApusORM

/// What a site is run with: where its files are, its database, its secrets and its habits.
public struct Settings: Sendable {
    /// What was wrong with the values that the settings were read from. A site with problems
    /// refuses to start and says them.
    public var problems: [SettingsProblem] = []

    /// Whether errors are shown in full: on a developer's machine only.
    public var debug = false
    /// Whether somebody said what `debug` is, so that `runserver` leaves it as it is.
    public var isDebugChosen = false

    /// The secret that signs what the site hands out. 50 random characters, known to nobody.
    public var secretKey = ""
    /// Hosts that the site answers to: `example.com`, `.example.com` with all below, or `*`.
    public var allowedHosts: [String] = []

    /// The folder of the project: where `Templates/` and `Static/` are.
    public var projectFolder: String
    /// Folders that templates are looked for in, in this order.
    public var templateFolders: [String]
    /// Folders that static files are looked for in, in this order.
    public var staticFolders: [String]
    /// The path that static files are served below; begins and ends with a slash.
    public var staticURL = "/static/"
    /// The path that the site hangs below (WSGI's script name): reversed URLs begin with it.
    public var scriptName = ""

    /// The database: `sqlite:///FILE`, relative to the project's folder, or `sqlite://:memory:`.
    public var databaseURL = "sqlite:///db.sqlite3"

    /// What each query of a request may cost at most; commands are not limited.
    public var queryLimits = QueryLimits()

    /// The ids of checks whose messages nobody wants to see: `fields.W340`.
    public var silencedSystemChecks: [String] = []

    /// The time zone that dates are shown in, by its IANA name.
    public var timeZone = "UTC"

    /// Whether a path that no route knows, but with a slash at its end does, is redirected there.
    public var appendSlash = true
    /// Whether the host is taken from `X-Forwarded-Host`, which a proxy before the site must set.
    public var usesForwardedHost = false
    /// Whether `example.com` is redirected to `www.example.com`.
    public var prependWWW = false

    /// The hooks around every view, in the order in which requests meet them.
    public var middleware: [any Middleware] = Settings.defaultMiddleware

    /// What `SecurityMiddleware` and `ClickjackingMiddleware` send.
    public var security = SecuritySettings()
    /// How cross-site request forgery is kept out.
    public var csrf = CSRFSettings()

    /// Bytes of a form's body, files aside, that `request.form` reads; more is answered with 400.
    public var formMemoryLimit = 2_621_440
    /// Fields that `request.form` and `request.query` read; more is answered with 400.
    public var formFieldLimit = 1000

    /// Called with each error that becomes a page of status 500, or of 400 for requests that smell.
    public var reportError: (@Sendable (any Error, Request) -> Void)? =
        Settings.reportToStandardError

    /// Values for the server that win over its defaults, by flag: `["workers": "4"]`.
    public var server: [String: String] = [:]

    /// Settings with Django's defaults for a project in `projectFolder`; without one, in the folder
    /// that `ProjectFolder.find` finds.
    public init(projectFolder: String? = nil) {
        let folder = projectFolder ?? ProjectFolder.find(environment: [:])
        self.projectFolder = folder
        templateFolders = [folder + "/Templates"]
        staticFolders = [folder + "/Static"]
    }
}

/// What `SecurityMiddleware` and `ClickjackingMiddleware` send, with Django's defaults.
public struct SecuritySettings: Sendable {
    /// Whether HTTP is redirected to HTTPS.
    public var redirectsToHTTPS = false
    /// The host that the redirect to HTTPS leads to, where it isn't the request's own.
    public var httpsHost: String?
    /// Paths, without their first slash, that begin with one of these aren't redirected.
    public var httpsExemptPrefixes: [String] = []
    /// Seconds for which browsers shall use HTTPS only (RFC 6797); 0 doesn't say it.
    public var hstsSeconds = 0
    /// Whether that holds for all subdomains.
    public var hstsIncludesSubdomains = false
    /// Whether the site may be put on the browsers' preload list.
    public var hstsPreload = false
    /// Whether `X-Content-Type-Options: nosniff` is sent.
    public var forbidsSniffing = true
    /// The `Referrer-Policy`, or nil to send none.
    public var referrerPolicy: String? = "same-origin"
    /// The `Cross-Origin-Opener-Policy`, or nil to send none.
    public var crossOriginOpenerPolicy: String? = "same-origin"
    /// The `X-Frame-Options`.
    public var frameOptions = "DENY"
    /// Whether the session's cookie is sent over HTTPS only.
    public var sessionCookieIsSecure = false

    /// Django's defaults.
    public init() {}
}

/// How cross-site request forgery is kept out, with Django's defaults.
public struct CSRFSettings: Sendable {
    /// The cookie's name.
    public var cookieName = "csrftoken"
    /// Seconds that the cookie lives: a year.
    public var cookieAge = 31_449_600
    /// The domain that the cookie is for, where it isn't the host alone.
    public var cookieDomain: String?
    /// The path that the cookie is for.
    public var cookiePath = "/"
    /// Whether the cookie is sent over HTTPS only.
    public var cookieIsSecure = false
    /// Whether scripts can't read the cookie.
    public var cookieIsHTTPOnly = false
    /// Which requests from other sites carry the cookie.
    public var cookieSameSite: Cookie.SameSite? = .lax
    /// The header that scripts send the token in.
    public var headerName = "X-CSRFToken"
    /// Origins that may post to the site besides itself: `https://*.example.com`.
    public var trustedOrigins: [String] = []

    /// Django's defaults.
    public init() {}
}

/// One value that a site can't be run with.
public struct SettingsProblem: Error, Hashable, Sendable, CustomStringConvertible {
    /// The variable or setting: `ALLOWED_HOSTS`.
    public var name: String
    /// What is wrong with it and what to do.
    public var reason: String

    /// A problem from its parts.
    public init(_ name: String, _ reason: String) {
        self.name = name
        self.reason = reason
    }

    /// What is said of it.
    public var description: String { "\(name): \(reason)" }
}
