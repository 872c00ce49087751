import Apus
import ApusTesting
import Glibc
import Testing

/// A folder with files, removed at the end.
private final class Folder {
    let path: String

    init() throws {
        var name = Array("/tmp/apus-files-XXXXXX".utf8CString)
        path = String(cString: try #require(mkdtemp(&name)))
        for folder in ["/Static", "/Media", "/Media/sub"] { mkdir(path + folder, 0o755) }
        try write("secret.txt", "no")
        try write("Media/sub/a.txt", "0123456789")
        try write("Media/.env", "no")
        symlink("../secret.txt", path + "/Media/out.txt")
        symlink("sub/a.txt", path + "/Media/in.txt")
        try write("Static/site.css", String(repeating: "body {}\n", count: 100))
        try write("Static/site.css.gz", "gzipped")
        try write("Static/site.css.br", "brotli")
        try write("Static/old.js", "plain")
        try write("Static/old.js.gz", "stale")
        var times = [timeval(tv_sec: 1000, tv_usec: 0), timeval(tv_sec: 1000, tv_usec: 0)]
        utimes(path + "/Static/old.js.gz", &times)
    }

    func write(_ name: String, _ text: String) throws {
        let file = try #require(fopen("\(path)/\(name)", "w"))
        fputs(text, file)
        fclose(file)
    }

    func get(_ path: String, headers: Headers = [:]) throws -> TestResponse {
        try withExtendedLifetime(self) { try client.get(path, headers: headers) }
    }

    private var client: TestClient {
        let path = path
        return TestClient(
            Site(settings: Settings(projectFolder: path)) {
                ApusWeb.path("media/<path:name>", files(in: path + "/Media"))
                ApusWeb.path("report/") { (request: Request) in
                    try request.file(
                        path + "/Media/sub/a.txt", asAttachment: true, filename: "März \"1\".txt")
                }
                ApusWeb.path("none/") { (request: Request) in
                    try request.file(path + "/nowhere.txt")
                }
            })
    }

    deinit {
        for name in [
            "secret.txt", "Media/sub/a.txt", "Media/.env", "Media/out.txt", "Media/in.txt",
            "Static/site.css", "Static/site.css.gz", "Static/site.css.br", "Static/old.js",
            "Static/old.js.gz",
        ] { unlink("\(path)/\(name)") }
        for name in ["/Media/sub", "/Media", "/Static", ""] { rmdir(path + name) }
    }
}

@Suite struct `A file as a response` {
    @Test func `has its type, its validators and its bytes`() throws {
        let folder = try Folder()
        let response = try folder.get("/media/sub/a.txt")
        #expect(response.status == 200)
        #expect(response.text == "0123456789")
        #expect(response.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(response.headers["Accept-Ranges"] == "bytes")
        #expect(response.headers["Content-Disposition"] == nil)
        let tag = try #require(response.headers["ETag"])
        let time = try #require(response.headers["Last-Modified"])
        for headers: Headers in [["If-None-Match": tag], ["If-Modified-Since": time]] {
            let again = try folder.get("/media/sub/a.txt", headers: headers)
            #expect(again.status == 304)
            #expect(again.bytes == [])
        }
    }

    @Test func `is checked in the order of the standard: conditions before ranges`() throws {
        let folder = try Folder()
        let tag = try #require(try folder.get("/media/sub/a.txt").headers["ETag"])
        let cases: [(Headers, Int)] = [
            (["Range": "bytes=0-1"], 206), (["Range": "bytes=0-1", "If-Match": tag], 206),
            (["Range": "bytes=0-1", "If-Match": "\"x\""], 412),
            (["Range": "bytes=0-1", "If-None-Match": tag], 304),
            (["Range": "bytes=0-1", "If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"], 412),
            // If-Match counts, and If-Unmodified-Since no more.
            (["If-Match": tag, "If-Unmodified-Since": "Sun, 06 Nov 1994 08:49:37 GMT"], 200),
            (["Range": "bytes=10-"], 416), (["Range": "bytes=0-1", "If-Range": "\"x\""], 200),
        ]
        for (headers, status) in cases {
            let response = try folder.get("/media/sub/a.txt", headers: headers)
            #expect(response.status.code == status, "\(headers)")
        }
    }

    @Test func `is saved under any name`() throws {
        let response = try Folder().get("/report/")
        #expect(
            response.headers["Content-Disposition"]
                == "attachment; filename*=utf-8''M%C3%A4rz%20%221%22.txt")
    }

    @Test(arguments: [
        "none/", "media/nothing", "media/sub", "media/sub/", "media/.env",
        "media/%2e%2e/secret.txt",
        "media/sub/..%2f..%2fsecret.txt", "media//etc/passwd", "media/out.txt",
        "media/sub/a.txt%00",
    ])
    func `is not found where it isn't below its folder`(path: String) throws {
        #expect(try Folder().get("/" + path).status == 404)
    }

    @Test func `may be linked to within its folder`() throws {
        #expect(try Folder().get("/media/in.txt").text == "0123456789")
    }
}

@Suite struct `Static files compressed beforehand` {
    @Test(arguments: [
        ("gzip, deflate, br", "br", "brotli"), ("gzip", "gzip", "gzipped"), ("zstd", nil, nil),
        ("br;q=0, gzip;q=0.1", "gzip", "gzipped"), ("", nil, nil),
    ])
    func `go to those who understand them`(accepted: String, coding: String?, text: String?) throws
    {
        let response = try Folder().get(
            "/static/site.css", headers: ["Accept-Encoding": accepted])
        #expect(response.headers["Content-Encoding"] == coding)
        #expect(response.headers["Vary"] == "Accept-Encoding")
        #expect(response.headers["Content-Type"] == "text/css; charset=utf-8")
        if let text { #expect(response.text == text) } else { #expect(response.bytes.count == 800) }
    }

    @Test func `have a tag of their own`() throws {
        let folder = try Folder()
        let plain = try folder.get("/static/site.css").headers["ETag"]
        let packed = try folder.get(
            "/static/site.css", headers: ["Accept-Encoding": "br"]
        ).headers["ETag"]
        #expect(plain != packed)
        #expect(packed?.hasSuffix("-br\"") == true)
    }

    @Test func `are left out when older than the original`() throws {
        let response = try Folder().get(
            "/static/old.js", headers: ["Accept-Encoding": "gzip"])
        #expect(response.text == "plain")
        #expect(response.headers["Vary"] == nil)
    }
}
