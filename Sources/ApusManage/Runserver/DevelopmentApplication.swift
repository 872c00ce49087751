import ApusHTTP
import ApusServer

/// A site as `runserver` serves it: with pages that reload themselves, and the compiler's errors
/// in their place while the site doesn't compile.
struct DevelopmentApplication: Application {
    let site: any Application
    let hub: ReloadHub
    /// The project's folder.
    let folder: String
    /// How long a page's question may wait for its answer, in seconds.
    var patience: Int32 = 25

    /// Nothing: the site is started before the supervisor is told that the server is ready.
    func start() throws {}
    func stop() { site.stop() }

    func respond(to request: Request) -> Answer {
        let path = request.target.prefix { $0 != "?" }
        let state = hub.current
        if path.hasPrefix(DevelopmentPaths.prefix) {
            return .response(own(String(path), request, state))
        }
        if let failure = state.failure, isPageRequest(request), !knowsLastGood(request, state) {
            return .response(page(for: failure, request, state))
        }
        switch site.respond(to: request) {
        case .response(let response):
            return .response(withScript(response, state))
        case .task(let task):
            return .task { [self] in withScript(await task(), state) }
        }
    }

    // MARK: What runserver answers itself

    private func own(_ path: String, _ request: Request, _ state: ReloadHub.State) -> Response {
        switch path {
        case DevelopmentPaths.script:
            return text(ReloadScript.source, type: "text/javascript; charset=utf-8")
        case DevelopmentPaths.reload:
            let token = query("token", of: request.target) ?? ""
            let now = hub.wait(whileTokenIs: token, seconds: patience)
            // A newer build serves: any other answer makes the page ask that one.
            return text(now.isFinishing && now.token == token ? "finished" : now.token)
        case DevelopmentPaths.lastGood:
            let next = query("next", of: request.target) ?? "/"
            let isLocal = next.hasPrefix("/") && !next.hasPrefix("//") && !next.hasPrefix("/\\")
            let isClean = next.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f }
            var response = Response(status: 302)
            response.headers["Location"] = isLocal && isClean ? next : "/"
            response.headers["Set-Cookie"] =
                "\(DevelopmentPaths.lastGoodCookie)=\(state.token); Path=/; HttpOnly; SameSite=Lax"
            return response
        default:
            return text("runserver knows no \(path)\n", status: 404)
        }
    }

    private func page(
        for failure: String, _ request: Request, _ state: ReloadHub.State
    ) -> Response {
        let page = BuildFailurePage(
            failure: BuildFailure(output: failure), folder: folder, path: request.target,
            token: state.token, hasLastGood: !(site is NoSite))
        var response =
            request.headers["Accept"]?.contains("text/html") == true
            ? text(
                page.html(script: ReloadScript.element(token: state.token)), status: 500,
                type: "text/html; charset=utf-8")
            : text(page.text, status: 500)
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// Whether somebody wants to look at a page: images, scripts, data and forms that a page of
    /// the last good build asks for go on to that build.
    private func isPageRequest(_ request: Request) -> Bool {
        guard request.method == .get || request.method == .head else { return false }
        if let destination = request.headers["Sec-Fetch-Dest"] {
            return destination == "document"
        }
        let accept = request.headers["Accept"] ?? "*/*"
        return accept.contains("text/html") || accept.contains("*/*")
    }

    private func knowsLastGood(_ request: Request, _ state: ReloadHub.State) -> Bool {
        guard let cookies = request.headers["Cookie"] else { return false }
        let wanted = "\(DevelopmentPaths.lastGoodCookie)=\(state.token)"
        return cookies.split(separator: ";").contains { $0.drop { $0 == " " } == wanted }
    }

    private func withScript(_ response: Response, _ state: ReloadHub.State) -> Response {
        guard let bytes = response.body.bytes, !bytes.isEmpty,
            response.headers["Content-Type"]?.lowercased().hasPrefix("text/html") == true,
            response.headers["Content-Encoding"] == nil
        else { return response }
        var response = response
        response.body = .bytes(ReloadScript.inject(into: bytes, token: state.token))
        if response.headers["Content-Length"] != nil { response.headers["Content-Length"] = nil }
        return response
    }

    private func text(
        _ text: String, status: Status = .ok, type: String = "text/plain; charset=utf-8"
    ) -> Response {
        var response = Response(status: status, body: .text(text))
        response.headers["Content-Type"] = type
        response.headers["Cache-Control"] = "no-store"
        return response
    }

    /// The first value of a parameter of the query, percent-decoded.
    private func query(_ name: String, of target: String) -> String? {
        guard let mark = target.firstIndex(of: "?") else { return nil }
        for pair in target[target.index(after: mark)...].split(separator: "&") {
            let parts = pair.split(separator: "=", maxSplits: 1)
            guard parts.count == 2, parts[0] == name else { continue }
            var bytes: [UInt8] = []
            var rest = Array(parts[1].utf8)[...]
            while let byte = rest.popFirst() {
                if byte == UInt8(ascii: "%"), rest.count >= 2,
                    let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
                {
                    bytes.append(value)
                    rest = rest.dropFirst(2)
                } else {
                    bytes.append(byte)
                }
            }
            return String(decoding: bytes, as: UTF8.self)
        }
        return nil
    }
}

/// The site while there is none: nothing has been built yet that starts.
struct NoSite: Application {
    func respond(to request: Request) -> Answer {
        var response = Response(
            status: 503, body: .text("The site is not running yet.\n"))
        response.headers["Content-Type"] = "text/plain; charset=utf-8"
        return .response(response)
    }
}
