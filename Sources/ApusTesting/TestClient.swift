public import ApusHTTP
import ApusServer
public import ApusWeb
import Synchronization

/// Calls a site as a browser would, without a network between: cookies are kept from one answer to
/// the next request. Views may be `async`; the calls wait for them.
///
///     let response = try TestClient(site).get("/polls/")
///     #expect(response.status == 200)
public final class TestClient: Sendable {
    /// The site that is called.
    public let site: Site
    private let state: Mutex<State>

    private struct State {
        var cookies: [String: String] = [:]
        var headers: [(name: String, value: String)] = []
    }

    /// How the client behaves.
    public struct Options: Sendable {
        /// The host that requests are sent to. The site answers it whatever its settings say.
        public var host = "testserver"
        /// Whether requests claim to have come over HTTPS.
        public var isSecure = false
        /// Whether forms must carry the token against forgery, as for a browser.
        public var checksCSRF = false
        /// Whether what a view throws is thrown by the call that made the request, so that the test
        /// fails with it; else it becomes the error page that a visitor would see.
        public var throwsViewErrors = true

        /// The defaults.
        public init() {}
    }

    /// How the client behaves.
    public let options: Options

    /// A client without cookies.
    public init(_ site: Site, options: Options = Options()) {
        self.options = options
        self.site = site.with { settings in
            let name = options.host.prefix { $0 != ":" }
            if !settings.allowedHosts.contains("*") { settings.allowedHosts.append(String(name)) }
            if settings.secretKey.isEmpty { settings.secretKey = "only for tests" }
        }
        state = Mutex(State())
    }

    /// The cookies that the site has set, by name.
    public var cookies: [String: String] {
        get { state.withLock { $0.cookies } }
        set { state.withLock { $0.cookies = newValue } }
    }

    /// Sends a request and gives the answer. `follow` follows redirects to their end.
    public func send(
        _ method: Method, _ path: String, headers: Headers = [:], body: [UInt8] = [],
        follow: Bool = false
    ) throws -> TestResponse {
        var request = Request(
            method: method, target: path.isEmpty ? "/" : path, headers: headers, body: body,
            remoteAddress: "127.0.0.1", scheme: options.isSecure ? "https" : "http")
        if !headers.contains("Host") { request.headers["Host"] = options.host }
        let cookies = cookies
        if !cookies.isEmpty, !headers.contains("Cookie") {
            request.headers["Cookie"] =
                cookies.sorted { $0.key < $1.key }.map { "\($0)=\($1)" }.joined(separator: "; ")
        }
        var response = try answer(request)
        var redirects: [String] = []
        while follow, let place = response.redirect {
            guard !redirects.contains(place), redirects.count < 20 else {
                throw RedirectLoop(places: redirects + [place])
            }
            redirects.append(place)
            let keepsMethod = response.status == 307 || response.status == 308
            response = try send(
                keepsMethod ? method : method == .head ? .head : .get,
                Self.path(of: place, from: path), headers: keepsMethod ? headers : [:],
                body: keepsMethod ? body : [])
        }
        response.redirects = redirects
        return response
    }

    private func answer(_ request: Request) throws -> TestResponse {
        var request = request
        let record = RequestState(site)
        record.with {
            $0.skipsCSRF = !options.checksCSRF
            $0.record = RequestState.Record()
        }
        request.context = record
        let site = site
        let (response, body) = try BlockingExecutor.run { [request] in
            let response: Response
            switch site.respond(to: request) {
            case .response(let ready): response = ready
            case .task(let task): response = await task()
            }
            switch response.body {
            case .bytes(let bytes): return (response, bytes)
            case .text(let text): return (response, Array(text.utf8))
            case .contents(let contents): return (response, contents.flatMap(\.bytes))
            case .stream(let write):
                let collector = Collector()
                try await write(collector)
                return (response, collector.bytes)
            }
        }
        keepCookies(of: response)
        let noted = record.with { $0.record } ?? RequestState.Record()
        if options.throwsViewErrors, response.status == 500, let error = noted.error { throw error }
        return TestResponse(
            response, body: request.method == .head ? [] : body, rendered: noted.rendered)
    }

    private func keepCookies(of response: Response) {
        for field in response.headers.values("Set-Cookie") {
            let pair = field.prefix { $0 != ";" }
            guard let equals = pair.firstIndex(of: "=") else { continue }
            let name = String(pair[..<equals])
            let isRemoved = field.lowercased().contains("max-age=0")
            let value = String(pair[pair.index(after: equals)...])
            state.withLock { $0.cookies[name] = isRemoved ? nil : value }
        }
    }

    /// The path of a Location field's value.
    private static func path(of place: String, from path: String) -> String {
        if let scheme = place.firstRange(of: "://") {
            return String(place[scheme.upperBound...].drop { $0 != "/" })
        }
        if place.hasPrefix("/") { return place }
        let folder = path.prefix { $0 != "?" }
        return folder[...(folder.lastIndex(of: "/") ?? folder.startIndex)] + place
    }
}

/// A redirect leads to a place where the client has been.
struct RedirectLoop: Error, CustomStringConvertible {
    let places: [String]

    var description: String {
        "The redirects don't end: \(places.joined(separator: " → "))"
    }
}

/// Collects what a streamed body writes.
private final class Collector: ResponseWriter {
    private let storage = Mutex<[UInt8]>([])

    var bytes: [UInt8] { storage.withLock { $0 } }

    func write(_ bytes: [UInt8]) async throws { storage.withLock { $0 += bytes } }
}
