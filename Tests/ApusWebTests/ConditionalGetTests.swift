import Apus
import ApusTesting
import Testing

private let site: Site = {
    var settings = Settings(projectFolder: "/nonexistent")
    settings.middleware = [ConditionalGetMiddleware()]
    return Site(settings: settings) {
        path("hello/") { _ in
            var response = Response("hello")
            try response.setCookie(Cookie("a", "1"))
            response.headers["X-Own"] = "x"
            return response
        }
        path("private/") { _ in
            var response = Response("hello")
            response.headers["Cache-Control"] = "no-store"
            return response
        }
        path("version/") { request in
            request.ifChanged(tag: "\"v1\"", modified: HTTPDate(secondsSince1970: 1000)) {
                Response("v1")
            }
        }
    }
}()

private let tag = "\"5d41402abc4b2a76b9719d911017c592\""

@Suite struct `Conditional requests` {
    private let client = TestClient(site)

    @Test func `get the page with the digest of its bytes as the tag`() throws {
        let response = try client.get("/hello/")
        #expect(response.headers["ETag"] == tag)
        #expect(response.text == "hello")
        #expect(try client.get("/private/").headers["ETag"] == nil)
    }

    @Test func `get 304 for the page that they have, with its cookies and little else`() throws {
        let response = try client.get("/hello/", headers: ["If-None-Match": tag])
        #expect(response.status == 304)
        #expect(response.bytes.isEmpty)
        #expect(response.headers.map(\.name).sorted() == ["ETag", "Set-Cookie"])
    }

    @Test(arguments: [
        (["If-None-Match": "W/\"v1\""], 304), (["If-None-Match": "\"v0\""], 200),
        (["If-Modified-Since": "Thu, 01 Jan 1970 00:16:40 GMT"], 304),
        (["If-Modified-Since": "Thu, 01 Jan 1970 00:16:39 GMT"], 200),
        (["If-Match": "\"v1\""], 200), (["If-Match": "\"v0\""], 412),
        (["If-Match": "W/\"v1\""], 412), (["If-Match": "*"], 200),
        (["If-Unmodified-Since": "Thu, 01 Jan 1970 00:16:39 GMT"], 412),
        (["If-Modified-Since": "yesterday"], 200),
    ])
    func `are compared with a view's own version`(fields: [String: String], status: Int) throws {
        var headers = Headers()
        for (name, value) in fields { headers[name] = value }
        #expect(try client.get("/version/", headers: headers).status.code == status)
    }

    @Test func `that change something fail where the version exists`() throws {
        let response = try client.post("/version/", headers: ["If-None-Match": "*"])
        #expect(response.status == 412)
    }
}
