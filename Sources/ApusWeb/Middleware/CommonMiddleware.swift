public import ApusHTTP

/// Refuses hosts that aren't the site's, sends `example.com` to `www.example.com`, and a path
/// without its last slash to the path with it.
public struct CommonMiddleware: Middleware {
    private var prependsWWW = false
    private var appendsSlash = true
    private var isDebug = false
    private var hosts: AllowedHosts?

    /// The middleware; it reads `allowedHosts`, `prependWWW` and `appendSlash`.
    public init() {}

    /// It looks at requests, and at responses of status 404.
    public var hooks: MiddlewareHooks { [.before, .after] }

    /// Itself with the values of the settings.
    public func prepared(for settings: Settings) -> any Middleware {
        var copy = self
        copy.prependsWWW = settings.prependWWW
        copy.appendsSlash = settings.appendSlash
        copy.isDebug = settings.debug
        copy.hosts = AllowedHosts(settings)
        return copy
    }

    /// Refuses other hosts, and redirects to `www.` where the settings say so.
    public func before(_ request: inout Request) throws -> Response? {
        if prependsWWW {
            let host = try request.allowedHost
            if !host.hasPrefix("www.") {
                let path = try lacksSlash(request) ? pathWithSlash(request) : request.fullPath
                return .redirect("\(request.scheme)://www.\(host)\(path)", permanent: true)
            }
        }
        try hosts?.check(request)
        return nil
    }

    /// Turns 404 into a redirect where the path lacks its last slash.
    public func after(_ response: inout Response, _ request: Request) throws {
        if response.status == .notFound, lacksSlash(request) {
            response = .redirect(try pathWithSlash(request), permanent: true)
        }
    }

    private func lacksSlash(_ request: Request) -> Bool {
        guard appendsSlash, let core = request.state?.core else { return false }
        let path = request.path
        guard !path.hasSuffix("/"), core.match(path: path) == nil,
            let match = core.match(path: path + "/")
        else { return false }
        return match.leaf.appendsSlash
    }

    private func pathWithSlash(_ request: Request) throws -> String {
        var path = request.rawPath + "/"
        if path.hasPrefix("//") { path = "/%2F" + path.dropFirst(2) }
        let query = request.queryString
        let url = query.isEmpty ? path : "\(path)?\(query)"
        let method = request.method
        if isDebug, [.post, .put, .patch, .delete].contains(method) {
            let host = request.host ?? ""
            throw AppendSlashError(
                description: "You called this URL via \(method.name), but the URL doesn't end in a "
                    + "slash and you have appendSlash set. Apus can't redirect to the slash URL while "
                    + "maintaining \(method.name) data. Change your form to point to \(host)\(url) "
                    + "(note the trailing slash), or set appendSlash to false in your settings.")
        }
        return url
    }
}

/// A form was sent to a path without its last slash.
struct AppendSlashError: Error, CustomStringConvertible {
    let description: String
}
