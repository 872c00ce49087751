import ApusHTTP

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
