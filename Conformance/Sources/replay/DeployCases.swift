import Apus

/// Settings and the ids of the security checks that `check --deploy` gives for them.
struct DeployCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        var settings = Settings(projectFolder: "/")
        settings.middleware = []
        for (key, value) in item["settings"]?.object ?? [] {
            let flag = value.bool ?? false
            switch key {
            case "SECRET_KEY":
                let key = value.string ?? ""
                settings.secretKey = key.replacing("django-insecure-", with: "apus-insecure-")
            case "DEBUG": settings.debug = flag
            case "ALLOWED_HOSTS":
                settings.allowedHosts = (value.array ?? []).compactMap(\.string)
            case "MIDDLEWARE":
                settings.middleware = (value.array ?? []).compactMap { middleware($0) }
            case "SECURE_SSL_REDIRECT": settings.security.redirectsToHTTPS = flag
            case "SECURE_HSTS_SECONDS": settings.security.hstsSeconds = value.int ?? 0
            case "SECURE_HSTS_INCLUDE_SUBDOMAINS": settings.security.hstsIncludesSubdomains = flag
            case "SECURE_HSTS_PRELOAD": settings.security.hstsPreload = flag
            case "SECURE_CONTENT_TYPE_NOSNIFF": settings.security.forbidsSniffing = flag
            case "SECURE_REFERRER_POLICY": settings.security.referrerPolicy = value.string
            case "SECURE_CROSS_ORIGIN_OPENER_POLICY":
                settings.security.crossOriginOpenerPolicy = value.string
            case "X_FRAME_OPTIONS": settings.security.frameOptions = value.string ?? ""
            case "SESSION_COOKIE_SECURE": settings.security.sessionCookieIsSecure = flag
            case "CSRF_COOKIE_SECURE": settings.csrf.cookieIsSecure = flag
            default: return .skipped("the setting \(key)")
            }
        }
        let got = Site(settings: settings) {}.check(deploy: true).map(\.id).sorted()
        return .compare((item["expect"]?.array ?? []).compactMap(\.string).sorted(), got)
    }

    private func middleware(_ json: JSON) -> (any Middleware)? {
        switch json.string?.split(separator: ".").last {
        case "SecurityMiddleware": SecurityMiddleware()
        case "CommonMiddleware": CommonMiddleware()
        case "CsrfViewMiddleware": CSRFMiddleware()
        case "XFrameOptionsMiddleware": ClickjackingMiddleware()
        default: nil
        }
    }
}
