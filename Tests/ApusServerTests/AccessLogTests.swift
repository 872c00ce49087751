import ApusHTTP
import Glibc
import Testing

@testable import ApusServer

@Suite struct `The access log` {
    private func line(_ format: String, _ request: Request, status: Int = 200) throws -> String {
        let path = "/tmp/apus-access-unit-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        defer { unlink(path) }
        let file = try LogFile(.file(path), standard: 1)
        let log = AccessLog(file, try #require(AccessLogFormat(format)))
        log.append(
            AccessEntry(
                request: request, status: status, bodyBytes: 12,
                responseHeaders: ["X-Id": "7"], nanoseconds: 1_234_567_890))
        log.flush()
        return readFile(path)
    }

    private let request = Request(
        method: "GET", target: "/a%20b?c=d",
        headers: [
            "User-Agent": "curl/8 \"x\"", "Referer": "http://here/",
            "Authorization": "Basic YW46cHc=",
        ], remoteAddress: "10.0.0.7")

    @Test func `writes gunicorn's atoms`() throws {
        #expect(
            try line("%(h)s %(l)s %(u)s \"%(r)s\" %(s)s %(b)s %(B)s", request)
                == "10.0.0.7 - an \"GET /a%20b?c=d HTTP/1.1\" 200 12 12\n")
        #expect(
            try line("%(m)s %(U)s %(q)s %(H)s %(f)s \"%(a)s\"", request)
                == "GET /a%20b c=d HTTP/1.1 http://here/ \"curl/8 \\\"x\\\"\"\n")
        #expect(
            try line("%(T)s %(M)s %(D)s %(L)s %(p)s", request)
                == "1 1234 1234567 1.234567 <\(getpid())>\n")
        #expect(
            try line("%({Referer}i)s %({x-id}o)s %({none}i)s 100%%", request)
                == "http://here/ 7 - 100%\n")
    }

    @Test func `names a request by its identifier`() throws {
        var request = request
        request.identity = RequestID(high: 0x0123_4567_89AB_CDEF, low: 10)
        #expect(try line("%(i)s", request) == "0123456789abcdef000000000000000a\n")
        #expect(
            try line("json", request)
                .contains("\"request_id\": \"0123456789abcdef000000000000000a\""))
    }

    @Test func `has the default format and json`() throws {
        let text = try line(AccessLogFormat.standard.source, request)
        #expect(text.hasPrefix("10.0.0.7 - an ["))
        #expect(
            text.hasSuffix(
                "] \"GET /a%20b?c=d HTTP/1.1\" 200 12 \"http://here/\" \"curl/8 \\\"x\\\"\"\n"))
        #expect(AccessLogFormat(AccessLogFormat.standard.source) == .standard)
        let json = try line("json", request)
        #expect(json.contains("\"remote_address\": \"10.0.0.7\", \"method\": \"GET\""))
        #expect(json.contains("\"path\": \"/a%20b\", \"query\": \"c=d\""))
        #expect(json.contains("\"status\": 200, \"bytes\": 12, \"seconds\": 1.234567"))
        #expect(json.contains("\"user_agent\": \"curl/8 \\\"x\\\"\""))
    }

    @Test func `escapes what would begin another line or end a quote`() throws {
        var request = request
        request.target = "/\u{1B}[31m\n\"\\é"
        #expect(
            try line("\"%(r)s\"", request) == "\"GET /\\x1B[31m\\n\\\"\\\\\\xC3\\xA9 HTTP/1.1\"\n")
        #expect(try line("json", request).split(separator: "\n").count == 1)
    }

    @Test(arguments: ["%(x)s", "%(h", "%(h)d", "%h", "%", "", "a\nb", "%({x}q)s"])
    func `refuses a format it can't read`(format: String) {
        #expect(AccessLogFormat(format) == nil)
    }
}

@Suite struct `The scoreboard` {
    @Test func `shows what a worker does to whoever maps its memory`() throws {
        let scoreboard = try Scoreboard()
        scoreboard[7].reset()
        let slot = try #require(Scoreboard.slot(7, in: scoreboard.descriptor))
        #expect(scoreboard[7].state == .booting)
        slot.state = .ready
        slot.beat = 42
        slot.requests = 9
        slot.begin(3, at: 200, method: "GET", path: "/later")
        let long = "/" + String(repeating: "x", count: 500)
        slot.begin(0, at: 101, method: "PROPFINDPROPFINDPROPFIND", path: long)
        #expect(scoreboard[7].state == .ready)
        #expect(scoreboard[7].beat == 42)
        #expect(scoreboard[7].requests == 9)
        let shown = scoreboard[7].requestsInFlight
        #expect(shown.map(\.method) == ["PROPFINDPROPFIND", "GET"])
        #expect(shown.map(\.path) == [String(long.prefix(224)), "/later"])
        slot.finish(0)
        slot.finish(3)
        #expect(scoreboard[7].requestsInFlight.isEmpty)
        slot.message = "why not"
        #expect(scoreboard[7].message == "why not")
        #expect(scoreboard[8].state == .empty)
        #expect(Scoreboard.slot(Scoreboard.slots, in: scoreboard.descriptor) == nil)
    }
}
