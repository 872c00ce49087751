import ApusHTTP
import Testing

@testable import ApusServer

@Suite struct `Forwarded fields` {
    private func applied(
        _ list: [String], _ fields: Headers, peer: String = "127.0.0.1"
    ) throws -> String {
        let trust = try #require(PeerTrust(list))
        var request = Request(headers: fields, remoteAddress: peer)
        if trust.contains(peer) { trust.apply(to: &request) }
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

    @Test func `of a stranger count for nothing`() throws {
        let fields: Headers = ["X-Forwarded-For": "1.2.3.4", "X-Forwarded-Proto": "https"]
        #expect(try applied(["10.0.0.0/8"], fields) == "http 127.0.0.1")
        #expect(try applied([], fields) == "http 127.0.0.1")
    }

    @Test func `that are no addresses or schemes are left out`() throws {
        let fields: Headers = ["X-Forwarded-For": "<script>", "X-Forwarded-Proto": "gopher"]
        #expect(try applied(["*"], fields) == "http 127.0.0.1")
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
