import Testing

@testable import ApusManage
@testable import ApusServer

@Suite struct RequestLineTests {
    private func request(_ line: String, problem: String? = nil) -> FinishedRequest {
        FinishedRequest(
            requestLine: line, remoteAddress: "127.0.0.1", status: problem == nil ? 200 : 400,
            bodyBytes: 12149, problem: problem, duration: .zero)
    }

    @Test func `a request's line is Django's`() {
        #expect(
            RequestLine.text(request("GET / HTTP/1.1"), time: "23/Nov/2026 04:14:48")
                == "[23/Nov/2026 04:14:48] \"GET / HTTP/1.1\" 200 12149")
        #expect(
            RequestLine.text(request("", problem: "Bad header."), time: "T")
                == "[T] code 400, message Bad header.")
    }

    @Test func `what pages ask runserver itself isn't printed`() {
        #expect(RequestLine.text(request("GET /__apus__/reload?token=1 HTTP/1.1")) == nil)
    }

    @Test func `a request can't steer the terminal`() {
        #expect(
            RequestLine.text(request("GET /\u{1b}[2J\u{9b} HTTP/1.1"), time: "T")
                == "[T] \"GET /\\x1b[2J\\x9b HTTP/1.1\" 200 12149")
    }

    @Test func `the time is one of day, month and year`() throws {
        #expect(
            try #/\d\d/[A-Z][a-z]{2}/\d{4} \d\d:\d\d:\d\d/#.wholeMatch(in: Clock.request) != nil)
        #expect(
            try #/[A-Z][a-z]+ \d\d, \d{4} - \d\d:\d\d:\d\d/#.wholeMatch(in: Clock.banner) != nil)
    }
}
