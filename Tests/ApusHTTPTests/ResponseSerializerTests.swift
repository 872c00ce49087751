import ApusHTTP
import Testing

@Suite struct `A serialised response` {
    let date = Array("Thu, 01 Jan 1970 00:00:00 GMT".utf8)
    let stream = ResponseBody.stream { _ in }

    func text(
        _ response: Response, _ serializer: ResponseSerializer = ResponseSerializer()
    ) throws -> String {
        var buffer = Array("before ".utf8)
        _ = try serializer.append(response, date: date, to: &buffer)
        #expect(buffer.starts(with: Array("before ".utf8)))
        return String(decoding: buffer.dropFirst(7), as: UTF8.self)
    }

    @Test func `has a status line, its fields, a date and its length`() throws {
        let response = Response(
            status: 404, headers: ["Content-Type": "text/plain", "X": ""], body: .text("gone"))
        #expect(
            try text(response)
                == "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nX: \r\n"
                + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\nContent-Length: 4\r\n\r\ngone")
    }

    @Test func `has a text as its UTF-8 bytes`() throws {
        let word = "Привет"
        let body = ResponseBody.text(word)
        #expect(body.bytes == Array(word.utf8))
        #expect(body.count == 12)
        let response = Response(body: body)
        #expect(try text(response).hasSuffix("Content-Length: 12\r\n\r\n" + word))
        let head = try text(response, .init(isHead: true))
        #expect(head.hasSuffix("Content-Length: 12\r\n\r\n"))
        #expect(try !text(Response(status: 304, body: body)).contains(word))
    }

    @Test func `says whether the connection stays open`() throws {
        let response = Response()
        #expect(try !text(response).contains("Connection"))
        #expect(try text(response, .init(keepAlive: false)).contains("\r\nConnection: close\r\n"))
        #expect(
            try text(response, .init(version: .http10)).contains("\r\nConnection: keep-alive\r\n"))
        let closing = Response(headers: ["connection": "Close"])
        var buffer: [UInt8] = []
        let promise = try ResponseSerializer().append(closing, date: [], to: &buffer)
        #expect(!promise.keepAlive)
        #expect(
            String(decoding: buffer, as: UTF8.self)
                == "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    }

    @Test(arguments: [100, 103, 204, 304])
    func `has no body where its status forbids one`(status: Int) throws {
        let response = Response(
            status: Status(status), headers: ["Content-Length": "1"], body: .text("x"))
        let text = try text(response)
        #expect(text.hasSuffix("\r\n\r\n"))
        #expect(!text.contains("Content-Length"))
        #expect(!text.contains("Transfer-Encoding"))
        #expect(text.contains("Connection: close") == (status < 200))
    }

    @Test func `to HEAD tells the length and sends no body`() throws {
        let head = ResponseSerializer(isHead: true)
        #expect(try text(Response(body: .text("body")), head).contains("Content-Length: 4\r\n"))
        #expect(try text(Response(body: .text("body")), head).hasSuffix("\r\n\r\n"))
        let known = Response(headers: ["Content-Length": "17"])
        #expect(try text(known, head).contains("Content-Length: 17\r\n"))
        #expect(try text(Response(body: stream), head).contains("Transfer-Encoding: chunked\r\n"))
        #expect(try !text(Response(status: 304), head).contains("Content-Length"))
    }

    @Test func `of a stream is chunked, counted or ended by closing`() throws {
        func promise(_ response: Response, _ version: Version) throws
            -> ResponseSerializer.Promise
        {
            var buffer: [UInt8] = []
            return try ResponseSerializer(version: version).append(response, date: [], to: &buffer)
        }
        let chunked = try promise(Response(body: stream), .http11)
        #expect(chunked.framing == .chunked && chunked.keepAlive)
        let closed = try promise(Response(body: stream), .http10)
        #expect(closed.framing == .untilClose && !closed.keepAlive)
        let counted = Response(headers: ["Content-Length": "5"], body: stream)
        #expect(try promise(counted, .http10).framing == .length(5))
        #expect(try text(counted).contains("\r\nContent-Length: 5\r\n"))
        let wrong = Response(headers: ["Content-Length": "5, 5"], body: stream)
        #expect(try promise(wrong, .http11).framing == .chunked)
        #expect(try !text(wrong).contains("Content-Length"))
    }

    @Test func `frames its body as it is, whatever its fields say`() throws {
        let lying = Response(
            headers: ["Content-Length": "99", "Transfer-Encoding": "chunked", "A": "b"],
            body: .text("x"))
        #expect(
            try text(lying)
                == "HTTP/1.1 200 OK\r\nA: b\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
                + "Content-Length: 1\r\n\r\nx")
        #expect(try text(Response(status: 205, body: .text("x"))).hasSuffix("Length: 0\r\n\r\n"))
    }

    @Test func `frames its body as it is where its fields are those of a request`() throws {
        let bytes = Array(
            "POST / HTTP/1.1\r\nHost:x\r\ncontent-length: 0\r\nConnection: close\r\n\r\n".utf8)
        var parser = RequestParser()
        guard case .head(let head) = try parser.parse(bytes).event else {
            Issue.record("no head")
            return
        }
        #expect(
            try text(Response(headers: head.headers, body: .text("x")))
                == "HTTP/1.1 200 OK\r\nHost: x\r\nDate: Thu, 01 Jan 1970 00:00:00 GMT\r\n"
                + "Content-Length: 1\r\nConnection: close\r\n\r\nx")
    }

    @Test func `keeps a date of its own`() throws {
        let text = try text(Response(headers: ["date": "then"]))
        #expect(text == "HTTP/1.1 200 OK\r\ndate: then\r\nContent-Length: 0\r\n\r\n")
    }

    @Test func `of an upgrade keeps its Connection`() throws {
        let response = Response(status: 101, headers: ["Connection": "upgrade", "Upgrade": "ws"])
        #expect(
            try text(response, .init(keepAlive: true))
                == "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: ws\r\n"
                + "Date: Thu, 01 Jan 1970 00:00:00 GMT\r\n\r\n")
    }

    @Test(arguments: [0, 99, 600, 1000, -200])
    func `is refused where its status is none`(status: Int) {
        #expect(throws: HeaderError.self) { try text(Response(status: Status(status))) }
    }

    @Test(arguments: [
        ("Location", "/\r\nSet-Cookie: a=b"), ("Location", "/\n"), ("Location", "a\rb"),
        ("X", "a\0b"), ("X", "\u{7F}"), ("X Y", "a"), ("", "a"), ("X:", "a"), ("X\r\nY", "a"),
        ("Ü", "a"),
    ])
    func `is refused where a field would split it`(name: String, value: String) throws {
        var response = Response()
        response.headers[name] = value
        #expect(response.headers.refusal != nil)
        var buffer = Array("kept".utf8)
        #expect(throws: HeaderError.self) {
            try ResponseSerializer().append(response, date: date, to: &buffer)
        }
        #expect(buffer == Array("kept".utf8))
        response.headers[name.uppercased()] = nil
        #expect(try text(response).hasPrefix("HTTP/1.1 200 OK\r\nDate"))
    }

    @Test func `in chunks has their sizes and an end`() {
        var buffer: [UInt8] = []
        ChunkedEncoding.append(Array("hello".utf8), to: &buffer)
        ChunkedEncoding.append([], to: &buffer)
        ChunkedEncoding.append([UInt8](repeating: 120, count: 26), to: &buffer)
        buffer += ChunkedEncoding.end
        let x = String(repeating: "x", count: 26)
        #expect(
            String(decoding: buffer, as: UTF8.self)
                == "5\r\nhello\r\n1a\r\n\(x)\r\n0\r\n\r\n")
        for (size, text) in [(0, "0"), (15, "f"), (16, "10"), (4095, "fff"), (1 << 20, "100000")] {
            var line: [UInt8] = []
            ChunkedEncoding.appendSize(size, to: &line)
            #expect(String(decoding: line, as: UTF8.self) == text + "\r\n")
        }
    }
}
