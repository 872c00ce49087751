import ApusHTTP
import Testing

/// What a server takes from the parser without an event for it.
@Suite struct `A request that is taken from the parser` {
    private let pipelined = """
        GET /a?b=%20 HTTP/1.1\r\nHost: x\r\nA_b: dropped\r\nAccept: */*\r\n\r\n\
        GET http://there/c HTTP/1.1\r\nHost: here\r\nConnection: close\r\n\r\n\
        HEAD / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n
        """

    @Test func `is the one that the events give`() throws {
        let bytes = Array(pipelined.utf8)
        var taker = RequestParser()
        var other = RequestParser()
        var place = 0
        var keepsAlive: [Bool] = []
        try bytes.withUnsafeBytes { bytes in
            while place < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[place...])
                let step = try other.parse(rest)
                guard case .head(let head) = step.event else {
                    Issue.record("no head at \(place)")
                    return
                }
                let end = try other.parse(UnsafeRawBufferPointer(rebasing: rest[step.consumed...]))
                guard case .end = end.event else {
                    Issue.record("no end behind \(head.target)")
                    return
                }
                guard case .head(RequestHead.BodyFraming.none) = try taker.next(rest) else {
                    Issue.record("no head to take at \(place)")
                    return
                }
                keepsAlive.append(taker.keepsAlive)
                let request = taker.takeRequest(rest, from: "192.0.2.1")
                #expect(taker.consumed == step.consumed)
                #expect(taker.keepsAlive == head.keepAlive)
                #expect(request.method == head.method)
                #expect(request.target == head.target)
                #expect(request.version == head.version)
                #expect(request.headers.description == head.headers.description)
                #expect(request.remoteAddress == "192.0.2.1")
                #expect(request.scheme == "http")
                #expect(request.content.isEmpty)
                #expect(taker.isIdle)
                place += step.consumed
            }
        }
        #expect(keepsAlive == [true, false, true])
    }

    @Test func `has the host of a target that is a whole URL`() throws {
        var parser = RequestParser()
        let bytes = Array("GET http://there/c HTTP/1.1\r\nHost: here\r\n\r\n".utf8)
        try bytes.withUnsafeBytes { bytes in
            _ = try parser.next(bytes)
            #expect(parser.takeRequest(bytes, from: "").headers["Host"] == "there")
        }
    }

    @Test func `with a contradiction in its fields is refused before it can be taken`() {
        var parser = RequestParser()
        let bytes = Array("GET / HTTP/1.1\r\nAccept: */*\r\n\r\n".utf8)
        bytes.withUnsafeBytes { bytes in
            _ = #expect(throws: ParseError.missingHost) { try parser.next(bytes) }
        }
    }
}
