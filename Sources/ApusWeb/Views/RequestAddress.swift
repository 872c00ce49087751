public import ApusHTTP

extension Request {
    /// Whether the client speaks HTTPS.
    public var isSecure: Bool { scheme == "https" }

    /// The path of the target, percent-decoded.
    var decodedPath: String {
        RequestPath.withDecoded(target) { String(decoding: $0, as: UTF8.self) }
    }

    /// The path with its query, as a URL has it.
    public var fullPath: String {
        target.hasPrefix("/") ? target : "/" + target.drop { $0 == "/" }
    }

    /// The host, with its port, that the client asked for. Throws where it isn't one of the site's
    /// `allowedHosts`.
    public var host: String {
        get throws {
            try state?.core.hosts.check(self)
            return headers["Host"] ?? ""
        }
    }

    /// `path` as a URL with scheme and host; without a path, this request's own.
    public func absoluteURL(_ path: String? = nil) throws -> String {
        let path = path ?? fullPath
        if path.contains("://") { return path }
        return "\(scheme)://\(try host)\(path)"
    }
}
