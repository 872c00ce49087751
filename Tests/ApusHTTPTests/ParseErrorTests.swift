import ApusHTTP
import Testing

/// What must be refused, and with what.
@Suite struct `A malformed request` {
    @Test(
        arguments: [
            ("", .invalidMethod), ("G@T / HTTP/1.1", .invalidMethod), ("GET", .invalidMethod),
            ("\tGET / HTTP/1.1", .invalidMethod), ("\u{16}\u{03}\u{01}", .invalidMethod),
            ("\r\n\r\n\r\n\r\n", .invalidMethod),
            ("GET  / HTTP/1.1", .invalidTarget), ("GET /\t HTTP/1.1", .invalidTarget),
            ("GET /ä HTTP/1.1", .invalidTarget), ("GET /a#b HTTP/1.1", .invalidTarget),
            ("GET /a\u{7F} HTTP/1.1", .invalidTarget), ("GET x HTTP/1.1", .invalidTarget),
            ("GET * HTTP/1.1", .invalidTarget), ("GET a.com:80 HTTP/1.1", .invalidTarget),
            ("CONNECT / HTTP/1.1", .invalidTarget), ("CONNECT a.com HTTP/1.1", .invalidTarget),
            ("CONNECT a.com:443 HTTP/1.1", .unknownMethod),
            ("BREW /pot HTTP/1.1", .unknownMethod), ("get / HTTP/1.1", .unknownMethod),
            ("PRI / HTTP/1.1", .unknownMethod), ("GETGET / HTTP/1.0", .unknownMethod),
            ("GET http:/// HTTP/1.1", .invalidTarget), ("GET http://u@a/ HTTP/1.1", .invalidTarget),
            ("GET ftp://a/ HTTP/1.1", .invalidTarget), ("GET http://a:b/ HTTP/1.1", .invalidTarget),
            ("GET /", .invalidTarget), ("GET / ", .invalidVersion),
            ("GET / http/1.1", .invalidVersion),
            ("GET / HTTP/11", .invalidVersion), ("GET / HTTP/1.10", .invalidVersion),
            ("GET /  HTTP/1.1", .invalidVersion), ("GET / x HTTP/1.1", .invalidVersion),
            ("GET / HTTP/2.0", .unsupportedVersion), ("PRI * HTTP/2.0", .unsupportedVersion),
            ("GET / HTTP/0.9", .unsupportedVersion), ("GET / HTTP/1.1 ", .invalidVersion),
        ] as [(String, ParseError)])
    func `is refused for its request line`(line: String, error: ParseError) {
        refuse("\(line)\r\nHost: x\r\n\r\n", error)
    }

    @Test(
        arguments: [
            ("Host: x\nA: b", .bareLineFeed), ("Host: x\n", .bareLineFeed), ("\n", .bareLineFeed),
            ("Host: x\rA: b", .bareCarriageReturn), ("Host: x\r\r", .bareCarriageReturn),
            ("Host: x\r\n\rA: b", .bareCarriageReturn), ("Host\n: x", .bareLineFeed),
            ("Host: x\r\n A: b", .foldedField), ("\tHost: x", .foldedField),
            ("Host: x\r\nA: b\r\n\tc", .foldedField),
            ("Host : x", .blankBeforeColon), ("Host\t: x", .blankBeforeColon),
            (": x", .invalidFieldName), ("Ho(st: x", .invalidFieldName),
            ("Host", .invalidFieldName),
            ("Hö: x", .invalidFieldName), ("\0: x", .invalidFieldName),
            ("A: \0", .invalidFieldValue), ("A: x\u{7F}", .invalidFieldValue),
            ("A: aaaaaaaaaaaaaaaa\u{1}", .invalidFieldValue), ("A: \u{1F}", .invalidFieldValue),
            ("A: b", .missingHost), ("Host: x\r\nhost: x", .repeatedHost),
            ("Host:", .invalidHost), ("Host: \t", .invalidHost), ("Host: a b", .invalidHost),
            ("Host: u@x", .invalidHost), ("Host: x/", .invalidHost),
            ("Host: x:a", .invalidHost), ("Host: x:65536", .invalidHost),
            ("Host: :80", .invalidHost),
            ("Host: [::1", .invalidHost), ("Host: [::1]x", .invalidHost),
            ("Host: []", .invalidHost),
            ("Host: a,b:c", .invalidHost), ("Host: %4", .invalidHost), ("Host: ä", .invalidHost),
            ("Host: x\r\nContent-Length: ", .invalidContentLength),
            ("Host: x\r\nContent-Length: +1", .invalidContentLength),
            ("Host: x\r\nContent-Length: -1", .invalidContentLength),
            ("Host: x\r\nContent-Length: 0x1", .invalidContentLength),
            ("Host: x\r\nContent-Length: 1 1", .invalidContentLength),
            ("Host: x\r\nContent-Length: 1, 1", .invalidContentLength),
            ("Host: x\r\nContent-Length: ١", .invalidContentLength),
            ("Host: x\r\nContent-Length: 1\r\nContent-Length: 1", .repeatedContentLength),
            ("Host: x\r\nContent-Length: 0\r\nContent-Length: 5", .repeatedContentLength),
            ("Host: x\r\nContent-Length: 99999999999999999999", .bodyTooLarge),
            ("Host: x\r\nContent-Length: 9223372036854775808", .bodyTooLarge),
            ("Host: x\r\nContent-Length: 10485761", .bodyTooLarge),
            ("Host: x\r\nTransfer-Encoding: chunked\r\nContent-Length: 0", .mixed),
            ("Host: x\r\nContent-Length: 3\r\nTransfer-Encoding: gzip", .mixed),
            ("Host: x\r\nTransfer-Encoding: ", .invalidTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: chunked, ", .invalidTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: chunked, chunked", .invalidTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: chunked, gzip", .invalidTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: \"chunked\"", .invalidTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: chunked;q=1", .invalidTransferEncoding),
            (
                "Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                .invalidTransferEncoding
            ),
            ("Host: x\r\nTransfer-Encoding: gzip, chunked", .unsupportedTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: xchunked", .unsupportedTransferEncoding),
            ("Host: x\r\nTransfer-Encoding: identity", .unsupportedTransferEncoding),
            ("Host: x\r\nExpect: 200-ok", .unsupportedExpectation),
            ("Host: x\r\nContent-Type: a/b\r\ncontent-type: a/b", .repeatedContentType),
            ("Host: x\r\nContent_Length: 3", .ambiguousFieldName),
            ("Host: x\r\ntransfer_ENCODING: chunked", .ambiguousFieldName),
        ] as [(String, ParseError)])
    func `is refused for its fields`(fields: String, error: ParseError) {
        refuse("POST / HTTP/1.1\r\n\(fields)\r\n\r\n", error)
    }

    @Test func `of HTTP 1.0 is refused for a transfer coding or a second host`() {
        refuse("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n", .invalidTransferEncoding)
        refuse("GET / HTTP/1.0\r\nHost: x\r\nHost: y\r\n\r\n", .repeatedHost)
        #expect(Transcript("GET / HTTP/1.0\r\n\r\n").error == nil)
    }

    @Test(
        arguments: [
            ("\r\n", .invalidChunkSize), ("g\r\n", .invalidChunkSize),
            ("-1\r\n", .invalidChunkSize),
            ("0x1\r\n", .invalidChunkSize), (" 1\r\n", .invalidChunkSize),
            ("1 \r\n", .invalidChunkSize), ("1 2\r\n", .invalidChunkSize),
            (";x\r\n", .invalidChunkSize),
            ("8000000000000000\r\n", .invalidChunkSize),
            ("fffffffffffffffff\r\n", .invalidChunkSize),
            ("00000000000000001\r\n", .invalidChunkSize), ("7fffffffffffffff\r\n", .bodyTooLarge),
            ("a00001\r\n", .bodyTooLarge), ("1\n", .bareLineFeed), ("1;a\n", .bareLineFeed),
            ("1\rx", .bareCarriageReturn), ("1;\u{1}\r\n", .invalidChunkExtension),
            ("1\r\nab", .invalidChunk), ("1\r\na\n", .invalidChunk), ("1\r\na\rb", .invalidChunk),
            ("0\r\nA b: c\r\n\r\n", .blankBeforeColon), ("0\r\n: c\r\n\r\n", .invalidFieldName),
            ("0\r\nA: b\n", .bareLineFeed), ("0\r\nA: \0\r\n", .invalidFieldValue),
            ("0\r\n\n", .bareLineFeed), ("0\r\n\rx", .bareCarriageReturn),
            ("0\r\n x\r\n", .foldedField), ("0\r\nA: b\rc", .bareCarriageReturn),
            ("0\r\nA\n", .bareLineFeed),
            ("1;\r\n", .invalidChunkExtension), ("1; ;a\r\n", .invalidChunkExtension),
            ("1;=b\r\n", .invalidChunkExtension), ("1;a=\r\n", .invalidChunkExtension),
            ("1;a b\r\n", .invalidChunkExtension), ("1;a=b c\r\n", .invalidChunkExtension),
            ("1;a=b=c\r\n", .invalidChunkExtension), ("1;a \r\n", .invalidChunkExtension),
            ("1;a=\"b\r\n", .invalidChunkExtension), ("1;a=\"b\"c\r\n", .invalidChunkExtension),
            ("1;a=\"\\\r\n", .invalidChunkExtension), ("1;a/b\r\n", .invalidChunkExtension),
            ("1;a=\"\u{7F}\"\r\n", .invalidChunkExtension),
            ("0\r\nContent-Length: 1\r\n", .forbiddenTrailer),
            ("0\r\nA: b\r\nhost:x\r\n", .forbiddenTrailer),
            ("0\r\nTRANSFER-ENCODING:", .forbiddenTrailer), ("0\r\nTe:", .forbiddenTrailer),
            ("0\r\nTrailer: A", .forbiddenTrailer), ("0\r\nCookie: a", .forbiddenTrailer),
            ("0\r\nAuthorization: a", .forbiddenTrailer),
        ] as [(String, ParseError)])
    func `is refused for its chunks`(chunks: String, error: ParseError) {
        refuse("POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n\(chunks)", error)
    }

    @Test func `is answered with the status its fault asks for`() {
        #expect(ParseError.bareLineFeed.status == 400)
        #expect(ParseError.bodyTooLarge.status == 413)
        #expect(ParseError.requestLineTooLong.status == 414)
        #expect(ParseError.unsupportedExpectation.status == 417)
        #expect(ParseError.tooManyFields.status == 431)
        #expect(ParseError.fieldTooLong.status == 431)
        #expect(ParseError.unsupportedTransferEncoding.status == 501)
        #expect(ParseError.unknownMethod.status == 501)
        #expect(ParseError.unsupportedVersion.status == 505)
    }

    @Test func `stays refused`() throws {
        var parser = RequestParser()
        #expect(throws: ParseError.bareLineFeed) { try parser.parse(Array("GET / \n".utf8)) }
        #expect(throws: ParseError.bareLineFeed) { try parser.parse(Array("GET / HT".utf8)) }
    }

    /// The error must be the same however the bytes arrive, and come with the byte that is wrong.
    private func refuse(
        _ text: String, _ error: ParseError, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let bytes = Array(text.utf8)
        #expect(Transcript(bytes).error == error, sourceLocation: sourceLocation)
        #expect(
            Transcript(bytes.indices.map { bytes[$0...$0] }).error == error,
            sourceLocation: sourceLocation)
    }
}

@Suite struct `The limits of a request` {
    let limits = RequestLimits(
        requestLine: 20, fieldCount: 2, fieldSize: 14, body: 5, chunkExtensions: 4)

    @Test(
        arguments: [
            ("GET /23456 HTTP/1.1\r\n", nil), ("GET /234567 HTTP/1.1\r\n", nil),
            ("GET /2345678 HTTP/1.1\r\n", .requestLineTooLong),
            ("GET /2345678901234567890", .requestLineTooLong),
            ("GET /23456789012345\u{1}", .invalidTarget),
            ("GET /234567890123456\u{1}", .requestLineTooLong),
            ("METHODMETHODMETHODMET", .requestLineTooLong),
            // Found by fuzzing: a limit that is passed where a part of the line ends.
            ("METHODMETHODMETHODMETHOD ", .requestLineTooLong),
            ("GET /23456789012345678 ", .requestLineTooLong),
            ("GET / HTTP/1.1\r\nABCDEFGHIJKLMN:", .fieldTooLong),
            ("GET / HTTP/1.1\r\nHost: 789012", nil),
            ("GET / HTTP/1.1\r\nHost: 7890123", .fieldTooLong),
            ("GET / HTTP/1.1\r\nHost: 789012\r", nil), ("GET / HTTP/1.1\r\nHost: 789012\r\n", nil),
            ("GET / HTTP/1.1\r\nABCDEFGHIJKLM", .fieldTooLong),
            ("GET / HTTP/1.1\r\nA: b\r\nB: c\r\n", nil),
            ("GET / HTTP/1.1\r\nA: b\r\nB: c\r\nC", .tooManyFields),
            ("GET / HTTP/1.0\r\nA: b\r\nB: c\r\n\r\n", nil),
        ] as [(String, ParseError?)])
    func `are noticed as soon as they are passed`(text: String, error: ParseError?) {
        let bytes = Array(text.utf8)
        #expect(Transcript(bytes, limits: limits).error == error)
        let pieces = bytes.indices.map { bytes[$0...$0] }
        #expect(Transcript(pieces, limits: limits).error == error)
    }

    @Test(
        arguments: [
            ("5\r\nabcde\r\n0\r\n\r\n", nil), ("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", nil),
            ("6\r\n", .bodyTooLarge), ("3\r\nabc\r\n3\r\n", .bodyTooLarge),
            ("1;234\r\na\r\n0;1\r\n\r\n", nil), ("1;12\r\na\r\n1;345\r\n", .chunkExtensionsTooLong),
            ("0\r\nA: b\r\nB: c\r\n\r\n", nil), ("0\r\nA: b\r\nB: c\r\nC", .tooManyFields),
            ("0\r\nABCDEFGHIJKLMNOPQRS: 23456\r\n\r\n", nil),
            ("0\r\nABCDEFGHIJKLMNOPQRS: 234567", .fieldTooLong),
        ] as [(String, ParseError?)])
    func `hold for chunks`(chunks: String, error: ParseError?) {
        var limits = limits
        limits.fieldSize = 28
        let head = "POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
        #expect(Transcript(head + chunks, limits: limits).error == error)
    }

    @Test func `hold for a length`() {
        let head = "POST / HTTP/1.0\r\nA: b\r\n"
        var limits = limits
        limits.fieldSize = 32
        #expect(Transcript(head + "Content-Length: 5\r\n\r\n", limits: limits).error == nil)
        #expect(
            Transcript(head + "Content-Length: 6\r\n\r\n", limits: limits).error == .bodyTooLarge)
    }
}

extension ParseError {
    fileprivate static let mixed = ParseError.contentLengthWithTransferEncoding
}
