import ApusHTTP
import Testing

@Suite struct `A field value` {
    @Test(
        arguments: [
            ("", "", [:]), ("Text/HTML", "text/html", [:]), (";", "", [:]),
            ("a;b=c;d=\"e f\"", "a", ["b": "c", "d": "e f"]),
            (
                "attachment; filename=\"strange;name\";size=123;", "attachment",
                ["filename": "strange;name", "size": "123"]
            ),
            ("a; B=\"q\\\"x\\\\y\"; flag", "a", ["b": "q\"x\\y", "flag": ""]),
            ("a; b=1; b=2", "a", ["b": "2"]),
            ("a; b=<x>", "a", ["b": "x"]),
            ("attachment; filename*=utf-8''%e2%82%ac.txt", "attachment", ["filename": "€.txt"]),
            ("a; t*=us-ascii'en-us'This%20is%20%2A", "a", ["t": "This is *"]),
            ("a; t*=iso-8859-1''foo-%E4.html", "a", ["t": "foo-ä.html"]),
            ("a; t*0*=utf-8''%c3; t*1*=%a4; t*2=\" b\"", "a", ["t": "ä b"]),
            ("a; t*1=y; t*0=x", "a", ["t": "xy"]),
            ("a; \"unclosed;b=c", "a", ["\"unclosed;b": "c"]),
        ] as [(String, String, [String: String])])
    func `falls into a value and parameters`(
        text: String, value: String, parameters: [String: String]
    ) throws {
        let field = try FieldValue(parsing: text)
        #expect(field.value == value)
        #expect(field.parameters == parameters)
    }

    @Test func `is refused where it is too long or in an unknown encoding`() {
        #expect(throws: FieldValueError.unknownEncoding("BOGUS")) {
            try FieldValue(parsing: "text/plain; charset*=BOGUS''%20")
        }
        #expect(throws: FieldValueError.tooLong(limit: 10_000)) {
            try FieldValue(parsing: "a;" + String(repeating: "b", count: 9_999))
        }
    }

    @Test func `falls into members and directive names`() {
        #expect(FieldValue.members(of: " a, ,b c,") == ["a", "b c"])
        #expect(FieldValue.members(of: "text/html;", separator: ";") == ["text/html"])
        #expect(
            FieldValue.directiveNames(of: "Private=\"Set-Cookie\", max-age = 3")
                == ["private", "max-age"])
    }
}

@Suite struct `An Accept field` {
    @Test(
        arguments: [
            (nil, ["text/html", "application/json"], "text/html"),
            ("application/*", ["text/html", "application/json"], "application/json"),
            (
                "text/html;q=0.5, application/json", ["text/html", "application/json"],
                "application/json"
            ),
            ("text/*;q=0, application/json;q=0.1", ["text/html"], nil),
            ("text/html;level=1, text/html;q=0.4", ["text/html"], "text/html"),
            ("*/*;q=0.1, text/plain;q=0.2", ["text/html", "text/plain"], "text/plain"),
            ("text/html;q=nonsense, a/b", ["a/b", "text/html"], "text/html"),
            ("", ["text/html"], nil), ("text/html", [], nil),
        ] as [(String?, [String], String?)])
    func `prefers one of the types that are offered`(
        field: String?, types: [String], preferred: String?
    ) {
        #expect(AcceptedTypes(field).preferred(of: types) == preferred)
    }

    @Test func `says what a request accepts`() {
        let request = Request(headers: ["Accept": "text/html", "accept": "image/*"])
        #expect(request.accepts("text/html"))
        #expect(request.accepts("image/png"))
        #expect(!request.accepts("text/plain"))
        #expect(Request().accepts("text/plain"))
    }
}

@Suite struct `A media type` {
    @Test func `has parts, a quality and a specificity`() throws {
        let type = try #require(MediaType("Text/HTML; Level=1; q=0.12345"))
        #expect(type.type == "text" && type.subtype == "html")
        #expect(type.quality == 0.123)
        #expect(type.specificity == 3)
        #expect(type.description == "text/html; level=1; q=0.12345")
        #expect(try #require(MediaType("*/*")).specificity == 0)
        #expect(try #require(MediaType("a/*")).specificity == 1)
        #expect(try #require(MediaType("a/b;q=0")).specificity == 2)
        #expect(MediaType("a; b*=x''y") == nil)
    }
}

@Suite struct `An entity tag` {
    @Test func `is read from conditions`() {
        #expect(EntityTag.Condition(parsing: " * ") == .any)
        #expect(
            EntityTag.Condition(parsing: "\"a\", W/\"b\", c, \"d\"e\", \"\"")
                == .tags([EntityTag("a"), EntityTag("b", isWeak: true), EntityTag("")]))
    }

    @Test func `is written in quotes`() {
        #expect(EntityTag("a").description == "\"a\"")
        #expect(EntityTag(quoting: "W/\"a\"").description == "W/\"a\"")
        #expect(EntityTag(quoting: "a").description == "\"a\"")
        #expect(EntityTag("a\"\r").description == "\"a\r\"")
    }

    @Test func `matches strongly only where both are strong`() {
        let weak = EntityTag("a", isWeak: true)
        #expect(EntityTag("a").stronglyMatches(EntityTag("a")))
        #expect(!EntityTag("a").stronglyMatches(weak))
        #expect(EntityTag("a").weaklyMatches(weak))
        #expect(!EntityTag("b").weaklyMatches(weak))
    }
}

@Suite struct `A content disposition` {
    @Test(
        arguments: [
            (.inline(filename: nil), nil), (.attachment(filename: nil), "attachment"),
            (.attachment(filename: ""), "attachment"),
            (.inline(filename: "x.txt"), "inline; filename=\"x.txt\""),
            (.attachment(filename: "\"q\" \\"), "attachment; filename=\"\\\"q\\\" \\\\\""),
            (.attachment(filename: "a\nb"), "attachment; filename*=utf-8''a%0Ab"),
            (.attachment(filename: "€ b"), "attachment; filename*=utf-8''%E2%82%AC%20b"),
            (.attachment(filename: "\u{7F}"), "attachment; filename*=utf-8''%7F"),
        ] as [(ContentDisposition, String?)])
    func `writes any name`(disposition: ContentDisposition, value: String?) {
        #expect(disposition.fieldValue == value)
    }
}

@Suite struct `A content security policy` {
    @Test func `is written directive by directive`() {
        let policy: ContentSecurityPolicy = [
            "default-src": [.self], "script-src": [.self, .nonce], "style-src": [.nonce],
            "img-src": [], "upgrade-insecure-requests": true, "sandbox": false,
        ]
        #expect(
            policy.fieldValue(nonce: "abc")
                == "default-src 'self'; script-src 'self' 'nonce-abc'; style-src 'nonce-abc'; "
                + "upgrade-insecure-requests")
        #expect(
            policy.fieldValue()
                == "default-src 'self'; script-src 'self'; upgrade-insecure-requests")
    }
}
