import ApusHTTP
import Testing

/// Inputs of the kinds with which servers are tested elsewhere, in bytes of our own: what two servers
/// in a row could take for different requests must be refused by the second.
@Suite struct `Requests that could be smuggled` {
    @Test(
        arguments: [
            // Two lengths, or a length that others read otherwise.
            ("Content-Length: 4\r\nContent-Length: 11\r\n\r\nabcdGET /b HTTP/1.1\r\n\r\n", 400),
            ("Content-Length: 4, 4\r\n\r\nabcd", 400), ("Content-Length: 4;\r\n\r\nabcd", 400),
            ("Content-Length: 4 4\r\n\r\nabcd", 400), ("Content-Length: 4_0\r\n\r\nabcd", 400),
            ("Content-Length: -0\r\n\r\n", 400), ("Content-Length: 0.5\r\n\r\n", 400),
            ("Content-Length: 4\u{0B}\r\n\r\nabcd", 400), ("Content-Length: 0b1\r\n\r\na", 400),
            ("Content-Length: ４\r\n\r\nabcd", 400), ("Content-Length: 1e1\r\n\r\n", 400),
            ("Content-Length: 18446744073709551615\r\n\r\n", 413),
            ("Content-Length: 18446744073709551616\r\n\r\n", 413),
            ("Content-Length: 18446744073709551620\r\n\r\nabcd", 413),
            ("Content-Length\t: 4\r\n\r\nabcd", 400), ("Content-Length : 4\r\n\r\nabcd", 400),
            ("Content-Length\0: 4\r\n\r\nabcd", 400), ("Content_Length: 4\r\n\r\nabcd", 400),
            ("\u{0B}Content-Length: 4\r\n\r\nabcd", 400), (" Content-Length: 4\r\n\r\nabcd", 400),
            ("A: b\r\n Content-Length: 4\r\n\r\nabcd", 400),
            ("A: b\rContent-Length: 4\r\n\r\nabcd", 400),
            ("A: b\nContent-Length: 4\r\n\r\nabcd", 400),
            ("A:\nContent-Length: 4\r\n\r\nabcd", 400),
            // A length beside chunks.
            ("Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n", 400),
            ("Content-Length: 0\r\nTransfer-Encoding: identity\r\n\r\n", 400),
            // Codings that only some know for chunked.
            ("Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 501),
            ("Transfer-Encoding: chunkedx\r\n\r\n0\r\n\r\n", 501),
            ("Transfer-Encoding: identity\r\n\r\n", 501),
            ("Transfer-Encoding: identity, chunked\r\n\r\n0\r\n\r\n", 501),
            ("Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 501),
            ("Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 501),
            ("Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked\r\nTransfer-Encoding: x\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked,\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: ,chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked;a=b\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: \u{0B}chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chunked\u{7F}\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding: chun\r\n ked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer_Encoding: chunked\r\n\r\n0\r\n\r\n", 400),
            ("Transfer-Encoding:\r\n\r\n0\r\n\r\n", 400),
            // Chunks that end elsewhere for others.
            (.chunked + "0\n\r\n", 400), (.chunked + "0\r\n\n", 400), (.chunked + "0\r\r\n", 400),
            (.chunked + "+1\r\na\r\n0\r\n\r\n", 400), (.chunked + "1_0\r\na\r\n0\r\n\r\n", 400),
            (.chunked + "0x1\r\na\r\n0\r\n\r\n", 400), (.chunked + "1\t\r\na\r\n0\r\n\r\n", 400),
            (.chunked + "\r\n1\r\na\r\n0\r\n\r\n", 400), (.chunked + "1\r\n\na\r\n", 400),
            (.chunked + "1\r\naXX0\r\n\r\n", 400), (.chunked + "1\r\na0\r\n\r\n", 400),
            (.chunked + "1;\nx\r\na\r\n0\r\n\r\n", 400), (.chunked + "1;x\ry\r\na\r\n", 400),
            (.chunked + "1;x=\"\n\"\r\na\r\n0\r\n\r\n", 400), (.chunked + "1\u{0B}\r\na\r\n", 400),
            (.chunked + "10000000000000001\r\na\r\n0\r\n\r\n", 400),
            (.chunked + "ffffffffffffffff\r\na\r\n0\r\n\r\n", 400),
            (.chunked + "0\r\nContent-Length: 4\r\n\r\n", 400),
            (.chunked + "0\r\nHost: b\r\n\r\n", 400), (.chunked + "0\r\nA : b\r\n\r\n", 400),
            (.chunked + "0\r\n A: b\r\n\r\n", 400), (.chunked + "0\r\nA\r\n\r\n", 400),
        ] as [(String, Int)])
    func `are refused for their body`(rest: String, status: Int) {
        let bytes = Array("POST /a HTTP/1.1\r\nHost: a\r\n\(rest)".utf8)
        let transcript = Transcript(bytes)
        #expect(transcript.error?.status.code == status)
        #expect(transcript.requests.allSatisfy { !$0.isComplete })
        #expect(Transcript(bytes.indices.map { bytes[$0...$0] }) == transcript)
    }

    @Test(
        arguments: [
            ("GET /\u{0B}HTTP/1.1", 400), ("GET\t/ HTTP/1.1", 400), ("GET / HTTP/1.1\r", 400),
            ("GET / HTTP/1.1 x", 400), ("GET /a b HTTP/1.1", 400), (" GET / HTTP/1.1", 400),
            ("GET\r\n/ HTTP/1.1", 400), ("GET / HTTP/01.1", 400), ("GET / HTTP/1.01", 400),
            ("GET / HTTP/ 1.1", 400), ("GET / XHTTP/1.1", 400), ("GET / RTSP/1.0", 400),
            ("GET / ICE/1.0", 400), ("GET / HTTPS/1.1", 400), ("GET / HTTP/١.1", 400),
            ("GET / HTTP/3.0", 505), ("GET / HTTP/0.9", 505), ("GET / HTTP/9.9", 505),
            ("GET //[ HTTP/4.1", 505), ("GET", 400), ("GET /", 400), ("GET / HTTP", 400),
            ("PROXY TCP4 192.0.2.1 192.0.2.2 1 2", 400), ("SSH-2.0-x", 400), ("{}", 400),
            ("OPTIONS ** HTTP/1.1", 400), ("OPTIONS *?a HTTP/1.1", 400),
            ("POST * HTTP/1.1", 400), ("GET ?a HTTP/1.1", 400), ("GET \\a HTTP/1.1", 400),
            ("GET http:/a HTTP/1.1", 400), ("GET http://a@b/ HTTP/1.1", 400),
            ("GET http://:80/ HTTP/1.1", 400), ("GET http://a:99999/ HTTP/1.1", 400),
            ("GET http://[::1/ HTTP/1.1", 400), ("GET http://a\\b/ HTTP/1.1", 400),
            ("GET javascript:a HTTP/1.1", 400), ("GET /a\0 HTTP/1.1", 400),
            ("GET /\u{80} HTTP/1.1", 400), ("MKCOLA / HTTP/1.1", 501), ("Get / HTTP/1.1", 501),
        ] as [(String, Int)])
    func `are refused for their request line`(line: String, status: Int) {
        let bytes = Array("\(line)\r\nHost: a\r\n\r\n".utf8)
        let transcript = Transcript(bytes)
        #expect(transcript.error?.status.code == status)
        #expect(transcript.requests.isEmpty)
        #expect(Transcript(bytes.indices.map { bytes[$0...$0] }) == transcript)
    }

    @Test func `leave nothing of a request that others would see`() {
        let transcript = Transcript(
            "POST /a HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "2f\r\nGET /b HTTP/1.1\r\nHost: b\r\nContent-Length: 5\r\n\r\n\r\n0\r\n\r\n"
                + "GET /c HTTP/1.1\r\nHost: c\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(
            transcript.requests.map(\.line) == ["POST /a HTTP/1.1", "GET /c HTTP/1.1"])
        #expect(transcript.requests.first?.body.count == 47)
    }

    @Test func `of HTTP 2 are answered as such, and TLS at its first byte`() {
        let preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\u{4}\0\0\0\0\0"
        #expect(Transcript(preface).error?.status == 505)
        let hello: [UInt8] = [0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xFC]
        for length in 1...hello.count {
            #expect(Transcript(Array(hello.prefix(length))).error == .invalidMethod)
        }
    }
}

extension String {
    fileprivate static let chunked = "Transfer-Encoding: chunked\r\n\r\n"
}
