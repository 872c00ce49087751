/// What the fields of a head mean for the message and its connection, gathered while they are read.
struct HeadSemantics: Sendable {
    private(set) var hostCount = 0
    private(set) var expectsContinue = false

    private var hasContentType = false
    private var contentLength: Int?
    private var codings = Codings.none
    private var closes = false
    private var keepsAlive = false

    private enum Codings {
        case none
        case chunked
        case chunkedNotLast
        case unknown
        case unknownThenChunked
    }

    /// Takes one field.
    @inline(__always)
    mutating func read(
        name: UnsafeBufferPointer<UInt8>, value: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) {
        switch name.count {
        case 4 where name.isEqualIgnoringCase(to: "host"): try readHost(value)
        case 6 where name.isEqualIgnoringCase(to: "expect"): try readExpect(value)
        case 10 where name.isEqualIgnoringCase(to: "connection"): readConnection(value)
        case 12 where name.isEqualIgnoringCase(to: "content-type"):
            // Which of two counts, no two servers agree on (RFC 9110, section 5.3).
            guard !hasContentType else { throw .repeatedContentType }
            hasContentType = true
        case 14 where name.isEqualIgnoringCase(to: "content-length"): try readLength(value)
        case 17 where name.isEqualIgnoringCase(to: "transfer-encoding"): try readCodings(value)
        default: break
        }
    }

    /// How the body is delimited (RFC 9112, section 6.3).
    func framing(version: Version) throws(ParseError) -> RequestHead.BodyFraming {
        switch codings {
        case .none:
            guard let contentLength, contentLength > 0 else { return .none }
            return .length(contentLength)
        case _ where contentLength != nil: throw .contentLengthWithTransferEncoding
        case _ where version == .http10: throw .invalidTransferEncoding
        case .chunked: return .chunked
        case .chunkedNotLast: throw .invalidTransferEncoding
        case .unknown, .unknownThenChunked: throw .unsupportedTransferEncoding
        }
    }

    /// Whether the connection stays open (RFC 9112, section 9.3).
    func keepAlive(version: Version) -> Bool {
        !closes && (version == .http11 || keepsAlive)
    }

    private mutating func readHost(_ value: UnsafeBufferPointer<UInt8>) throws(ParseError) {
        hostCount += 1
        guard hostCount == 1 else { throw .repeatedHost }
        // An http URL without a host is none (RFC 9110, section 4.2.1).
        guard value.isAuthority else { throw .invalidHost }
    }

    private mutating func readExpect(_ value: UnsafeBufferPointer<UInt8>) throws(ParseError) {
        guard value.isEqualIgnoringCase(to: "100-continue") else { throw .unsupportedExpectation }
        expectsContinue = true
    }

    private mutating func readConnection(_ value: UnsafeBufferPointer<UInt8>) {
        value.forEachListMember { option in
            if option.isEqualIgnoringCase(to: "close") { closes = true }
            if option.isEqualIgnoringCase(to: "keep-alive") { keepsAlive = true }
        }
    }

    private mutating func readLength(_ value: UnsafeBufferPointer<UInt8>) throws(ParseError) {
        guard contentLength == nil else { throw .repeatedContentLength }
        guard !value.isEmpty, value.allSatisfy(\.isDigit) else { throw .invalidContentLength }
        var length = 0
        for byte in value {
            let (tenfold, overflow) = length.multipliedReportingOverflow(by: 10)
            let (sum, carried) = tenfold.addingReportingOverflow(Int(byte &- UInt8(ascii: "0")))
            guard !overflow, !carried else { throw .bodyTooLarge }
            length = sum
        }
        contentLength = length
    }

    private mutating func readCodings(_ value: UnsafeBufferPointer<UInt8>) throws(ParseError) {
        var isMalformed = value.isEmpty
        value.forEachListMember { coding in
            if coding.isEmpty || !coding.allSatisfy(\.isToken) { isMalformed = true }
            let isChunked = coding.isEqualIgnoringCase(to: "chunked")
            switch codings {
            case .none: codings = isChunked ? .chunked : .unknown
            case .chunked, .chunkedNotLast, .unknownThenChunked: codings = .chunkedNotLast
            case .unknown: codings = isChunked ? .unknownThenChunked : .unknown
            }
        }
        if isMalformed { throw .invalidTransferEncoding }
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Calls `body` with each member of a comma-separated list, without the blanks around it.
    func forEachListMember(_ body: (UnsafeBufferPointer<UInt8>) -> Void) {
        var start = 0
        for place in 0...count where place == count || self[place] == UInt8(ascii: ",") {
            body(slice(start..<place).trimmingBlanks)
            start = place + 1
        }
    }
}
