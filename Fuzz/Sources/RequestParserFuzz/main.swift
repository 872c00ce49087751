import ApusHTTP
import Fuzzing

/// What the parser makes of bytes that arrive in pieces.
private struct Transcript: Equatable {
    var events: [String] = []
    var body: [UInt8] = []
    var error: ParseError?

    init(_ bytes: ArraySlice<UInt8>, cuts: ArraySlice<UInt8>, limits: RequestLimits) {
        var parser = RequestParser(limits: limits)
        var input: [UInt8] = []
        var rest = bytes
        var cuts = cuts.makeIterator()
        while !rest.isEmpty {
            let size = cuts.next().map { Int($0 & 31) + 1 } ?? rest.count
            input += rest.prefix(size)
            rest = rest.dropFirst(size)
            do throws(ParseError) { try drain(&input, &parser) } catch {
                self.error = error
                check((try? parser.parse(input)) == nil, "a failed parser goes on")
                return
            }
        }
    }

    private mutating func drain(
        _ input: inout [UInt8], _ parser: inout RequestParser
    ) throws(ParseError) {
        while true {
            let step = try parser.parse(input)
            check(0...input.count ~= step.consumed, "consumed what isn't there")
            switch step.event {
            case .needMore: break
            case .head(let head):
                checkFields(head.headers)
                events.append(
                    "\(head.method) \(head.target) \(head.version) \(head.framing) "
                        + "\(head.keepAlive) \(head.expectsContinue)\n\(head.headers)")
                _ = Request(head).path + Request(head).query.encoded + (Request(head).host ?? "")
            case .body(let range):
                check(range.upperBound <= step.consumed, "a body that is not consumed")
                body += input[range]
            case .end: events.append("end \(body.count)")
            }
            input.removeFirst(step.consumed)
            if case .needMore = step.event { return }
        }
    }

    /// The fields are the same when they are set one by one.
    private func checkFields(_ headers: Headers) {
        check(headers.allSatisfy { !$0.name.contains("_") }, "an underscore in a name")
        check(headers.values("Host").count <= 1, "two hosts")
        check(headers["Host"] != "", "an empty host")
        check(headers.values("Content-Type").count <= 1, "two content types")
        check(
            !(headers.contains("Content-Length") && headers.contains("Transfer-Encoding")),
            "a length beside a coding")
        var copy = Headers()
        for (name, value) in headers { copy.append(name, value) }
        guard headers.allSatisfy({ $0.value.utf8.count < 1000 }) else { return }
        check(copy.refusal == nil, "a field that was read can't be written")
        check(copy.count == headers.count, "a field was lost")
    }
}

runFuzzer { data in
    guard data.count > 8, data.count <= 1 << 16 else { return }
    let bytes = Array(data)
    let cuts = bytes[..<8]
    let message = bytes[8...]
    // Small limits let a fuzzer reach them.
    let limits =
        cuts[0] & 128 == 0
        ? RequestLimits()
        : RequestLimits(requestLine: 40, fieldCount: 4, fieldSize: 40, body: 60, chunkExtensions: 9)
    let whole = Transcript(message, cuts: [], limits: limits)
    let ones = Transcript(
        message, cuts: [UInt8](repeating: 0, count: message.count)[...], limits: limits)
    let split = Transcript(message, cuts: cuts, limits: limits)
    check(whole == ones, "byte by byte it is another request: \(whole) \(ones)")
    check(whole == split, "split it is another request: \(whole) \(split)")
}
