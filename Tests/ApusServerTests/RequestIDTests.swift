import ApusHTTP
import Testing

@testable import ApusServer

@Suite struct `Request identifiers` {
    @Test(arguments: [
        "a", "0a1B-_.~+/=:@", "7f3c1b0e-8a5d-4f3e-9b1a-2c3d4e5f6a7b",
        String(repeating: "x", count: 128),
    ])
    func `are taken from outside when they are well-formed`(text: String) {
        #expect(RequestID(text)?.description == text)
    }

    @Test(arguments: [
        "", "a b", "a\nb", "\u{1B}[31m", "a\"", "é", "a,b", String(repeating: "x", count: 129),
    ])
    func `are not taken otherwise`(text: String) {
        #expect(RequestID(text) == nil)
    }

    @Test func `of a worker are all different`() {
        var source = RequestIDSource()
        let all = (0..<1000).map { _ in source.next([:], isTrusted: true).description }
        #expect(Set(all).count == 1000)
        #expect(all.allSatisfy { $0.utf8.count == 32 && $0.allSatisfy(\.isHexDigit) })
        let given: Headers = ["X-Request-ID": "mine"]
        #expect(source.next(given, isTrusted: true).description == "mine")
        #expect(source.next(given, isTrusted: false).description.utf8.count == 32)
    }

    @Test func `are the same in the request, the response, the access log and the error log`()
        throws
    {
        let server = try ServerProcess(
            ["--access-log", "-", "--access-log-format", "%(U)s %(i)s %({x-request-id}o)s"])
        let client = try Client(port: server.port)
        let own = try client.get("/id")
        #expect(own.body.utf8.count == 32)
        #expect(own.head.hasSuffix("\r\nX-Request-ID: \(own.body)"))
        let given = try client.get("/id", fields: "X-Request-ID: from-the-proxy\r\n")
        #expect(given.body == "from-the-proxy")
        #expect(given.head.hasSuffix("\r\nX-Request-ID: from-the-proxy"))
        let forged = try client.get("/id", fields: "X-Request-ID: a b\r\n")
        #expect(forged.body.utf8.count == 32)
        let replaced = try client.get("/own-id", fields: "X-Request-ID: theirs\r\n")
        #expect(replaced.body == "theirs")
        #expect(replaced.head.contains("X-Request-ID: own"))
        #expect(!replaced.head.contains("X-Request-ID: theirs"))
        try waitUntil("all is logged") { server.log.contains("/own-id theirs own\n") }
        #expect(server.log.contains("/id \(own.body) \(own.body)\n"))
        #expect(server.log.contains("[INFO] looked at its id request_id=\(own.body)\n"))
    }

    @Test func `of strangers are not believed`() throws {
        let server = try ServerProcess(["--forwarded-allow-ips", "10.0.0.1"])
        let answer = try Client(port: server.port).get("/id", fields: "X-Request-ID: mine\r\n")
        #expect(answer.body.utf8.count == 32)
    }
}
