import ApusORM

extension Settings {
    /// Settings read from the process's environment, then changed by `configure`. Every variable
    /// can be written with `APUS_` before it, which wins: `DEBUG`, `SECRET_KEY`, `ALLOWED_HOSTS`,
    /// `DATABASE_URL`, `QUERY_MAX_ROWS`, `QUERY_TIMEOUT` (seconds), `SILENCED_SYSTEM_CHECKS`,
    /// `TIME_ZONE`, `STATIC_URL`, `TEMPLATES_FOLDER`, `STATIC_FOLDER`, `APPEND_SLASH`, `PREPEND_WWW`, `CSRF_TRUSTED_ORIGINS`, `CSRF_COOKIE_SECURE`,
    /// `SESSION_COOKIE_SECURE`, `SECURE_SSL_REDIRECT`, `SECURE_SSL_HOST`, `SECURE_HSTS_SECONDS`,
    /// `SECURE_HSTS_INCLUDE_SUBDOMAINS`, `SECURE_HSTS_PRELOAD`, `X_FRAME_OPTIONS`, `SCRIPT_NAME`;
    /// and `APUS_SITE_FOLDER`. A value that can't be used becomes one of `problems`.
    public static func fromEnvironment(
        _ configure: (inout Settings) -> Void = { _ in }
    ) -> Settings {
        var settings = Settings(environment: EnvironmentReader.process)
        configure(&settings)
        return settings
    }

    /// Settings read from `environment`; see `fromEnvironment`.
    public init(environment: [String: String]) {
        self.init(projectFolder: ProjectFolder.find(environment: environment))
        var reader = EnvironmentReader(environment)
        if let debug = reader.bool("DEBUG") {
            self.debug = debug
            isDebugChosen = true
        }
        if let key = reader.text("SECRET_KEY") { secretKey = key }
        readFolders(&reader)
        readHosts(&reader)
        readSecurity(&reader)
        if let url = reader.text("DATABASE_URL") {
            databaseURL = url
            if !url.hasPrefix("sqlite://") || (try? Database.path(of: url)) == nil {
                reader.problems.append(
                    SettingsProblem(
                        "DATABASE_URL",
                        "'\(url)' names a database that can't be used. Write sqlite:///db.sqlite3 "
                            + "for a file in the project's folder, sqlite:////var/lib/site.sqlite3 for "
                            + "one anywhere, or sqlite://:memory:."))
            }
        }
        queryLimits.rows = reader.count("QUERY_MAX_ROWS").flatMap { $0 > 0 ? $0 : nil }
        if let text = reader.text("QUERY_TIMEOUT") {
            queryLimits.seconds = Double(text).flatMap { $0 > 0 && $0 <= 1e9 ? $0 : nil }
            if queryLimits.seconds == nil, Double(text) != 0 {
                reader.problems.append(
                    SettingsProblem(
                        "QUERY_TIMEOUT", "'\(text)' is not a number of seconds: 2.5, or 0 for none."
                    ))
            }
        }
        if let ids = reader.list("SILENCED_SYSTEM_CHECKS") { silencedSystemChecks = ids }
        if let zone = reader.text("TIME_ZONE") { timeZone = zone }
        if let append = reader.bool("APPEND_SLASH") { appendSlash = append }
        if let prepend = reader.bool("PREPEND_WWW") { prependWWW = prepend }
        if let name = reader.text("SCRIPT_NAME") {
            scriptName = name.hasSuffix("/") ? String(name.dropLast()) : name
        }
        problems += reader.problems
    }

    private mutating func readFolders(_ reader: inout EnvironmentReader) {
        if let url = reader.text("STATIC_URL") {
            staticURL = url.hasSuffix("/") ? url : url + "/"
            if !url.hasPrefix("/") {
                reader.problems.append(
                    SettingsProblem("STATIC_URL", "'\(url)' must begin with a slash: /static/."))
            }
        }
        for (name, folders) in [
            ("TEMPLATES_FOLDER", \Settings.templateFolders), ("STATIC_FOLDER", \.staticFolders),
        ] {
            guard let folder = reader.text(name) else { continue }
            let path = folder.hasPrefix("/") ? folder : projectFolder + "/" + folder
            self[keyPath: folders] = [path]
            if !ProjectFolder.isFolder(path) {
                reader.problems.append(SettingsProblem(name, "there is no folder '\(path)'."))
            }
        }
    }

    private mutating func readHosts(_ reader: inout EnvironmentReader) {
        guard let hosts = reader.list("ALLOWED_HOSTS") else { return }
        allowedHosts = hosts
        for host in hosts where host.contains("/") || host.contains(" ") {
            reader.problems.append(
                SettingsProblem(
                    "ALLOWED_HOSTS",
                    "'\(host)' is not a host. Write names without scheme or path, separated by "
                        + "commas: example.com,.example.org"))
        }
    }

    private mutating func readSecurity(_ reader: inout EnvironmentReader) {
        if let origins = reader.list("CSRF_TRUSTED_ORIGINS") { csrf.trustedOrigins = origins }
        for origin in csrf.trustedOrigins where !origin.contains("://") {
            reader.problems.append(
                SettingsProblem(
                    "CSRF_TRUSTED_ORIGINS",
                    "'\(origin)' lacks a scheme. Write https://\(origin)."))
        }
        if let secure = reader.bool("CSRF_COOKIE_SECURE") { csrf.cookieIsSecure = secure }
        if let secure = reader.bool("SESSION_COOKIE_SECURE") {
            security.sessionCookieIsSecure = secure
        }
        if let redirect = reader.bool("SECURE_SSL_REDIRECT") {
            security.redirectsToHTTPS = redirect
        }
        if let host = reader.text("SECURE_SSL_HOST") { security.httpsHost = host }
        if let seconds = reader.count("SECURE_HSTS_SECONDS") { security.hstsSeconds = seconds }
        if let all = reader.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS") {
            security.hstsIncludesSubdomains = all
        }
        if let preload = reader.bool("SECURE_HSTS_PRELOAD") { security.hstsPreload = preload }
        if let options = reader.text("X_FRAME_OPTIONS") {
            security.frameOptions = options.uppercased()
            if options.uppercased() != "DENY" && options.uppercased() != "SAMEORIGIN" {
                reader.problems.append(
                    SettingsProblem(
                        "X_FRAME_OPTIONS", "'\(options)' is neither DENY nor SAMEORIGIN."))
            }
        }
    }
}
