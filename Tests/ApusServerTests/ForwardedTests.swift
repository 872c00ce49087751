import ApusHTTP
import Testing

@testable import ApusServer

@Suite struct `Forwarded fields` {
    private func applied(
        _ list: [String], _ fields: Headers, peer: String = "127.0.0.1"
    ) throws -> String {
        let trust = try #require(PeerTrust(list))
        var request = Request(headers: fields, remoteAddress: peer)
        if trust.contains(peer) { #expect(trust.apply(to: &request)) }
        return "\(request.scheme) \(request.remoteAddress)"
    }

    @Test func `give the last address that no trusted peer has added`() throws {
        let fields: Headers = [
            "X-Forwarded-For": "6.6.6.6, 203.0.113.9, 10.1.2.3", "X-Forwarded-Proto": "https",
        ]
        #expect(try applied(["127.0.0.1", "10.0.0.0/8"], fields) == "https 203.0.113.9")
        #expect(try applied(["127.0.0.1"], fields) == "https 10.1.2.3")
        #expect(try applied(["*"], fields) == "https 6.6.6.6")
        #expect(try applied(["127.0.0.1"], fields, peer: "") == "https 10.1.2.3")
    }

    @Test func `are parted by commas, whatever character a claim ends with`() throws {
        // To Unicode the sign and the comma behind it are one character.
        let fields: Headers = ["X-Forwarded-For": "y\u{600}, 203.0.113.9, 10.1.2.3"]
        #expect(try applied(["127.0.0.1", "10.0.0.0/8"], fields) == "http 203.0.113.9")
    }

    @Test func `of a stranger count for nothing`() throws {
        let fields: Headers = ["X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"]
        #expect(try applied(["10.0.0.0/8"], fields) == "http 127.0.0.1")
        #expect(try applied([], fields) == "http 127.0.0.1")
    }

    @Test func `that are no addresses or schemes are left out`() throws {
        let fields: Headers = ["X-Forwarded-For": "<script>", "X-Forwarded-Proto": "gopher"]
        #expect(try applied(["*"], fields) == "http 127.0.0.1")
    }

    @Test(arguments: [
        ("203.0.113.9:4711", "203.0.113.9"), ("[2001:db8::1]:443", "2001:db8::1"),
        ("[2001:db8::1]", "2001:db8::1"), ("2001:db8::1", "2001:db8::1"),
        ("203.0.113.9:99999", "127.0.0.1"), ("[203.0.113.9]", "127.0.0.1"),
        ("203.0.113.9:", "127.0.0.1"), ("[2001:db8::1]x", "127.0.0.1"), ("[]", "127.0.0.1"),
        ("[", "127.0.0.1"), (":", "127.0.0.1"), ("unknown, 203.0.113.9:1", "203.0.113.9"),
    ])
    func `are read with ports and brackets`(field: String, address: String) throws {
        let fields: Headers = ["X-Forwarded-For": field]
        #expect(try applied(["*"], fields) == "http \(address)")
    }

    @Test(
        arguments: [
            (["X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "on"], "https 127.0.0.1"),
            (["X-Forwarded-Ssl": "on"], "https 127.0.0.1"),
            (["X-Forwarded-Ssl": "off"], "http 127.0.0.1"),
            (["X-Forwarded-Protocol": "ssl"], "https 127.0.0.1"),
            (["X-Forwarded-Proto": "HTTPS", "X-Forwarded-Ssl": "maybe"], "https 127.0.0.1"),
        ] as [(Headers, String)])
    func `tell the scheme in three ways`(fields: Headers, expected: String) throws {
        #expect(try applied(["*"], fields) == expected)
    }

    @Test(
        arguments: [
            ["X-Forwarded-Proto": "https", "X-Forwarded-Ssl": "off"],
            ["X-Forwarded-Proto": "http", "X-Forwarded-Ssl": "on"],
            ["X-Forwarded-Proto": "http", "X-Forwarded-Protocol": "ssl"],
            ["X-Forwarded-Proto": "http", "x-forwarded-proto": "https"],
        ] as [Headers])
    func `that contradict each other are refused from a trusted peer`(fields: Headers) throws {
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        let server = try ServerProcess()
        let client = try Client(port: server.port)
        let answer = try client.get("/address", fields: lines)
        #expect(answer.status == 400)
        #expect(answer.body.contains("Contradictory scheme headers."))
        #expect(try client.rest() == "")
        let stranger = try ServerProcess(["--forwarded-allow-ips", "10.0.0.0/8"])
        let own = try Client(port: stranger.port).get("/address", fields: lines)
        #expect(own.body == "http 127.0.0.1")
    }

    @Test func `are believed by blocks of any length`() throws {
        let trust = try #require(PeerTrust(["192.168.1.128/25", "2001:db8::/33", "::1"]))
        for address in ["192.168.1.200", "::ffff:192.168.1.129", "2001:db8:7fff::1", "::1"] {
            #expect(trust.contains(address))
        }
        for address in ["192.168.1.1", "2001:db8:8000::1", "::2", "nonsense"] {
            #expect(!trust.contains(address))
        }
        for text in ["10.0.0.0/33", "::/129", "10.0.0", "a/8", "1.2.3.4/", "1.2.3.4/8/8"] {
            #expect(PeerTrust([text]) == nil)
        }
    }

    @Test func `reach the view`() throws {
        let server = try ServerProcess()
        let answer = try Client(port: server.port).get(
            "/address", fields: "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: https\r\n")
        #expect(answer.body == "https 203.0.113.9")
    }
}
