import Apus
import Glibc
import Testing

@testable import ApusWeb

private func none(_ request: Request) -> Response { Response("") }
private func int(_ request: Request, id: Int) -> Response { Response("") }

private func settings() -> Settings {
    var settings = Settings(projectFolder: "/nonexistent")
    settings.secretKey = "kYy1!vD3#sQ8^wZ5&tU0*rP7(eL2)oI9_nM4+bV6=hG-xC"
    return settings
}

@Suite struct `Checks of a site` {
    @Test func `find nothing wrong with a good one`() {
        let site = Site(settings: settings()) { path("", none, name: "home") }
        #expect(site.check() == [])
    }

    @Test func `name route, view and both signatures where they differ`() {
        let site = Site(settings: settings()) {
            path("<int:a>/<slug:b>/", int, name: "x", file: "polls/Polls.swift", line: 7)
        }
        let messages = site.check()
        #expect(messages.map(\.id) == ["urls.E011"])
        #expect(messages.first?.object == "polls/Polls.swift:7")
        #expect(
            messages.first?.text
                == "The route '<int:a>/<slug:b>/' (named 'x') gives its view (a: Int, b: String), "
                + "but the view takes (Int) after the request.")
        #expect(throws: SiteError.self) { try site.start() }
    }

    @Test func `count the parameters of a prefix among the view's`() {
        let inner = Routes("shop") { path("<int:id>/", int) }
        let site = Site(settings: settings()) { include("<slug:tenant>/", inner) }
        #expect(
            site.check().first?.text.contains("gives its view (tenant: String, id: Int)") == true)
    }

    @Test func `see routes that are hidden, names and namespaces that are shared`() {
        let inner = Routes("polls") { path("x/", none) }
        let site = Site(settings: settings()) {
            path("<slug:page>/", { (_: Request, page: String) in Response(page) }, name: "page")
            path("about/", none, name: "about")
            path("a/b/", none, name: "ab")
            path("c/d/", none, name: "ab")
            include("p/", inner)
            include("q/", inner)
        }
        #expect(site.check().map(\.id) == ["urls.W005", "urls.W011", "urls.W012"])
    }

    @Test(arguments: [
        (
            "<int:1a>/",
            "URL route '<int:1a>/' uses parameter name '1a' which isn't a valid identifier."
        ),
        (
            "<int: a>/",
            "URL route '<int: a>/' cannot contain whitespace in angle brackets <…>."
        ),
        (
            "<a>/<a>/", "URL route '<a>/<a>/' uses parameter name 'a' more than once."
        ),
        (
            "<nope:a>/",
            "URL route '<nope:a>/' uses invalid converter 'nope'. The converters are int, path, slug, "
                + "str, uuid."
        ),
    ])
    func `refuse routes that can't be read`(route: String, message: String) {
        let site = Site(settings: settings()) { path(route, untyped: { _, _ in Response("") }) }
        #expect(site.check().map(\.text) == [message])
    }

    @Test func `read the templates for what they name`() throws {
        var name = Array("/tmp/apus-check-XXXXXX".utf8CString)
        let folder = String(cString: try #require(mkdtemp(&name)))
        mkdir(folder + "/Templates", 0o755)
        let file = try #require(fopen(folder + "/Templates/page.html", "w"))
        fputs(
            "{% extends 'base.html' %}\n{% url 'home' %}{% url 'nope' %}{% url 'x:y' %}\n"
                + "{% static 'a.css' %}", file)
        fclose(file)
        defer {
            unlink(folder + "/Templates/page.html")
            rmdir(folder + "/Templates")
            rmdir(folder)
        }
        var settings = Settings(projectFolder: folder)
        settings.secretKey = "x"
        let site = Site(settings: settings) { path("", none, name: "home") }
        #expect(site.startMessages == [])
        #expect(
            site.check().map(\.description) == [
                "page.html:1:1: (templates.E102) {% extends %} names the template 'base.html', which "
                    + "doesn't exist.\n\tHINT: Looked in: \(folder)/Templates.",
                "page.html:2:24: (templates.E103) {% url %}: Reverse for 'nope' not found. 'nope' is "
                    + "not a valid view function or pattern name.",
                "page.html:2:40: (templates.E103) {% url %}: 'x' is not a registered namespace",
                "page.html:3:11: (templates.W104) {% static %} names the file 'a.css', which doesn't "
                    + "exist.\n\tHINT: Looked in: \(folder)/Static.",
            ])
    }
}

@Suite struct `Settings from the environment` {
    @Test func `take values with and without the prefix, the prefix winning`() {
        let settings = Settings(environment: [
            "DEBUG": "0", "APUS_DEBUG": "yes", "SECRET_KEY": "s",
            "ALLOWED_HOSTS": "a.example, .b.c",
            "TIME_ZONE": "Europe/Berlin", "STATIC_URL": "/files", "APPEND_SLASH": "off",
            "SECURE_HSTS_SECONDS": "60", "APUS_SITE_FOLDER": "/srv/site/",
        ])
        #expect(settings.problems == [])
        #expect(settings.debug && settings.isDebugChosen)
        #expect(settings.allowedHosts == ["a.example", ".b.c"])
        #expect(settings.staticURL == "/files/")
        #expect(!settings.appendSlash)
        #expect(settings.security.hstsSeconds == 60)
        #expect(settings.templateFolders == ["/srv/site/Templates"])
    }

    @Test(arguments: [
        ("DEBUG", "maybe", "'maybe' is neither true nor false."),
        ("SECURE_HSTS_SECONDS", "-1", "'-1' is not a whole number of 0 or more."),
        ("ALLOWED_HOSTS", "https://a.example", "'https://a.example' is not a host."),
        ("DATABASE_URL", "mysql://x", "'mysql://x' names a database that can't be used."),
        (
            "DATABASE_URL", "sqlite://db.sqlite3",
            "'sqlite://db.sqlite3' names a database that can't be used."
        ),
        ("STATIC_URL", "files/", "'files/' must begin with a slash"),
        ("X_FRAME_OPTIONS", "maybe", "'maybe' is neither DENY nor SAMEORIGIN."),
        ("CSRF_TRUSTED_ORIGINS", "a.example", "'a.example' lacks a scheme."),
        ("TEMPLATES_FOLDER", "/nonexistent/x", "there is no folder '/nonexistent/x'."),
    ])
    func `say which variable is wrong and why`(name: String, value: String, reason: String) {
        let settings = Settings(environment: [name: value])
        #expect(settings.problems.map(\.name) == [name])
        #expect(settings.problems.first?.reason.hasPrefix(reason) == true)
        let message = Site(settings: settings) {}.check().first
        #expect(message?.object == name && message?.level == .error)
    }

    @Test func `name a database that is none`() {
        var settings = Settings(environment: ["SECRET_KEY": "x"])
        settings.databaseURL = "sqlite://db.sqlite3"
        let messages = Site(settings: settings) {}.check()
        #expect(messages.map(\.id) == ["settings.E004"])
        #expect(messages.first?.hint?.hasPrefix("Write sqlite:///db.sqlite3") == true)
    }

    @Test func `name a zone that is none`() {
        let site = Site(settings: Settings(environment: ["TIME_ZONE": "Mars/Base"])) {}
        #expect(site.check().map(\.id) == ["settings.E002"])
    }
}
