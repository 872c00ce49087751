import ApusHTTP
import Testing

@Suite struct `A request parser` {
    let chunked =
        "POST /a?b=c HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        + "5;name=\"v\"\r\nhello\r\n1\r\n \r\n005 ;x\r\nworld\r\n0\r\nX-Sum: 1\r\n\r\n"
    let counted = "PUT /z HTTP/1.1\r\nhost:x:80\r\nContent-Length:  4 \r\n\r\n\0\r\n\u{7F}"

    @Test func `reads a request line and fields`() {
        let transcript = Transcript(
            "GET /plain?x=%20 HTTP/1.1\r\nHost: localhost\r\nA:\t b \t\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(transcript.requests.count == 1)
        #expect(transcript.requests.first?.line == "GET /plain?x=%20 HTTP/1.1")
        #expect(transcript.requests.first?.fields == "Host: localhost\r\nA:\t b \t\r\n")
        #expect(transcript.requests.first?.isComplete == true)
        #expect(transcript.requests.first?.framing == RequestHead.BodyFraming.none)
        #expect(transcript.leftOver == 0)
    }

    @Test func `reads bodies with a length and in chunks`() {
        let transcript = Transcript(chunked + counted)
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.line) == ["POST /a?b=c HTTP/1.1", "PUT /z HTTP/1.1"])
        #expect(transcript.requests.map(\.body) == [Array("hello world".utf8), [0, 13, 10, 0x7F]])
        #expect(transcript.requests.map(\.framing) == [.chunked, .length(4)])
        #expect(transcript.requests.map(\.isComplete) == [true, true])
    }

    @Test func `parses two requests split at every byte as it parses them whole`() {
        let bytes = Array((chunked + counted).utf8)
        let whole = Transcript(bytes)
        for place in 0...bytes.count {
            #expect(Transcript([bytes[..<place], bytes[place...]]) == whole, "split at \(place)")
        }
        #expect(Transcript(bytes.indices.map { bytes[$0...$0] }) == whole)
    }

    @Test func `parses pipelined requests split anywhere as it parses them whole`() {
        var random = SeededGenerator(seed: 20_261_123)
        let samples = [
            chunked, counted, "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "HEAD http://x/ HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            "GET / HTTP/1.1\r\nHost : x\r\n\r\n", "POST / HTTP/1.1\nHost: x\n\n",
        ]
        for _ in 0..<300 {
            let count = Int.random(in: 1...5, using: &random)
            let text = (0..<count).compactMap { _ in samples.randomElement(using: &random) }
            let bytes = Array(text.joined().utf8)
            var pieces: [ArraySlice<UInt8>] = []
            var start = 0
            while start < bytes.count {
                let end = min(bytes.count, start + Int.random(in: 1...40, using: &random))
                pieces.append(bytes[start..<end])
                start = end
            }
            #expect(Transcript(pieces) == Transcript(bytes))
        }
    }

    @Test func `consumes one message and leaves the next`() throws {
        let bytes = Array((counted + "GET / HTTP/1.1\r\n").utf8)
        var parser = RequestParser()
        #expect(parser.isIdle)
        let head = try parser.parse(bytes)
        #expect(head.consumed == counted.utf8.count - 4)
        let body = try parser.parse(Array(bytes.dropFirst(head.consumed)))
        #expect(body.consumed == 4)
        guard case .body(0..<4) = body.event else {
            Issue.record("no body: \(body.event)")
            return
        }
        let rest = Array(bytes.dropFirst(head.consumed + 4))
        guard case .end = try parser.parse(rest).event else {
            Issue.record("no end")
            return
        }
        #expect(parser.isIdle)
        #expect(try parser.parse(rest).consumed == 0)
        #expect(!parser.isIdle)
    }

    @Test(arguments: [
        ("GET / HTTP/1.1\r\nHost: x\r\n\r\n", true),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: a, Close\r\n\r\n", false),
        ("GET / HTTP/1.1\r\nHost: x\r\nConnection: a\r\nConnection: close\r\n\r\n", false),
        ("GET / HTTP/1.0\r\n\r\n", false),
        ("GET / HTTP/1.0\r\nConnection: Keep-Alive\r\n\r\n", true),
        ("GET / HTTP/1.0\r\nConnection: keep-alive, close\r\n\r\n", false),
        ("GET / HTTP/1.2\r\nHost: x\r\n\r\n", true),
    ])
    func `knows whether the connection stays open`(text: String, keepAlive: Bool) {
        let transcript = Transcript(text)
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.keepAlive) == [keepAlive])
    }

    @Test func `knows whether the client waits for 100 Continue`() {
        let fields = "Host: x\r\nExpect: 100-Continue\r\n"
        let length = "Content-Length: 3\r\n\r\nabc"
        #expect(Transcript("PUT / HTTP/1.1\r\n\(fields)\(length)").requests[0].expectsContinue)
        #expect(!Transcript("PUT / HTTP/1.0\r\n\(fields)\(length)").requests[0].expectsContinue)
        #expect(!Transcript("PUT / HTTP/1.1\r\n\(fields)\r\n").requests[0].expectsContinue)
    }

    @Test(arguments: [
        ("OPTIONS * HTTP/1.1", "*"),
        ("GET http://a.com HTTP/1.1", "http://a.com"), ("GET HTTPS://[::1]:8/x?y HTTP/1.1", nil),
        ("GET /{}|^\"<>[]`\\ HTTP/1.1", nil), ("M-SEARCH // HTTP/1.1", "//"),
    ])
    func `takes all forms of a target`(line: String, target: String?) {
        let transcript = Transcript("\(line)\r\nHost: x\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.isComplete) == [true])
        if let target { #expect(transcript.requests[0].line.contains(" \(target) ")) }
    }

    @Test func `takes names of 256 bytes`() {
        for (length, error) in [(256, nil), (257, ParseError.fieldTooLong)] {
            let name = String(repeating: "n", count: length)
            let bytes = Array("GET / HTTP/1.0\r\n\(name): 1\r\n\r\n".utf8)
            #expect(Transcript(bytes).error == error)
            #expect(Transcript(bytes.indices.map { bytes[$0...$0] }).error == error)
        }
    }

    @Test func `takes fields of 112 KiB together`() {
        let line = "A: \(String(repeating: "b", count: 2043))\r\n"
        let head = "GET / HTTP/1.0\r\n\(String(repeating: line, count: 56))"
        #expect(Transcript(head + "\r\n").error == nil)
        for bytes in [Array("\(head)A:\r\n\r\n".utf8)] {
            #expect(Transcript(bytes).error == .tooManyFields)
            #expect(Transcript(bytes.indices.map { bytes[$0...$0] }).error == .tooManyFields)
        }
    }

    @Test func `forgets fields with underscores in their names`() {
        let transcript = Transcript(
            "GET / HTTP/1.1\r\nX_Forwarded_For: 1.2.3.4\r\nHost: x\r\nX_Host: y\r\n"
                + "X-Forwarded-For: 5.6.7.8\r\nCONTENT_TYPE: a/b\r\n_: 1\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.fields) == ["Host: x\r\nX-Forwarded-For: 5.6.7.8\r\n"])
        let limits = RequestLimits(fieldCount: 2)
        let three = "GET / HTTP/1.0\r\na_b: 1\r\nc_d: 2\r\ne-f: 3\r\n\r\n"
        #expect(Transcript(three, limits: limits).error == .tooManyFields)
    }

    @Test(arguments: [
        "5;a", "5;a;b", "5 ;a", "5\t; a ;\tb", "5;a=b", "5;a = b ;c", "5;a=\"\"",
        "5;a=\"b;c\\\"=d\"",
        "5; some; parameters=stuff", "0005;a=\"é\"",
    ])
    func `reads and drops chunk extensions`(line: String) {
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        let bytes = Array("\(head)\(line)\r\nhello\r\n0;z\r\n\r\n".utf8)
        let transcript = Transcript(bytes)
        #expect(transcript.error == nil)
        #expect(transcript.requests.map(\.body) == [Array("hello".utf8)])
        #expect(Transcript(bytes.indices.map { bytes[$0...$0] }) == transcript)
    }

    @Test func `drops trailer fields that say nothing of the head`() {
        let transcript = Transcript(
            "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\na\r\n0\r\nX-Sum: 1\r\nHosts: y\r\nVary: *\r\n"
                + "Transfer-Encoding-Of-Another-Kind: z\r\n\r\n")
        #expect(transcript.error == nil)
        #expect(
            transcript.requests.map(\.fields) == ["Host: x\r\nTransfer-Encoding: chunked\r\n"])
    }

    @Test func `believes the host of a whole URL, not Host`() {
        let other = Transcript("GET http://a.com:8/ HTTP/1.1\r\nHost: b\r\nX: 1\r\n\r\n")
        #expect(other.requests.map(\.fields) == ["X: 1\r\nHost: a.com:8\r\n"])
        let none = Transcript("GET http://a.com HTTP/1.0\r\n\r\n")
        #expect(none.requests.map(\.fields) == ["Host: a.com\r\n"])
        let same = Transcript("GET http://a.com/ HTTP/1.1\r\nHost:A.com\r\n\r\n")
        #expect(same.requests.map(\.fields) == ["Host:A.com\r\n"])
    }

    @Test(arguments: [
        "a", "a:", "a:80", "1.2.3.4:65535", "[::1]", "[2001:db8::1%25eth0]:8000", "x_y", "%41",
    ])
    func `takes hosts as URLs have them`(host: String) {
        #expect(Transcript("GET / HTTP/1.1\r\nHost: \(host)\r\n\r\n").error == nil)
    }
}
