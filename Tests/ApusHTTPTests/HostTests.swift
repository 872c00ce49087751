import ApusHTTP
import Testing

@Suite struct `A host` {
    @Test(
        arguments: [
            ("example.com", "example.com", nil), ("EXAMPLE.com.:80", "example.com", 80),
            ("127.0.0.1:8080", "127.0.0.1", 8080), ("[::1]:8000", "[::1]", 8000),
            ("[::ffff:127.0.0.1]", "[::ffff:127.0.0.1]", nil), (".", "", nil),
            ("a:65535", "a", 65535),
        ] as [(String, String, Int?)])
    func `falls into domain and port`(text: String, domain: String, port: Int?) throws {
        let host = try #require(Host(text))
        #expect(host.domain == domain)
        #expect(host.port == port)
    }

    @Test(arguments: [
        "", ":80", "ex ample.com", "example.com:abc", "a@b.com", "x/y", "é.com", "<a>:80", "a:",
        "a:65536", "[::1", "[]", "[1.2:3]", "[::g]", "[::1]x", "a_b", "[::1]:", "a:1:2",
    ])
    func `is none where it holds anything else`(text: String) {
        #expect(Host(text) == nil)
    }

    @Test(arguments: [
        ("example.com", "example.com", true), ("example.com", ".example.com", true),
        ("a.example.com", ".example.com", true), ("a.example.com", "example.com", false),
        ("badexample.com", ".example.com", false), ("example.com", ".EXAMPLE.com", true),
        ("a", "*", true), ("a", "", false), ("example.com:80", "example.com:90", false),
    ])
    func `matches patterns`(host: String, pattern: String, matches: Bool) {
        #expect(HostPattern(pattern).matches(host) == matches)
    }

    @Test func `is allowed by any of several patterns`() throws {
        let host = try #require(Host("A.example.com:8000"))
        #expect(host.isAllowed(by: ["x", ".example.com"]))
        #expect(!host.isAllowed(by: []))
    }
}

@Suite struct `An IPv6 address` {
    @Test(arguments: [
        ("::", "::"), ("::1", "::1"), ("1::", "1::"), ("DEAD::0:BEEF", "dead::beef"),
        ("2001:000:a:0000:0:fe:fe:beef", "2001:0:a::fe:fe:beef"),
        ("2001::a:0:0:0:0", "2001:0:0:a::"), ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"),
        ("1:0:2:3:4:5:6:7", "1:0:2:3:4:5:6:7"), ("fe80::1%eth0", "fe80::1"),
        ("::ffff:0a0a:0a0a", "::ffff:10.10.10.10"), ("::254.42.16.14", "::fe2a:100e"),
    ])
    func `is written in its shortest form`(text: String, shortest: String) {
        #expect(IPv6Address(text)?.description == shortest)
    }

    @Test(arguments: [
        "", ":", ":::", "1", "1:2", "127.0.0.1", "12345::", "1::2:3::4", "1::zzz", "::1.2.3",
        "::1.2.3.256", "::1.2.3.04", "::1.2.3.4:5", ":1:2:3:4:5:6:7", "1:2:3:4:5:6:7:",
        "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1%", "::1%a%b", " ::1",
        "0000:0000:0000:0000:0000:ffff:192.168.100.228",
    ])
    func `is not read from anything else`(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test func `gives the IPv4 address it maps`() {
        #expect(IPv6Address("::ffff:1.2.3.4")?.ipv4Mapped == "1.2.3.4")
        #expect(IPv6Address("::1.2.3.4")?.ipv4Mapped == nil)
    }
}

@Suite struct `A redirect` {
    @Test(arguments: [
        "/", "/a?next=http://evil.com", "view/", "?a", "#b", "http://site", "https://site:8/x",
        "//site/x", "HTTPS://site/", " /a ", "/a:b", "http://[::1]:8000/",
    ])
    func `stays on the site`(url: String) {
        #expect(RedirectSafety.isSafe(url, hosts: ["site", "site:8", "[::1]:8000"]))
    }

    @Test(
        arguments: [
            nil, "", "  ", "//evil.com", "///evil.com", "////x", "\\\\evil.com", "/\\evil.com",
            "http:\\\\evil.com", "http:///evil.com", "http://site@evil.com",
            "http://site\\@evil.com",
            "ftp://site/", "javascript:alert(1)", "http://[::1", "http://]", "\u{8}//evil.com",
            "\u{200B}/x", "ht\ntp://evil.com", "http:evil.com", "//evil.com#@site",
            // Found by fuzzing.
            "//", "//\t/evil.com", "/\\", "//?evil.com",
            "/" + String(repeating: "a", count: 2048),
        ] as [String?])
    func `does not leave it`(url: String?) {
        #expect(!RedirectSafety.isSafe(url, hosts: ["site"]))
    }

    @Test func `uses TLS where it must`() {
        #expect(!RedirectSafety.isSafe("http://site", hosts: ["site"], requiresHTTPS: true))
        #expect(!RedirectSafety.isSafe("//site", hosts: ["site"], requiresHTTPS: true))
        #expect(RedirectSafety.isSafe("https://site", hosts: ["site"], requiresHTTPS: true))
        #expect(RedirectSafety.isSafe("/x", requiresHTTPS: true))
    }

    @Test func `to a path with two slashes stays a path`() {
        #expect(RedirectSafety.escapingLeadingSlashes("//evil.com") == "/%2Fevil.com")
        #expect(RedirectSafety.escapingLeadingSlashes("/x//") == "/x//")
    }
}
