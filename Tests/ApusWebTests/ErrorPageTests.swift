import Apus
import ApusTesting
import Foundation
import Glibc
import Testing

@testable import ApusWeb

private struct Outer: Error, CustomStringConvertible {
    let underlying: any Error
    var description: String { "outer trouble" }
}

private struct Inner: Error, CustomStringConvertible {
    var description: String { "inner <trouble>" }
}

private func site(_ folder: String = "/nonexistent") -> Site {
    var settings = Settings(projectFolder: folder)
    settings.reportError = nil
    settings.secretKey = "very secret"
    return Site(settings: settings) {
        path(
            "polls/<int:id>/",
            { (_: Request, id: Int) -> Response in
                throw HTTPError.notFound("No Question matches the given query.")
            }, name: "detail")
        path("boom/", { _ -> Response in throw Outer(underlying: Inner()) }, name: "boom")
        path("denied/", { _ -> Response in throw HTTPError.permissionDenied("not yours") })
        path("page/", { request in try request.render("page.html", ["a": 1]) })
        path("missing/", { request in try request.render("nothing.html") })
    }
}

private func client(_ site: Site, debug: Bool) -> TestClient {
    var options = TestClient.Options()
    options.throwsViewErrors = false
    return TestClient(site.with { $0.debug = debug }, options: options)
}

@Suite struct `Error pages` {
    @Test(arguments: [
        ("/nope/", 404, "Not Found"), ("/polls/1/", 404, "Not Found"),
        ("/boom/", 500, "Server Error (500)"), ("/denied/", 403, "403 Forbidden"),
        ("/missing/", 500, "Server Error (500)"),
    ])
    func `give nothing away in production`(path: String, status: Int, title: String) throws {
        let response = try client(site(), debug: false).get(path)
        #expect(response.status.code == status)
        #expect(response.text.contains("<title>\(title)</title>"))
        #expect(response.text.contains("<h1>\(title)</h1>"))
        for secret in ["trouble", "Question", "not yours", "nothing.html", "detail"] {
            #expect(!response.text.contains(secret))
        }
    }

    @Test func `list the routes that were tried, in debug`() throws {
        let response = try client(site(), debug: true).get("/polls/x/")
        #expect(response.status == 404)
        #expect(response.text.contains("No route leads to /polls/x/"))
        #expect(response.text.contains("polls/<em>&lt;int:id&gt;</em>/"))
        #expect(response.text.contains("ErrorPageTests.swift:"))
    }

    @Test func `name the view that found nothing, in debug`() throws {
        let response = try client(site(), debug: true).get("/polls/1/")
        #expect(response.text.contains("<h1>No Question matches the given query.</h1>"))
        #expect(response.text.contains("answered by the view of <b>detail</b>"))
    }

    @Test func `show the chain of errors, escaped, without secrets, in debug`() throws {
        let client = client(site(), debug: true)
        let response = try client.send(
            .post, "/boom/?a=1", headers: ["Content-Type": "application/x-www-form-urlencoded"],
            body: Array("name=swift&password=hush".utf8))
        #expect(response.status == 500)
        #expect(response.text.contains("<h1>outer trouble</h1>"))
        #expect(response.text.contains("inner &lt;trouble&gt;"))
        #expect(response.text.contains("ApusWebTests.") && response.text.contains("Inner"))
        #expect(response.text.contains("<code>swift</code>"))
        #expect(!response.text.contains("hush") && !response.text.contains("very secret"))
    }

    @Test func `list the places where a template was looked for, in debug`() throws {
        let response = try client(site(), debug: true).get("/missing/")
        #expect(response.text.contains("/nonexistent/Templates/nothing.html"))
    }

    @Test func `are the site's own where it has them, and show the template's line`() throws {
        var name = Array("/tmp/apus-errors-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&name)))
        mkdir(folder + "/Templates", 0o755)
        let pages = [
            "404.html": "own page for {{ request_path }}", "page.html": "<p>\n{% url 'x' %}",
        ]
        for (name, text) in pages {
            let file = try #require(fopen(folder + "/Templates/" + name, "w"))
            fputs(text, file)
            fclose(file)
        }
        defer {
            for name in pages.keys { unlink(folder + "/Templates/" + name) }
            rmdir(folder + "/Templates")
            rmdir(folder)
        }
        let site = site(folder)
        let own = try client(site, debug: false).get("/nope/")
        #expect(own.status == 404)
        #expect(own.text == "own page for /nope/")
        let failed = try client(site, debug: true).get("/page/")
        #expect(failed.status == 500)
        #expect(failed.text.contains("<code>page.html</code>, line 2"))
        #expect(failed.text.contains("class=\"hit\">{% url &#x27;x&#x27; %}"))
    }

    @Test func `welcome a new site, in debug alone`() throws {
        let empty = Site(settings: Settings(projectFolder: "/srv/mysite")) {}
        let welcome = try client(empty, debug: true).get("/")
        #expect(welcome.status == 200)
        #expect(welcome.text.contains("Your site is in the air"))
        #expect(welcome.text.contains("Sources/mysite/Site.swift"))
        #expect(try client(empty, debug: false).get("/").status == 404)
    }

    @Test func `make a test fail with the error itself, unless it asks for the page`() throws {
        #expect(throws: Outer.self) { try TestClient(site()).get("/boom/") }
    }

    @Test(arguments: ["sync/", "async/", "typed/", "wrapped/"])
    func `show the line that threw, in debug`(path: String) throws {
        let folder = String(#filePath.dropLast("/ErrorPageTests.swift".count))
        let response = try client(throwing(folder), debug: true).get("/" + path)
        #expect(response.status == 500)
        let lines = try String(contentsOf: URL(filePath: #filePath), encoding: .utf8)
            .components(separatedBy: "\n")
        let line = try #require(lines.firstIndex { $0.hasSuffix("// thrown by " + path) }) + 1
        #expect(response.text.contains("ErrorPageTests.swift:\(line)<"))
        #expect(response.text.contains("thrown by " + path))
    }
}

private enum Mistake: Error { case made }

@inline(never) private func typed() throws(Mistake) {
    throw Mistake.made  // thrown by typed/
}

@inline(never) private func inner() throws {
    throw Inner()  // thrown by wrapped/
}

@inline(never) private func later() async throws {
    await Task.yield()
    throw Inner()  // thrown by async/
}

private func throwing(_ folder: String) -> Site {
    var settings = Settings(projectFolder: folder)
    settings.reportError = nil
    return Site(settings: settings) {
        path(
            "sync/",
            { _ -> Response in
                throw Inner()  // thrown by sync/
            })
        path(
            "async/",
            { _ async throws -> Response in
                try await later()
                return Response("")
            })
        path(
            "typed/",
            { _ -> Response in
                try typed()
                return Response("")
            })
        path(
            "wrapped/",
            { _ -> Response in
                do { try inner() } catch { throw Outer(underlying: error) }
                return Response("")
            })
    }
}
