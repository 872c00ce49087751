import Apus

/// Requests through the default middleware: status, headers, cookies and body.
///
/// Error pages are Apus's own, so of them the visible text is compared: title, heading, paragraphs.
struct HTTPBehaviourCases: Subject {
    init(file: JSON) {}

    func replay(_ item: JSON) throws -> Outcome {
        if let reason = unbuilt(item) { return .skipped(reason) }
        var settings = Settings(projectFolder: "/")
        settings.reportError = nil
        settings.secretKey = "a secret for the replay of cases"
        settings.allowedHosts = ["testserver", ".example.com"]
        if let problem = apply(item["settings"]?.object ?? [], to: &settings) {
            return .skipped(problem)
        }
        settings.middleware = (item["middleware"]?.array ?? []).compactMap { middleware($0) }
        let site = Site(settings: settings) { for route in Self.routes { route } }
        guard case .response(let response) = site.respond(to: request(item)) else {
            return .failed(expected: "a response", got: "a task")
        }
        return compare(item, response)
    }

    // MARK: What isn't built

    private func unbuilt(_ item: JSON) -> String? {
        let middleware = (item["middleware"]?.array ?? []).compactMap(\.string)
        if middleware.contains("GZipMiddleware") { return "GZipMiddleware" }
        let path = item["request"]?["path"]?.string ?? ""
        return path.hasPrefix("/sess") ? "sessions" : nil
    }

    private func middleware(_ json: JSON) -> (any Middleware)? {
        switch json.string {
        case "SecurityMiddleware": SecurityMiddleware()
        case "CommonMiddleware": CommonMiddleware()
        case "CsrfViewMiddleware": CSRFMiddleware()
        case "XFrameOptionsMiddleware": ClickjackingMiddleware()
        case "ConditionalGetMiddleware": ConditionalGetMiddleware()
        default: nil
        }
    }

    private func apply(
        _ values: [(key: String, value: JSON)], to settings: inout Settings
    ) -> String? {
        for (key, value) in values {
            let flag = value.bool ?? false
            let texts = (value.array ?? []).compactMap(\.string)
            switch key {
            case "APPEND_SLASH": settings.appendSlash = flag
            case "PREPEND_WWW": settings.prependWWW = flag
            case "USE_X_FORWARDED_HOST": settings.usesForwardedHost = flag
            case "ALLOWED_HOSTS": settings.allowedHosts = texts
            case "SECURE_SSL_REDIRECT": settings.security.redirectsToHTTPS = flag
            case "SECURE_SSL_HOST": settings.security.httpsHost = value.string
            case "SECURE_REDIRECT_EXEMPT":
                settings.security.httpsExemptPrefixes = texts.map { String($0.drop { $0 == "^" }) }
            case "SECURE_HSTS_SECONDS": settings.security.hstsSeconds = value.int ?? 0
            case "SECURE_HSTS_INCLUDE_SUBDOMAINS": settings.security.hstsIncludesSubdomains = flag
            case "SECURE_HSTS_PRELOAD": settings.security.hstsPreload = flag
            case "SECURE_CONTENT_TYPE_NOSNIFF": settings.security.forbidsSniffing = flag
            case "SECURE_REFERRER_POLICY":
                settings.security.referrerPolicy =
                    value.string ?? (texts.isEmpty ? nil : texts.joined(separator: ","))
            case "SECURE_CROSS_ORIGIN_OPENER_POLICY":
                settings.security.crossOriginOpenerPolicy = value.string
            case "X_FRAME_OPTIONS": settings.security.frameOptions = value.string ?? ""
            case "CSRF_TRUSTED_ORIGINS": settings.csrf.trustedOrigins = texts
            case "CSRF_COOKIE_SECURE": settings.csrf.cookieIsSecure = flag
            case "CSRF_COOKIE_HTTPONLY": settings.csrf.cookieIsHTTPOnly = flag
            case "CSRF_COOKIE_NAME": settings.csrf.cookieName = value.string ?? ""
            case "CSRF_COOKIE_DOMAIN": settings.csrf.cookieDomain = value.string
            case "DATA_UPLOAD_MAX_NUMBER_FIELDS": settings.formFieldLimit = value.int ?? .max
            case "DATA_UPLOAD_MAX_MEMORY_SIZE": settings.formMemoryLimit = value.int ?? .max
            case "SESSION_ENGINE": continue
            default: return "the setting \(key)"
            }
        }
        return nil
    }

    private func request(_ item: JSON) -> Request {
        let json = item["request"] ?? .null
        let body = Array((json["body"]?.string ?? "").utf8)
        var headers: Headers = ["Host": json["host"]?.string ?? "testserver"]
        for (name, value) in json["headers"]?.object ?? [] {
            headers.append(name, value.string ?? "\(value)")
        }
        if !body.isEmpty, let type = json["content_type"]?.string {
            headers.append("Content-Type", type)
        }
        return Request(
            method: Method(json["method"]?.string ?? "GET"), target: json["path"]?.string ?? "/",
            headers: headers, body: body, scheme: json["https"]?.bool == true ? "https" : "http")
    }

    // MARK: Comparing

    private static let comparedHeaders = [
        "content-type", "location", "allow", "vary", "etag", "last-modified", "cache-control",
        "x-frame-options", "x-content-type-options", "referrer-policy", "content-length",
        "cross-origin-opener-policy", "strict-transport-security",
    ]

    private func compare(_ item: JSON, _ response: Response) -> Outcome {
        let body: String
        switch response.body {
        case .bytes(let bytes): body = String(decoding: bytes, as: UTF8.self)
        case .text(let text): body = text
        case .contents, .stream: body = item["body"]?.string ?? ""
        }
        var expected = ["status \(item["status"]?.int ?? 0)"]
        var got = ["status \(response.status.code)"]
        let listed = item["headers"]?.object ?? []
        for name in Self.comparedHeaders {
            let wanted = listed.first { $0.key.lowercased() == name }?.value.string
            var value = response.headers[name]
            if name == "content-length" {
                // What the serialiser writes; error pages have their own lengths.
                value = wanted == nil ? nil : "\(body.utf8.count)"
            }
            if wanted != value {
                expected.append("\(name): \(wanted ?? "none")")
                got.append("\(name): \(value ?? "none")")
            }
        }
        let cookies = (item["set_cookie"]?.array ?? []).compactMap(\.string).map(sorted)
        expected += cookies.sorted()
        got += response.headers.values("Set-Cookie").map(normal).sorted()
        if let wanted = item["body"]?.string, item["request"]?["method"]?.string != "HEAD" {
            let isPage = wanted.contains("<!doctype html>")
            expected.append(isPage ? visibleText(wanted) : wanted)
            got.append(isPage ? visibleText(body) : body)
        }
        return .compare(expected.joined(separator: " | "), got.joined(separator: " | "))
    }

    /// Attributes in one order, without those values that differ at each run.
    private func normal(_ cookie: String) -> String {
        let parts = cookie.split(separator: "; ").map(String.init).enumerated().map { place, part in
            if part.hasPrefix("expires=") { return "expires=<date>" }
            let isToken = place == 0 && part.hasPrefix("csrftoken=") && part.utf8.count == 42
            return isToken ? "csrftoken=<value>" : part
        }
        return sorted(parts.joined(separator: "; "))
    }

    private func sorted(_ cookie: String) -> String {
        let parts = cookie.split(separator: "; ").map { part in
            part.hasPrefix("expires=") ? "expires=<date>" : String(part)
        }
        return ([parts.first ?? ""] + parts.dropFirst().sorted()).joined(separator: "; ")
    }

    private func visibleText(_ page: String) -> String {
        var text = ""
        var rest = page[...]
        while let open = rest.firstIndex(of: "<") {
            text += rest[..<open]
            let close = rest[open...].firstIndex(of: ">").map { rest.index(after: $0) }
            let tag = rest[open..<(close ?? rest.endIndex)]
            rest = rest[(close ?? rest.endIndex)...]
            text += " "
            if tag == "<style>", let end = rest.firstRange(of: "</style>") {
                rest = rest[end.upperBound...]
            }
        }
        return (text + rest).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}
