import ApusHTTP
import ApusServer
import Testing

@testable import ApusManage

@Suite struct DevelopmentApplicationTests {
    private struct Page: Application {
        var type = "text/html; charset=utf-8"
        var body = "<html><body>Hi</BODY></html>"

        func respond(to request: Request) -> Answer {
            var response = Response(body: .bytes(Array(body.utf8)))
            response.headers["Content-Type"] = type
            return .response(response)
        }
    }

    private func answer(
        _ hub: ReloadHub, _ target: String = "/", headers: [(String, String)] = [],
        site: any Application = Page()
    ) throws -> (status: Int, headers: Headers, body: String) {
        var request = Request(target: target)
        for (name, value) in headers { request.headers[name] = value }
        let application = DevelopmentApplication(
            site: site, hub: hub, folder: "/site", patience: 1)
        guard case .response(let response) = application.respond(to: request) else {
            throw CommandError("a task")
        }
        let body = String(decoding: response.body.bytes ?? [], as: UTF8.self)
        return (response.status.code, response.headers, body)
    }

    @Test func `pages get the script before their end, other answers don't`() throws {
        let hub = ReloadHub(token: "5-1")
        #expect(
            try answer(hub).body
                == "<html><body>Hi<script src=\"/__apus__/reload.js?token=5-1\" defer></script></BODY></html>"
        )
        #expect(try answer(hub, site: Page(type: "application/json", body: "{}")).body == "{}")
        #expect(
            try answer(hub, site: Page(body: "bare")).body
                == "bare<script src=\"/__apus__/reload.js?token=5-1\" defer></script>")
    }

    @Test func `a page that is out of date is told at once, another waits`() throws {
        let hub = ReloadHub(token: "5-1")
        #expect(try answer(hub, "/__apus__/reload?token=4-9").body == "5-1")
        #expect(try answer(hub, "/__apus__/reload?token=5-1").body == "5-1")
        try Thread.start { hub.update { $0.token = "5-2" } }
        #expect(hub.wait(whileTokenIs: "5-1", seconds: 20).token == "5-2")
        try Thread.start { hub.update { $0.isFinishing = true } }
        #expect(hub.wait(whileTokenIs: "5-2", seconds: 20).isFinishing)
        #expect(try answer(hub, "/__apus__/reload?token=5-2").body == "finished")
    }

    @Test func `while the build fails pages show its errors`() throws {
        let hub = ReloadHub(token: "5-1")
        hub.update {
            $0.token = "5-2"
            $0.failure = "/site/Sources/a.swift:1:1: error: no way"
        }
        let page = try answer(hub, headers: [("Accept", "text/html,*/*")])
        #expect(page.status == 500)
        #expect(page.headers["Content-Type"] == "text/html; charset=utf-8")
        #expect(page.body.contains("<h2>no way</h2>"))
        #expect(page.body.contains("/__apus__/reload.js?token=5-2"))
        let plain = try answer(hub)
        #expect(plain.status == 500)
        #expect(plain.headers["Content-Type"] == "text/plain; charset=utf-8")
        #expect(plain.body.contains("/site/Sources/a.swift:1:1: error: no way"))
    }

    @Test func `the last good build is reached by the link, until the next failure`() throws {
        let hub = ReloadHub(token: "5-2")
        hub.update { $0.failure = "error" }
        let link = try answer(hub, "/__apus__/last-good?next=/polls/%3Fa%3D1")
        #expect(link.status == 302)
        #expect(link.headers["Location"] == "/polls/?a=1")
        #expect(
            link.headers["Set-Cookie"] == "apus_last_good=5-2; Path=/; HttpOnly; SameSite=Lax")
        let cookie = [("Cookie", "a=b; apus_last_good=5-2")]
        #expect(try answer(hub, headers: cookie).status == 200)
        hub.update { $0.token = "5-3" }
        #expect(try answer(hub, headers: cookie).status == 500)
    }

    @Test(arguments: ["//evil.example", "https://evil.example", "/\\evil", "/a%0d%0aX: y", ""])
    func `the link leads nowhere else`(_ next: String) throws {
        let hub = ReloadHub(token: "5-2")
        #expect(try answer(hub, "/__apus__/last-good?next=\(next)").headers["Location"] == "/")
    }

    @Test func `what a page of the last good build fetches comes from that build`() throws {
        let hub = ReloadHub(token: "5-2")
        hub.update { $0.failure = "error" }
        let style = [("Accept", "text/css,*/*;q=0.1"), ("Sec-Fetch-Dest", "style")]
        #expect(try answer(hub, headers: style).status == 200)
        #expect(try answer(hub, headers: [("Accept", "application/json")]).status == 200)
    }
}
