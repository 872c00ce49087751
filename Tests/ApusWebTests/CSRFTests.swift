import Apus
import ApusTesting
import Testing

@testable import ApusWeb

private let secret = "abcdefghijklmnopqrstuvwxyzABCDEF"

private let site: Site = {
    var settings = Settings(projectFolder: "/nonexistent")
    settings.csrf.trustedOrigins = ["https://*.trusted.example", "https://good.example"]
    return Site(settings: settings) {
        path("form/") { request in Response(request.csrfToken) }
        path("post/") { request in Response("posted \(request.form["a"] ?? "")") }
        path("free/") { _ in Response("free") }.csrfExempt()
    }
}()

private func client(isSecure: Bool = false, cookie: String? = secret) -> TestClient {
    var options = TestClient.Options()
    options.checksCSRF = true
    options.isSecure = isSecure
    let client = TestClient(site, options: options)
    if let cookie { client.cookies["csrftoken"] = cookie }
    return client
}

@Suite struct `Tokens against forgery` {
    @Test func `are masked anew each time and unmasked to the secret`() throws {
        let secret = CSRFToken.newSecret()
        let masked = (0..<20).map { _ in CSRFToken.mask(secret) }
        #expect(Set(masked).count == 20)
        for token in masked {
            #expect(token.utf8.count == 64)
            #expect(CSRFToken.unmask(token) == secret)
            #expect(CSRFToken.matches(token, secret))
        }
        #expect(!CSRFToken.matches(CSRFToken.mask(CSRFToken.newSecret()), secret))
    }

    @Test func `unmask as Django's do`() {
        let token = "vFioG3XOLyGyGsPRFyB9iYUs341ufzIEvFioG3XOLyGyGsPRFyB9iYUs341ufzIE"
        #expect(CSRFToken.unmask(token) == String(repeating: "a", count: 32))
    }

    @Test func `set the cookie with the page that holds one, and let its form through`() throws {
        let client = client(cookie: nil)
        let page = try client.get("/form/")
        #expect(page.headers["Vary"] == "Cookie")
        let cookie = try #require(page.headers["Set-Cookie"])
        #expect(cookie.hasPrefix("csrftoken="))
        #expect(cookie.contains("Max-Age=31449600") && cookie.contains("SameSite=Lax"))
        let response = try client.post(
            "/post/", form: ["csrfmiddlewaretoken": page.text, "a": "1"])
        #expect(response.text == "posted 1")
    }

    @Test func `come in a header too`() throws {
        let response = try client().post(
            "/post/", headers: ["X-CSRFToken": CSRFToken.mask(secret)])
        #expect(response.status == 200)
    }

    @Test(
        arguments: [
            (nil, nil, "CSRF cookie not set."),
            ("short", nil, "CSRF cookie has incorrect length."),
            (secret, nil, "CSRF token missing."),
            (secret, "short", "CSRF token from POST has incorrect length."),
            (
                secret, String(repeating: "!", count: 32),
                "CSRF token from POST has invalid characters."
            ),
            (secret, String(repeating: "x", count: 32), "CSRF token from POST incorrect."),
        ] as [(String?, String?, String)])
    func `are refused with Django's reasons`(cookie: String?, token: String?, reason: String) throws
    {
        var request = Request(method: .post, target: "/post/", headers: ["Host": "testserver"])
        if let cookie { request.headers["Cookie"] = "csrftoken=\(cookie)" }
        if let token {
            request.headers["Content-Type"] = "application/x-www-form-urlencoded"
            request.body = Array("csrfmiddlewaretoken=\(token)".utf8)
        }
        #expect(reasonGiven(for: request) == reason)
    }

    @Test(
        arguments: [
            (
                ["Origin": "https://evil.example"],
                "Origin checking failed - https://evil.example does not match any trusted origins."
            ),
            (
                ["Origin": "null"],
                "Origin checking failed - null does not match any trusted origins."
            ),
            ([:], "Referer checking failed - no Referer."),
            (
                ["Referer": "http://testserver/"],
                "Referer checking failed - Referer is insecure while host is secure."
            ),
            (["Referer": "https://"], "Referer checking failed - Referer is malformed."),
            (
                ["Referer": "https://evil.example/"],
                "Referer checking failed - https://evil.example/ does not match any trusted origins."
            ),
        ] as [([String: String], String)])
    func `must come from the site itself`(fields: [String: String], reason: String) throws {
        var request = Request(
            method: .post, target: "/post/", headers: ["Host": "testserver"], scheme: "https")
        for (name, value) in fields { request.headers[name] = value }
        #expect(reasonGiven(for: request) == reason)
    }

    @Test func `name their host up to the first slash, whatever stands before it`() {
        // To Unicode the sign and the slash behind it are one character.
        let parts = URLParts("https://evil.example\u{600}/a.trusted.example")
        #expect(parts?.authority == "evil.example\u{600}")
        #expect(URLParts("https://a.example:1?x")?.authority == "a.example:1")
        #expect(URLParts("https:/\u{301}/a.example")?.authority == "")
    }

    @Test(arguments: [
        ["Origin": "https://testserver"], ["Origin": "https://good.example"],
        ["Origin": "https://a.trusted.example"], ["Referer": "https://testserver/x"],
        ["Referer": "https://b.trusted.example/"],
    ])
    func `may come from origins that are trusted`(fields: [String: String]) throws {
        var headers: Headers = ["X-CSRFToken": secret]
        for (name, value) in fields { headers[name] = value }
        #expect(try client(isSecure: true).post("/post/", headers: headers).status == 200)
    }

    @Test func `are not asked of routes that are exempt, nor of safe methods`() throws {
        #expect(try client(cookie: nil).post("/free/").text == "free")
        #expect(try client(cookie: nil).send(.options, "/post/").status == 200)
    }

    /// Why the site refuses the request, as its developer's page says.
    private func reasonGiven(for request: Request) -> String? {
        let site = site.with {
            $0.debug = true
            $0.allowedHosts = ["testserver"]
        }
        guard case .response(let response) = site.respond(to: request), response.status == 403
        else { return nil }
        let text = String(decoding: response.body.bytes ?? [], as: UTF8.self)
        guard let start = text.firstRange(of: "Reason given for failure: "),
            let end = text[start.upperBound...].firstRange(of: "</p>")
        else { return nil }
        return String(text[start.upperBound..<end.lowerBound])
    }
}
