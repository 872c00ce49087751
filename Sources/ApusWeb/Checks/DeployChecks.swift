/// What would be unwise on the open internet: Django's checks of `check --deploy`, by its ids.
struct DeployChecks {
    private let settings: Settings

    init(_ settings: Settings) { self.settings = settings }

    var messages: [CheckMessage] {
        missingMiddleware + transport + secrets + headers
    }

    private func warning(_ id: String, _ text: String) -> CheckMessage {
        CheckMessage(.warning, "security." + id, text)
    }

    private func has<M: Middleware>(_ type: M.Type) -> Bool {
        settings.middleware.contains { $0 is M }
    }

    private var missingMiddleware: [CheckMessage] {
        var messages: [CheckMessage] = []
        if !has(SecurityMiddleware.self) {
            messages.append(
                warning(
                    "W001",
                    "You do not have SecurityMiddleware in your middleware, so the settings for HSTS, "
                        + "content type sniffing, referrer policy, cross-origin opener policy and the "
                        + "redirect to HTTPS will have no effect."))
        }
        if !has(ClickjackingMiddleware.self) {
            messages.append(
                warning(
                    "W002",
                    "You do not have ClickjackingMiddleware in your middleware, so your pages will not "
                        + "be served with an 'x-frame-options' header. Unless there is a good reason "
                        + "for your site to be served in a frame, you should consider enabling this "
                        + "header to help prevent clickjacking attacks."))
        }
        if !has(CSRFMiddleware.self) {
            messages.append(
                warning(
                    "W003",
                    "You don't appear to be using Apus's built-in cross-site request forgery "
                        + "protection: CSRFMiddleware is not in your middleware."))
        }
        return messages
    }

    private var transport: [CheckMessage] {
        guard has(SecurityMiddleware.self) else { return [] }
        let security = settings.security
        var messages: [CheckMessage] = []
        if security.hstsSeconds == 0 {
            messages.append(
                warning(
                    "W004",
                    "You have not set a value for the SECURE_HSTS_SECONDS setting. If your entire site "
                        + "is served only over SSL, you may want to consider setting a value and "
                        + "enabling HTTP Strict Transport Security. Be sure to read the documentation "
                        + "first; enabling HSTS carelessly can cause serious, irreversible problems."
                ))
        } else {
            if !security.hstsIncludesSubdomains {
                messages.append(
                    warning(
                        "W005",
                        "You have not set the SECURE_HSTS_INCLUDE_SUBDOMAINS setting to True. Without "
                            + "this, your site is potentially vulnerable to attack via an insecure "
                            + "connection to a subdomain. Only set this to True if you are certain "
                            + "that all subdomains of your domain should be served exclusively via "
                            + "SSL."))
            }
            if !security.hstsPreload {
                messages.append(
                    warning(
                        "W021",
                        "You have not set the SECURE_HSTS_PRELOAD setting to True. Without this, your "
                            + "site cannot be submitted to the browser preload list."))
            }
        }
        if !security.redirectsToHTTPS {
            messages.append(
                warning(
                    "W008",
                    "Your SECURE_SSL_REDIRECT setting is not set to True. Unless your site should be "
                        + "available over both SSL and non-SSL connections, you may want to either set "
                        + "this setting True or configure a load balancer or reverse-proxy server to "
                        + "redirect all connections to HTTPS."))
        }
        return messages
    }

    private var secrets: [CheckMessage] {
        var messages: [CheckMessage] = []
        let key = settings.secretKey
        if key.count < 50 || Set(key).count < 5 || key.hasPrefix("apus-insecure-") {
            messages.append(
                warning(
                    "W009",
                    "Your SECRET_KEY has less than 50 characters, less than 5 unique characters, or "
                        + "it's prefixed with 'apus-insecure-' indicating that it was generated "
                        + "automatically. Please generate a long and random value, otherwise what the "
                        + "site signs can be forged."))
        }
        if !settings.security.sessionCookieIsSecure {
            messages.append(
                warning(
                    "W012",
                    "SESSION_COOKIE_SECURE is not set to True. Using a secure-only session cookie "
                        + "makes it more difficult for network traffic sniffers to hijack user "
                        + "sessions."))
        }
        if has(CSRFMiddleware.self), !settings.csrf.cookieIsSecure {
            messages.append(
                warning(
                    "W016",
                    "You have CSRFMiddleware in your middleware, but you have not set "
                        + "CSRF_COOKIE_SECURE to True. Using a secure-only CSRF cookie makes it more "
                        + "difficult for network traffic sniffers to steal the CSRF token."))
        }
        if settings.debug {
            messages.append(
                warning("W018", "You should not have DEBUG set to True in deployment."))
        }
        if settings.allowedHosts.isEmpty {
            messages.append(warning("W020", "ALLOWED_HOSTS must not be empty in deployment."))
        }
        return messages
    }

    private var headers: [CheckMessage] {
        var messages: [CheckMessage] = []
        let security = settings.security
        if has(SecurityMiddleware.self) {
            if !security.forbidsSniffing {
                messages.append(
                    warning(
                        "W006",
                        "Your SECURE_CONTENT_TYPE_NOSNIFF setting is not set to True, so your pages "
                            + "will not be served with an 'X-Content-Type-Options: nosniff' header. "
                            + "You should consider enabling this header to prevent the browser from "
                            + "identifying content types incorrectly."))
            }
            messages += policies
        }
        if has(ClickjackingMiddleware.self), security.frameOptions != "DENY" {
            messages.append(
                warning(
                    "W019",
                    "You have ClickjackingMiddleware in your middleware, but X_FRAME_OPTIONS is not "
                        + "set to 'DENY'. Unless there is a good reason for your site to serve other "
                        + "parts of itself in a frame, you should change it to 'DENY'."))
        }
        return messages
    }

    private var policies: [CheckMessage] {
        guard let policy = settings.security.referrerPolicy else {
            return [
                warning(
                    "W022",
                    "You have not set the SECURE_REFERRER_POLICY setting. Without this, your site will "
                        + "not send a Referrer-Policy header. You should consider enabling this header "
                        + "to protect user privacy.")
            ]
        }
        let known = [
            "no-referrer", "no-referrer-when-downgrade", "origin", "origin-when-cross-origin",
            "same-origin", "strict-origin", "strict-origin-when-cross-origin", "unsafe-url",
        ]
        var messages: [CheckMessage] = []
        if !policy.split(separator: ",").allSatisfy({ known.contains($0.trimmed) }) {
            messages.append(
                CheckMessage(
                    .error, "security.E023",
                    "You have set the SECURE_REFERRER_POLICY setting to an invalid value.",
                    hint: "Valid values are: \(known.joined(separator: ", "))."))
        }
        let openers = ["same-origin", "same-origin-allow-popups", "unsafe-none"]
        if let opener = settings.security.crossOriginOpenerPolicy, !openers.contains(opener) {
            messages.append(
                CheckMessage(
                    .error, "security.E024",
                    "You have set the SECURE_CROSS_ORIGIN_OPENER_POLICY setting to an invalid value.",
                    hint: "Valid values are: \(openers.joined(separator: ", "))."))
        }
        return messages
    }
}
