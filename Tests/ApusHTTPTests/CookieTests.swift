import ApusHTTP
import Testing

@Suite struct `A cookie` {
    @Test(arguments: [
        ("", [:]),
        ("a=1; b=2", ["a": "1", "b": "2"]),
        ("a=1;b=2;a=3", ["a": "3", "b": "2"]),
        (" a = 1 ;; b=x=y ", ["a": "1", "b": "x=y"]),
        ("lonely", ["": "lonely"]),
        ("=", [:]),
        ("a=\"x\\\"y\\\\\"", ["a": "x\"y\\"]),
        ("a=\"\\351t\\351\"", ["a": "été"]),
        ("a=\"\\400\\8\"", ["a": "4008"]),
        ("a=\"", ["a": "\""]),
        ("a=\"\\\"", ["a": "\\"]),
        ("a=é; $V=1", ["a": "é", "$V": "1"]),
    ])
    func `is read as browsers send it`(field: String, cookies: [String: String]) {
        #expect(Cookie.parse(field) == cookies)
    }

    @Test func `is read from all Cookie fields of a request`() {
        let request = Request(headers: ["Cookie": "a=1", "cookie": "b=2"])
        #expect(request.cookies == ["a": "1", "b": "2"])
        #expect(Request().cookies == [:])
    }

    @Test func `is written with all attributes`() throws {
        let cookie = Cookie(
            "c", "a b", maxAge: 60, domain: "example.com", isSecure: true, isHTTPOnly: true,
            sameSite: .lax)
        #expect(
            try cookie.fieldValue(now: HTTPDate(secondsSince1970: 0))
                == "c=\"a b\"; Domain=example.com; expires=Thu, 01 Jan 1970 00:01:00 GMT; "
                + "HttpOnly; Max-Age=60; Path=/; SameSite=Lax; Secure")
        #expect(try Cookie("c", "", path: nil).fieldValue() == "c=\"\"")
    }

    @Test func `keeps any value through writing and reading`() throws {
        for value in ["", "plain", "a;b,c", "q\"\\", "né\u{80}\u{1}", "♥ 🔑", "\r\nSet-Cookie: x=1"]
        {
            let field = try Cookie("c", value, path: nil).fieldValue()
            #expect(!field.contains("\r") && !field.contains("\n"))
            #expect(Cookie.parse(field) == ["c": value])
        }
    }

    @Test(arguments: ["", "a b", "a=b", "a;b", "é", "path", "HttpOnly", "a\r"])
    func `refuses a name that is none`(name: String) {
        #expect(throws: CookieError.invalidName(name)) { try Cookie(name, "x").fieldValue() }
    }

    @Test func `refuses attributes that would smuggle in others`() {
        #expect(throws: CookieError.invalidAttribute("/; Secure")) {
            try Cookie("a", "x", path: "/; Secure").fieldValue()
        }
        #expect(throws: CookieError.invalidAttribute("a\nb")) {
            try Cookie("a", "x", domain: "a\nb").fieldValue()
        }
    }

    @Test func `of the same name takes the place of the first in a response`() throws {
        var response = Response(headers: ["X": "1"])
        try response.setCookie(Cookie("a", "1"))
        try response.setCookie(Cookie("b", "2"))
        try response.setCookie(Cookie("a", "3"))
        #expect(response.headers.values("set-cookie") == ["b=2; Path=/", "a=3; Path=/"])
        #expect(response.headers["X"] == "1")
    }

    @Test func `is removed with a date in the past, securely where its name asks for it`() throws {
        var response = Response()
        try response.removeCookie("__Host-a", path: "/x", domain: "d.com")
        #expect(
            response.headers["Set-Cookie"]
                == "__Host-a=\"\"; Domain=d.com; expires=Thu, 01 Jan 1970 00:00:00 GMT; "
                + "Max-Age=0; Path=/x; Secure")
    }
}
