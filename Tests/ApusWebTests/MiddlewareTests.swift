import Apus
import ApusTesting
import Synchronization
import Testing

/// Notes which of its hooks were called, and answers or throws where it is told to.
private struct Recorder: Middleware {
    let name: String
    let notes: Notes
    var answersBefore = false
    var recovers = false
    var throwsBefore = false

    final class Notes: Sendable {
        private let list = Mutex<[String]>([])
        var all: [String] { list.withLock { $0 } }
        func add(_ note: String) { list.withLock { $0.append(note) } }
    }

    struct Failure: Error {}

    func before(_ request: inout Request) throws -> Response? {
        notes.add("\(name) before")
        if throwsBefore { throw Failure() }
        return answersBefore ? Response("from \(name)") : nil
    }

    func beforeView(_ request: inout Request, _ match: RouteMatch) throws -> Response? {
        notes.add("\(name) view \(match.viewName)")
        return nil
    }

    func after(_ response: inout Response, _ request: Request) throws {
        notes.add("\(name) after \(response.status.code)")
        response.headers.append("X-Seen", name)
    }

    func recover(_ error: any Error, _ request: Request) throws -> Response? {
        notes.add("\(name) recover")
        return recovers ? Response("recovered", status: 418) : nil
    }
}

private func client(_ middleware: [any Middleware]) -> TestClient {
    var settings = Settings(projectFolder: "/nonexistent")
    settings.middleware = middleware
    settings.reportError = nil
    var options = TestClient.Options()
    options.throwsViewErrors = false
    let site = Site(settings: settings) {
        path("", { _ in Response("view") }, name: "home")
        path("async/", { _ async in Response("async") }, name: "async")
        path("boom/", { _ -> Response in throw Recorder.Failure() }, name: "boom")
        path("later/", { _ async throws -> Response in throw Recorder.Failure() }, name: "later")
    }
    return TestClient(site, options: options)
}

@Suite struct `A middleware` {
    private let notes = Recorder.Notes()

    @Test(arguments: [("/", "home"), ("/async/", "async")])
    func `is met in order on the way in and in reverse on the way out`(
        path: String, name: String
    ) throws {
        let response = try client([
            Recorder(name: "a", notes: notes), Recorder(name: "b", notes: notes),
        ]).get(path)
        #expect(
            notes.all == [
                "a before", "b before", "a view \(name)", "b view \(name)", "b after 200",
                "a after 200",
            ])
        #expect(response.headers.values("X-Seen") == ["b", "a"])
    }

    @Test func `that answers itself spares those behind it`() throws {
        let response = try client([
            Recorder(name: "a", notes: notes),
            Recorder(name: "b", notes: notes, answersBefore: true),
            Recorder(name: "c", notes: notes),
        ]).get("/")
        #expect(response.text == "from b")
        #expect(notes.all == ["a before", "b before", "b after 200", "a after 200"])
    }

    @Test(arguments: ["/boom/", "/later/"])
    func `recovers from what a view throws, the innermost first`(path: String) throws {
        let response = try client([
            Recorder(name: "a", notes: notes, recovers: true),
            Recorder(name: "b", notes: notes),
        ]).get(path)
        #expect(response.status == 418)
        #expect(
            notes.all.suffix(4) == ["b recover", "a recover", "b after 418", "a after 418"])
    }

    @Test func `that throws becomes an error page which those before it see`() throws {
        let response = try client([
            Recorder(name: "a", notes: notes),
            Recorder(name: "b", notes: notes, throwsBefore: true),
        ]).get("/")
        #expect(response.status == 500)
        #expect(notes.all == ["a before", "b before", "a after 500"])
    }
}

@Suite struct `The default middleware` {
    private let site = Site(settings: Settings(projectFolder: "/nonexistent")) {
        path("slash/", { _ in Response("x") })
        path("framed/", { _ in Response("x") }).frameOptions(.exempt)
        path("own/") { _ in
            var response = Response("x")
            response.headers["Referrer-Policy"] = "no-referrer"
            return response
        }
        path("exact/", { _ in Response("x") }).withoutAppendSlash()
    }

    @Test func `sends the security headers once, and leaves a view's own`() throws {
        let response = try TestClient(site).get("/own/")
        #expect(response.headers.values("Referrer-Policy") == ["no-referrer"])
        #expect(response.headers.values("X-Content-Type-Options") == ["nosniff"])
        #expect(response.headers.values("Cross-Origin-Opener-Policy") == ["same-origin"])
        #expect(response.headers.values("X-Frame-Options") == ["DENY"])
        #expect(try TestClient(site).get("/framed/").headers["X-Frame-Options"] == nil)
    }

    @Test(arguments: ["text/html; charset=utf-8", "text/plain", "text/csv"])
    func `sends the same fields with every type of content`(contentType: String) throws {
        var settings = Settings(projectFolder: "/nonexistent")
        settings.security.hstsSeconds = 60
        let site = Site(settings: settings) {
            path("") { _ in Response("x", contentType: contentType) }
        }
        let client = TestClient(site)
        // Once more: the first answer must not have changed what others begin with.
        for _ in 1...2 {
            let plain = try client.get("/").headers
            #expect(
                plain.map(\.name) == [
                    "Content-Type", "X-Frame-Options", "X-Content-Type-Options", "Referrer-Policy",
                    "Cross-Origin-Opener-Policy",
                ])
            #expect(plain["Content-Type"] == contentType)
            var options = TestClient.Options()
            options.isSecure = true
            let secure = try TestClient(site, options: options).get("/").headers
            #expect(secure["Strict-Transport-Security"] == "max-age=60")
            #expect(secure.count == plain.count + 1)
        }
    }

    @Test func `appends the slash that a route has, with the query`() throws {
        let response = try TestClient(site).get("/slash?a=%20b")
        #expect(response.status == 301)
        #expect(response.redirect == "/slash/?a=%20b")
        #expect(try TestClient(site).get("/exact").status == 404)
        #expect(try TestClient(site).get("/nothing").status == 404)
    }

    @Test func `never redirects to another host`() throws {
        let site = Site(settings: Settings(projectFolder: "/nonexistent")) {
            path("<path:rest>/", { (_: Request, rest: String) in Response(rest) })
        }
        #expect(try TestClient(site).get("//evil.example").redirect == "/%2Fevil.example/")
    }

    @Test(arguments: [
        ("testserver", 200), ("TESTSERVER:80", 200), ("testserver.", 200), ("other", 400),
        ("testserver@evil", 400), ("testserver:port", 400), ("", 400), ("[::1]", 400),
    ])
    func `answers its own hosts alone`(host: String, status: Int) throws {
        var settings = Settings(projectFolder: "/nonexistent")
        settings.allowedHosts = ["testserver"]
        settings.reportError = nil
        let site = Site(settings: settings) { path("", { _ in Response("x") }) }
        let request = Request(target: "/", headers: ["Host": host])
        guard case .response(let response) = site.respond(to: request) else { return }
        #expect(response.status.code == status)
    }
}
