public import ApusHTTP

extension Request {
    /// The path with its query, as a URL has it.
    public var fullPath: String {
        let query = queryString
        let path = rawPath.hasPrefix("/") ? rawPath : "/" + rawPath
        return query.isEmpty ? path : "\(path)?\(query)"
    }

    /// The host, with its port, that the client asked for. Throws where it isn't one of the site's
    /// `allowedHosts`.
    public var allowedHost: String {
        get throws {
            guard let hosts = state?.core.hosts else { return host ?? "" }
            try hosts.check(self)
            return hosts.host(of: self)
        }
    }

    /// `path` as a URL with scheme and host; without a path, this request's own.
    public func absoluteURL(_ path: String? = nil) throws -> String {
        let path = path ?? fullPath
        if path.contains("://") { return path }
        return "\(scheme)://\(try allowedHost)\(path)"
    }
}
