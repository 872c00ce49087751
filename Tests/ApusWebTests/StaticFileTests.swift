import Apus
import ApusTesting
import Glibc
import Testing

/// A project's folder with one static file, removed at the end.
private final class Project {
    let folder: String
    private let client: TestClient

    init() throws {
        var name = Array("/tmp/apus-static-XXXXXX".utf8CString)
        folder = String(cString: try #require(mkdtemp(&name)))
        mkdir(folder + "/Static", 0o755)
        mkdir(folder + "/Static/css", 0o755)
        try Self.write("body {}", folder + "/Static/css/a b.css")
        try Self.write("no", folder + "/secret.txt")
        try Self.write("no", folder + "/Static/.hidden")
        client = TestClient(Site(settings: Settings(projectFolder: folder)) {})
    }

    func get(_ path: String, headers: Headers = [:]) throws -> TestResponse {
        try client.get(path, headers: headers)
    }

    func post(_ path: String) throws -> TestResponse { try client.post(path) }

    static func write(_ text: String, _ path: String) throws {
        let file = try #require(fopen(path, "w"))
        fputs(text, file)
        fclose(file)
    }

    deinit {
        for file in ["/Static/css/a b.css", "/Static/.hidden", "/secret.txt"] {
            unlink(folder + file)
        }
        for name in ["/Static/css", "/Static", ""] { rmdir(folder + name) }
    }
}

@Suite struct `Static files` {
    @Test func `are sent with their type, tag and time`() throws {
        let response = try Project().get("/static/css/a%20b.css")
        #expect(response.status == 200)
        #expect(response.text == "body {}")
        #expect(response.headers["Content-Type"] == "text/css; charset=utf-8")
        #expect(response.headers["ETag"]?.hasSuffix("-7\"") == true)
        #expect(response.headers["Last-Modified"]?.hasSuffix(" GMT") == true)
    }

    @Test func `are not sent again to those who have them`() throws {
        let project = try Project()
        let first = try project.get("/static/css/a%20b.css")
        let tag = try #require(first.headers["ETag"])
        let date = try #require(first.headers["Last-Modified"])
        let byTag = try project.get(
            "/static/css/a%20b.css", headers: ["If-None-Match": "\"x\", W/\(tag)"])
        #expect(byTag.status == 304)
        #expect(byTag.text == "")
        #expect(byTag.headers["ETag"] == tag)
        let byDate = try project.get(
            "/static/css/a%20b.css", headers: ["If-Modified-Since": date])
        #expect(byDate.status == 304)
        let other = try project.get(
            "/static/css/a%20b.css", headers: ["If-None-Match": "\"x\"", "If-Modified-Since": date])
        #expect(other.status == 200)
    }

    @Test(arguments: [
        "../secret.txt", "css/../../secret.txt", "%2e%2e/secret.txt", "..%2fsecret.txt", ".hidden",
        "css", "css/", "//etc/passwd", "css/none.css", "%00",
    ])
    func `stay in their folder`(name: String) throws {
        #expect(try Project().get("/static/" + name).status == 404)
    }

    @Test func `are only read`() throws {
        let response = try Project().post("/static/css/a%20b.css")
        #expect(response.status == 405)
        #expect(response.headers["Allow"] == "GET, HEAD")
    }
}
