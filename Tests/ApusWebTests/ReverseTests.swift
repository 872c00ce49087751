import Apus
import Testing

@testable import ApusWeb

private enum Season: String, PathParameter {
    case spring, autumn
}

private struct Year: PathParameter, CustomStringConvertible {
    let number: Int
    var description: String { "the year \(number)" }
}

private struct FourDigitYears: PathConverter {
    func accepts(_ byte: UInt8) -> Bool { (48...57).contains(byte) }
    var lengths: ClosedRange<Int> { 4...4 }
    func value(of text: String) -> Year? { Int(text).map(Year.init) }
    func text(of value: Year) -> String { String(value.number) }
}

private let polls = Routes("polls") {
    path("", { _ in Response("index") }, name: "index")
    path(
        "<int:id>/<slug:word>/", { (_: Request, id: Int, word: String) in Response(word) },
        name: "word")
    path(
        "season/<season>/", { (_: Request, season: Season) in Response(season.rawValue) },
        name: "season")
    path(
        "year/<yyyy:year>/", { (_: Request, year: Year) in Response("\(year.number)") },
        name: "year")
}

private let site = Site(
    settings: Settings(projectFolder: "/nonexistent"), converters: ["yyyy": FourDigitYears()]
) {
    include("polls/", polls)
    include(
        "<int:tenant>/polls/",
        Routes("tenants") {
            path("", { (_: Request, tenant: Int) in Response("\(tenant)") }, name: "home")
        })
}

@Suite struct `Reversing` {
    @Test func `puts arguments into their places by order or name`() throws {
        #expect(try site.reverse("polls:word", 7, "a-b") == "/polls/7/a-b/")
        #expect(try site.reverse("polls:word", named: ["word": "x", "id": 1]) == "/polls/1/x/")
        #expect(try site.reverse("tenants:home", 3) == "/3/polls/")
        #expect(
            try site.reverse("polls:index", query: ["a": 1, "b": "x y"], fragment: "f")
                == "/polls/?a=1&b=x+y#f")
    }

    @Test func `knows custom converters both ways`() throws {
        #expect(try site.reverse("polls:year", Year(number: 2026)) == "/polls/year/2026/")
        #expect(site.resolve("/polls/year/2026/")?.urlName == "year")
        #expect(site.resolve("/polls/year/26/") == nil)
        #expect(throws: NoReverseMatch.self) { try site.reverse("polls:year", 26) }
    }

    @Test(
        arguments: [
            (
                "polls:nope", [],
                "Reverse for 'nope' not found. 'nope' is not a valid view function or pattern name."
            ),
            ("nope:index", [], "'nope' is not a registered namespace. Registered: polls, tenants"),
            ("polls:deep:index", [], "'deep' is not a registered namespace inside 'polls'"),
            (
                "polls:word", ["1", "a b"],
                "Reverse for 'word' with arguments '('1', 'a b')' not found. 1 pattern(s) tried: ['polls/<int:id>/<slug:word>/']"
            ),
            (
                "polls:season", [],
                "Reverse for 'season' with no arguments not found. 1 pattern(s) tried: ['polls/season/<season>/']"
            ),
        ] as [(String, [String], String)])
    func `says what it tried`(name: String, arguments: [String], message: String) {
        let error = #expect(throws: NoReverseMatch.self) {
            _ = try site.core.reverser.reverse(name, .positions(arguments))
        }
        #expect(error?.description == message)
    }

    @Test func `begins with the path that the site hangs below`() throws {
        let below = site.with { $0.scriptName = "/app" }
        #expect(try below.reverse("polls:index") == "/app/polls/")
    }

    @Test func `is done for redirects, whose failure is the view's`() throws {
        let site = Site(settings: Settings(projectFolder: "/nonexistent")) {
            path("a/", { _ in redirect(to: "b", 3) })
            path("b/<int:id>/", { (_: Request, id: Int) in redirect(to: "/x/") }, name: "b")
            path("c/", { _ in redirect(to: "nowhere") })
            path("d/", { _ in redirect(to: "https://a.example/x?y=1", permanent: true) })
        }
        func location(_ path: String) -> String? {
            guard
                case .response(let response) = site.with({
                    $0.allowedHosts = ["*"]
                    $0.reportError = nil
                }).respond(to: Request(target: path, headers: ["Host": "a"]))
            else { return nil }
            return "\(response.status.code) \(response.headers["Location"] ?? "")"
        }
        #expect(location("/a/") == "302 /b/3/")
        #expect(location("/b/3/") == "302 /x/")
        #expect(location("/c/") == "500 ")
        #expect(location("/d/") == "301 https://a.example/x?y=1")
    }

    @Test func `gives 404 where an enum has no such case`() throws {
        var settings = Settings(projectFolder: "/nonexistent")
        settings.allowedHosts = ["*"]
        let site = Site(settings: settings) {
            path("<kind>/", { (_: Request, kind: Season) in Response(kind.rawValue) })
        }
        for (path, status) in [("/spring/", 200), ("/winter/", 404)] {
            guard
                case .response(let response) = site.respond(
                    to: Request(target: path, headers: ["Host": "a"]))
            else { return }
            #expect(response.status.code == status)
        }
    }
}
