import ApusHTTP
import Testing

@Suite struct `Query parameters` {
    @Test(arguments: [
        ("", [], ""),
        ("a=1&b=3&a=2", ["a:1", "b:3", "a:2"], "a=1&a=2&b=3"),
        ("=x&&y", [":x", "y:"], "=x&y="),
        ("a=b=c", ["a:b=c"], "a=b%3Dc"),
        ("a=two+words%20here", ["a:two words here"], "a=two+words+here"),
        ("a=%E9&b=%", ["a:\u{FFFD}", "b:%"], "a=%EF%BF%BD&b=%25"),
        ("a=%zz&%61=%c3%A9", ["a:%zz", "a:é"], "a=%25zz&a=%C3%A9"),
        ("~._-=/?", ["~._-:/?"], "~._-=%2F%3F"),
    ])
    func `are read and written as forms do`(query: String, pairs: [String], encoded: String) {
        let parameters = QueryParameters(query)
        #expect(parameters.parameters.map { "\($0.name):\($0.value)" } == pairs)
        #expect(parameters.encoded == encoded)
    }

    @Test func `give the last value, all values and the names`() {
        let parameters = QueryParameters("a=1&b=&a=2")
        #expect(parameters["a"] == "2")
        #expect(parameters["b"] == "")
        #expect(parameters["c"] == nil)
        #expect(parameters.values("a") == ["1", "2"])
        #expect(parameters.names == ["a", "b"])
        #expect(parameters.contains("b"))
    }

    @Test func `can be changed`() {
        var parameters: QueryParameters = ["a": "1", "b": "2", "a": "3"]
        parameters["a"] = "4"
        parameters["c"] = "5"
        parameters["b"] = nil
        parameters.append("a", "6")
        #expect(parameters.encoded == "a=4&a=6&c=5")
    }

    @Test func `leave safe characters alone`() {
        let parameters: QueryParameters = ["next": "/a&b c/"]
        #expect(parameters.encoded(keeping: "/") == "next=/a%26b%20c/")
    }

    @Test func `of a form are limited`() throws {
        #expect(throws: FormError.tooManyFields(limit: 2)) {
            try QueryParameters(form: Array("a=1&b=2&c=3".utf8), limit: 2)
        }
        #expect(try QueryParameters(form: Array("a=1&b=2".utf8), limit: 2).encoded == "a=1&b=2")
        #expect(try QueryParameters(form: Array("a=".utf8) + [0xE9], limit: 2)["a"] == "é")
    }
}

@Suite struct `A request's URL` {
    @Test(arguments: [
        ("/", "/", ""),
        ("/a%20b/c?x=%20&y", "/a b/c", "x=%20&y"),
        ("/n%C3%A4me/", "/näme/", ""),
        ("/%E9/%C3%A9", "/%E9/é", ""),
        ("/100%/?", "/100%/", ""),
        ("http://example.com:80/a?b", "/a", "b"),
        ("http://example.com?b", "/", "b"),
        ("*", "*", ""),
        ("//evil.com/", "//evil.com/", ""),
    ])
    func `falls into path and query`(target: String, path: String, query: String) {
        let request = Request(target: target)
        #expect(request.path == path)
        #expect(request.queryString == query)
        #expect(request.query == QueryParameters(query))
    }

    @Test func `names its host`() {
        #expect(Request(headers: ["Host": "a.com:80"]).host == "a.com:80")
        #expect(Request(target: "http://b.com/", headers: ["Host": "a.com"]).host == "b.com")
        #expect(Request().host == nil)
    }
}
