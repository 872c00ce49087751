import ApusHTTP
import ApusServer
import Testing

@testable import ApusWeb

private func none(_ request: Request) -> Response { .text("") }
private func int(_ request: Request, id: Int) -> Response { .text("int \(id)") }
private func word(_ request: Request, text: String) -> Response { .text("word \(text)") }
private func two(_ request: Request, a: Int, b: String) -> Response { .text("two \(a) \(b)") }

@Suite struct `The resolver` {
    private let table = RouteTable(
        Routes {
            path("", none, name: "home")
            path("articles/2003/", none, name: "special")
            path("articles/<int:year>/", int, name: "year")
            path("<slug:page>/", word, name: "page")
            path("about/", none, name: "about")
            path("two/<int:a>-<str:b>/", two, name: "two")
            path("files/<path:p>", word, name: "file")
        })

    private func name(_ path: String) -> String? {
        var path = path
        return path.withUTF8 { table.resolver.resolve($0)?.urlName }
    }

    @Test func `finds literal routes`() {
        #expect(name("") == "home")
        #expect(name("articles/2003/") == "special")
    }

    @Test func `finds routes with parameters`() {
        #expect(name("articles/2004/") == "year")
        #expect(name("two/1-a-b/") == "two")
        #expect(name("files/a/b c.txt") == "file")
    }

    @Test func `takes the first route that matches, literal or not`() {
        #expect(name("about/") == "page")
    }

    @Test(arguments: ["articles", "articles/x/", "articles/2003", "articles/2003//", "two/1-/"])
    func `finds nothing for a path that no route matches`(path: String) {
        #expect(name(path) == nil)
    }

    @Test func `does not match a number that no Int holds`() {
        #expect(name("articles/99999999999999999999/") == nil)
    }

    @Test func `names route and view where the parameters differ`() {
        let table = RouteTable(Routes { path("<str:id>/", int, name: "detail") })
        #expect(table.leaves.isEmpty)
        #expect(
            table.problems.map(\.text) == [
                "The route '<str:id>/' (named 'detail') gives its view (id: String), but the view "
                    + "takes (Int) after the request."
            ])
    }
}
