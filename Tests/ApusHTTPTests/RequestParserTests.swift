import ApusHTTP
import Testing

/// What a sequence of bytes is to a fresh parser, given in pieces.
struct Transcript: Equatable {
    var requests: [Parsed] = []
    var error: ParseError?
    var leftOver = 0

    struct Parsed: Equatable {
        var line: String
        var fields: String
        var body: [UInt8] = []
        var framing: RequestHead.BodyFraming
        var keepAlive: Bool
        var expectsContinue: Bool
        var isComplete = false
    }

    init(_ pieces: [ArraySlice<UInt8>], limits: RequestLimits = RequestLimits()) {
        var parser = RequestParser(limits: limits)
        var input: [UInt8] = []
        for piece in pieces {
            input += piece
            do throws(ParseError) {
                try drain(&input, &parser)
            } catch {
                self.error = error
                return
            }
        }
        leftOver = input.count
    }

    init(_ bytes: [UInt8], limits: RequestLimits = RequestLimits()) {
        self.init([bytes[...]], limits: limits)
    }

    init(_ text: String, limits: RequestLimits = RequestLimits()) {
        self.init(Array(text.utf8), limits: limits)
    }

    private mutating func drain(
        _ input: inout [UInt8], _ parser: inout RequestParser
    ) throws(ParseError) {
        while true {
            let step = try parser.parse(input)
            switch step.event {
            case .needMore: break
            case .head(let head):
                requests.append(
                    Parsed(
                        line: "\(head.method) \(head.target) \(head.version)",
                        fields: head.headers.description, framing: head.framing,
                        keepAlive: head.keepAlive, expectsContinue: head.expectsContinue))
            case .body(let range): requests[requests.count - 1].body += input[range]
            case .end: requests[requests.count - 1].isComplete = true
            }
            input.removeFirst(step.consumed)
            if case .needMore = step.event { return }
        }
    }
}

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
}
