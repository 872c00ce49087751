/// An incremental parser of HTTP/1 requests (RFC 9112) that reads no socket and keeps no input.
///
/// The connection keeps a buffer of what it has read. It calls ``parse(_:)`` with the bytes that are
/// not consumed yet, drops as many as the step says were consumed, and acts on the event:
///
///     while true {
///         let step = try parser.parse(unconsumed)
///         // drop step.consumed bytes
///         switch step.event {
///         case .needMore: return              // read, then call again with the rest and the new
///         case .head(let head): …             // answer 100 if head.expectsContinue
///         case .body(let range): …            // body bytes, at range of what was passed
///         case .end: …                        // the request is whole; the next one may follow
///         }
///     }
///
/// Exactly one message is consumed from `.head` to `.end`; what follows is the next, pipelined one.
/// Between calls the unconsumed bytes must stay the same and only grow at their end: the parser
/// remembers how far it has looked and never looks at a byte twice.
public struct RequestParser: Sendable {
    /// What is too large.
    public let limits: RequestLimits

    private var state = State.head
    private var head: HeadParser
    private var chunks: ChunkedDecoder
    private var remaining = 0
    /// How many bytes the last event took.
    package private(set) var consumed = 0
    /// Whether the request whose head was found last lets its connection stay open.
    package private(set) var keepsAlive = false

    private enum State {
        case head
        case fixedBody
        case chunkedBody
        case failed(ParseError)
    }

    /// What was found at the beginning of the bytes.
    public enum Event: Sendable {
        /// Nothing more can be said before more bytes come.
        case needMore
        /// The head of a request.
        case head(RequestHead)
        /// A piece of its body: the bytes at this range of those that were passed.
        case body(Range<Int>)
        /// The end of the request.
        case end
    }

    /// The same without the head: `takeRequest` and `takeHead` have that, built where it is needed.
    package enum Found {
        /// Nothing more can be said before more bytes come.
        case needMore
        /// The head of a request whose body is delimited like this; it must be taken next.
        case head(RequestHead.BodyFraming)
        /// A piece of its body: the bytes at this range of those that were passed.
        case body(Range<Int>)
        /// The end of the request.
        case end
    }

    /// An event and how many bytes it took.
    public struct Step: Sendable {
        /// How many bytes at the beginning are done with.
        public let consumed: Int
        /// What they were.
        public let event: Event
    }

    /// A parser at the beginning of a connection.
    public init(limits: RequestLimits = RequestLimits()) {
        self.limits = limits
        head = HeadParser(limits: limits)
        chunks = ChunkedDecoder(limits: limits)
    }

    /// Whether the parser is between two requests and has seen nothing of the next: the connection
    /// is idle, and its client may go without having been cut off.
    public var isIdle: Bool {
        if case .head = state { head.isIdle } else { false }
    }

    /// Looks at `bytes` for the next event. Once it has thrown it throws the same error again.
    public mutating func parse(_ bytes: UnsafeRawBufferPointer) throws(ParseError) -> Step {
        switch try next(bytes) {
        case .needMore: Step(consumed: consumed, event: .needMore)
        case .head: Step(consumed: consumed, event: .head(takeHead(bytes)))
        case .body(let range): Step(consumed: consumed, event: .body(range))
        case .end: Step(consumed: consumed, event: .end)
        }
    }

    /// The same, with the number of bytes in ``consumed``, and with a head left to be taken.
    package mutating func next(_ bytes: UnsafeRawBufferPointer) throws(ParseError) -> Found {
        do throws(ParseError) {
            switch state {
            case .head: return try parseHead(bytes)
            case .fixedBody: return parseFixedBody(bytes)
            case .chunkedBody: return try parseChunkedBody(bytes)
            case .failed(let error): throw error
            }
        } catch {
            state = .failed(error)
            throw error
        }
    }

    /// Looks at `bytes` for the next event.
    public mutating func parse(_ bytes: [UInt8]) throws(ParseError) -> Step {
        let result = bytes.withUnsafeBytes { raw in
            Result { () throws(ParseError) in try parse(raw) }
        }
        return try result.get()
    }

    /// The head that ``next(_:)`` has just found in the same bytes.
    package mutating func takeHead(_ bytes: UnsafeRawBufferPointer) -> RequestHead {
        head.takeHead(Self.input(bytes))
    }

    /// The request, from the client at `address`, whose head ``next(_:)`` has just found in the same
    /// bytes and that has no body: its end is taken with it.
    package mutating func takeRequest(
        _ bytes: UnsafeRawBufferPointer, from address: String
    ) -> Request {
        state = .head
        return head.takeRequest(Self.input(bytes), from: address)
    }

    @inline(__always)
    private static func input(_ bytes: UnsafeRawBufferPointer) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(
            start: bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), count: bytes.count)
    }

    private mutating func parseHead(_ bytes: UnsafeRawBufferPointer) throws(ParseError) -> Found {
        consumed = 0
        guard bytes.count > 0, try head.advance(Self.input(bytes)) else { return .needMore }
        let framing = try head.framing()
        switch framing {
        case .none:
            remaining = 0
            state = .fixedBody
        case .length(let length):
            guard length <= limits.body else { throw .bodyTooLarge }
            remaining = length
            state = .fixedBody
        case .chunked:
            chunks = ChunkedDecoder(limits: limits)
            state = .chunkedBody
        }
        consumed = head.position
        keepsAlive = head.keepsAlive
        return .head(framing)
    }

    private mutating func parseFixedBody(_ bytes: UnsafeRawBufferPointer) -> Found {
        consumed = 0
        guard remaining > 0 else {
            state = .head
            return .end
        }
        let count = min(remaining, bytes.count)
        guard count > 0 else { return .needMore }
        remaining -= count
        consumed = count
        return .body(0..<count)
    }

    private mutating func parseChunkedBody(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ParseError) -> Found {
        let step = try chunks.advance(bytes)
        consumed = step.consumed
        if case .end = step.found { state = .head }
        return step.found
    }
}
