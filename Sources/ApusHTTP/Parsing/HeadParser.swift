/// Reads the request line and the fields of one message, byte after byte, resuming where it stopped.
///
/// A malformed byte is found when it is looked at, and an over-long line when its limit is passed;
/// where a byte is both, the line counts as too long, so that how the bytes arrived makes no
/// difference to the answer.
struct HeadParser: Sendable {
    /// The first byte not looked at yet; after ``advance(_:)`` returned true, the end of the head.
    private(set) var position = 0

    private let limits: RequestLimits
    private var phase = Phase.start
    private var lineStart = 0
    private var methodEnd = 0
    private var targetEnd = 0
    private var fieldsStart = 0
    private var nameEnd = 0
    private var method = Method.get
    private var isServable = true
    private var version = Version.http11
    private var index: [Headers.Entry] = []
    private var droppedCount = 0
    private var semantics = HeadSemantics()

    private enum Phase {
        case start
        case method
        case target
        case version
        case fieldStart
        case fieldName
        case fieldValue
        case lastLineFeed

        /// The limit of the line that the phase is within, nil between lines.
        func lineLimit(_ limits: RequestLimits) -> Int? {
            switch self {
            case .method, .target, .version: limits.requestLine
            case .fieldName, .fieldValue: limits.fieldLength
            case .start, .fieldStart, .lastLineFeed: nil
            }
        }
    }

    init(limits: RequestLimits) { self.limits = limits }

    /// Whether nothing of a message has come.
    var isIdle: Bool { phase == .start && position == 0 }

    /// Looks at the bytes of `input` that are new; whether the head is complete.
    mutating func advance(_ input: UnsafeBufferPointer<UInt8>) throws(ParseError) -> Bool {
        while position < input.count {
            let needsMore =
                switch phase {
                case .start: try skipEmptyLines(input)
                case .method: try scanMethod(input)
                case .target: try scanTarget(input)
                case .version: try scanVersion(input)
                case .fieldStart: try beginField(input)
                case .fieldName: try scanFieldName(input)
                case .fieldValue: try scanFieldValue(input)
                case .lastLineFeed: false
                }
            if needsMore { break }
            if phase == .lastLineFeed, position < input.count {
                guard input[position] == .lineFeed else { throw .bareCarriageReturn }
                position += 1
                return true
            }
        }
        try checkUnfinishedLine(input)
        return false
    }

    /// How the body of the request is delimited whose head ``advance(_:)`` has found.
    func framing() throws(ParseError) -> RequestHead.BodyFraming {
        let framing = try semantics.framing(version: version)
        if version == .http11, semantics.hostCount == 0 { throw .missingHost }
        return framing
    }

    /// Whether that request lets its connection stay open.
    var keepsAlive: Bool { semantics.keepAlive(version: version) }

    /// That request, as far as it is in `input`; the parser is then ready for the next.
    mutating func takeRequest(
        _ input: UnsafeBufferPointer<UInt8>, from address: String
    ) -> Request {
        let target = input.slice(methodEnd + 1..<targetEnd)
        let lines = Array(input.slice(fieldsStart..<max(fieldsStart, position - 2)))
        var found: [Headers.Entry] = []
        swap(&found, &index)
        var headers =
            droppedCount == 0
            ? Headers(lines: lines, index: found) : Headers(gatheringFrom: lines, found)
        if target.first != UInt8(ascii: "/") { headers.takeHost(from: target) }
        position = 0
        phase = .start
        droppedCount = 0
        semantics = HeadSemantics()
        return Request(
            method: method, target: String(decoding: target, as: UTF8.self), version: version,
            headers: headers, content: Content(), remoteAddress: address, scheme: "http")
    }

    /// The head alone.
    mutating func takeHead(_ input: UnsafeBufferPointer<UInt8>) -> RequestHead {
        // What is wrong with the framing was thrown when the head was found.
        let framing = (try? semantics.framing(version: version)) ?? .none
        let keepAlive = keepsAlive
        let expectsContinue =
            semantics.expectsContinue && version == .http11 && framing != .none
        let request = takeRequest(input, from: "")
        return RequestHead(
            method: request.method, target: request.target, version: request.version,
            headers: request.headers, framing: framing, keepAlive: keepAlive,
            expectsContinue: expectsContinue)
    }
}

// MARK: - The request line

extension HeadParser {
    /// Skips the CRLFs that some clients send after a body (RFC 9112, section 2.2), four at most.
    private mutating func skipEmptyLines(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        if input[position] == .carriageReturn {
            guard position + 1 < input.count else { return true }
            guard input[position + 1] == .lineFeed else { throw .bareCarriageReturn }
            guard position < 8 else { throw .invalidMethod }
            position += 2
        } else {
            lineStart = position
            phase = .method
        }
        return false
    }

    private mutating func scanMethod(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        let here = input.endOfToken(from: position)
        position = here
        guard here < input.count else { return true }
        guard input[here] == .space, here > lineStart else {
            throw lineError(input, here, or: .invalidMethod)
        }
        let name = input.slice(lineStart..<here)
        if let common = Method(common: name) {
            method = common
            isServable = true
        } else {
            method = Method(String(decoding: name, as: UTF8.self))
            isServable = method.isServable
        }
        methodEnd = here
        position = here + 1
        phase = .target
        return false
    }

    private mutating func scanTarget(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        let here = input.endOfTarget(from: position)
        position = here
        guard here < input.count else { return true }
        guard input[here] == .space, here > methodEnd + 1 else {
            throw lineError(input, here, or: .invalidTarget)
        }
        targetEnd = here
        position = here + 1
        phase = .version
        return false
    }

    private mutating func scanVersion(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        let start = targetEnd + 1
        if position == start, input.hasVersion11(at: start) {
            position += 10
            guard position - 2 - lineStart <= limits.requestLine else { throw .requestLineTooLong }
            try endRequestLine(input, major: UInt8(ascii: "1"), minor: UInt8(ascii: "1"))
            return false
        }
        let shape: StaticString = "HTTP/d.d\r\n"
        while position < input.count {
            let byte = input[position]
            let place = position - start
            let expected = shape.utf8Start[place]
            let fits = expected == UInt8(ascii: "d") ? byte.isDigit : byte == expected
            guard fits else {
                throw lineError(
                    input, position, or: place == 9 ? .bareCarriageReturn : .invalidVersion)
            }
            position += 1
            if place == 9 {
                guard position - 2 - lineStart <= limits.requestLine else {
                    throw .requestLineTooLong
                }
                try endRequestLine(input, major: input[start + 5], minor: input[start + 7])
                return false
            }
        }
        return true
    }

    private mutating func endRequestLine(
        _ input: UnsafeBufferPointer<UInt8>, major: UInt8, minor: UInt8
    ) throws(ParseError) {
        guard major == UInt8(ascii: "1") else { throw .unsupportedVersion }
        version = minor == UInt8(ascii: "0") ? .http10 : .http11
        let target = input.slice(methodEnd + 1..<targetEnd)
        guard TargetForm(target, method: method) != nil else { throw .invalidTarget }
        guard isServable else { throw .unknownMethod }
        fieldsStart = position
        phase = .fieldStart
    }
}

// MARK: - Fields

extension HeadParser {
    /// Reads fields whose lines are there as a whole and as they should be; the first that isn't is
    /// left to the phases, which can stop within it and know what is wrong with it.
    private mutating func takeWholeFields(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) {
        if index.isEmpty { index.reserveCapacity(16) }
        var start = position
        var places = index.count &+ droppedCount
        while places < limits.fieldCount {
            var hasUnderscore = false
            let colon = input.endOfFieldName(from: start, hasUnderscore: &hasUnderscore)
            guard colon < input.count, colon > start, input[colon] == UInt8(ascii: ":"),
                colon &- start <= RequestLimits.fieldName
            else { break }
            let end = input.endOfFieldValue(from: colon &+ 1)
            guard end &+ 1 < input.count, input[end] == .carriageReturn,
                input[end &+ 1] == .lineFeed, end &- start <= limits.fieldLength
            else { break }
            if hasUnderscore {
                try dropField(input.slice(start..<colon))
            } else {
                try endField(input, start: start, colon: colon, end: end)
            }
            places &+= 1
            start = end &+ 2
            guard start &- fieldsStart <= limits.fields else { throw .tooManyFields }
        }
        position = start
    }

    private mutating func beginField(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        try takeWholeFields(input)
        guard position < input.count else { return true }
        let byte = input[position]
        if byte == .carriageReturn {
            position += 1
            phase = .lastLineFeed
            return false
        }
        guard !byte.isBlank else { throw .foldedField }
        guard byte != .lineFeed else { throw .bareLineFeed }
        guard index.count + droppedCount < limits.fieldCount else { throw .tooManyFields }
        lineStart = position
        phase = .fieldName
        return false
    }

    private mutating func scanFieldName(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        let here = input.endOfToken(from: position)
        position = here
        guard here < input.count else { return true }
        guard input[here] == UInt8(ascii: ":"), here > lineStart else {
            let isBlank = input[here].isBlank && here > lineStart
            throw lineError(input, here, or: isBlank ? .blankBeforeColon : .invalidFieldName)
        }
        guard here - lineStart <= RequestLimits.fieldName else { throw .fieldTooLong }
        nameEnd = here
        position = here + 1
        phase = .fieldValue
        return false
    }

    private mutating func scanFieldValue(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) -> Bool {
        let here = input.endOfFieldValue(from: position)
        position = here
        guard here < input.count else { return true }
        guard input[here] == .carriageReturn else {
            throw lineError(input, here, or: .invalidFieldValue)
        }
        guard here + 1 < input.count else { return true }
        guard input[here + 1] == .lineFeed else {
            throw lineError(input, here + 1, or: .bareCarriageReturn)
        }
        guard here - lineStart <= limits.fieldLength else { throw .fieldTooLong }
        let name = input.slice(lineStart..<nameEnd)
        if name.contains(UInt8(ascii: "_")) {
            try dropField(name)
        } else {
            try endField(input, start: lineStart, colon: nameEnd, end: here)
        }
        position = here + 2
        guard position - fieldsStart <= limits.fields else { throw .tooManyFields }
        phase = .fieldStart
        return false
    }

    /// Forgets a field with an underscore in its name: behind a gateway it could not be told from
    /// the one with a dash, which a proxy may have checked. One that stands for a field that frames
    /// the message is no mistake, and refused.
    private mutating func dropField(_ name: UnsafeBufferPointer<UInt8>) throws(ParseError) {
        guard !name.isEqualIgnoringCaseAndDashes(to: "content-length"),
            !name.isEqualIgnoringCaseAndDashes(to: "transfer-encoding")
        else { throw .ambiguousFieldName }
        droppedCount += 1
    }

    @inline(__always)
    private mutating func endField(
        _ input: UnsafeBufferPointer<UInt8>, start: Int, colon: Int, end: Int
    ) throws(ParseError) {
        let value = input.blanksTrimmed(colon &+ 1..<end)
        index.append(
            Headers.Entry(
                nameStart: UInt32(truncatingIfNeeded: start &- fieldsStart),
                nameEnd: UInt32(truncatingIfNeeded: colon &- fieldsStart),
                valueStart: UInt32(truncatingIfNeeded: value.lowerBound &- fieldsStart),
                valueEnd: UInt32(truncatingIfNeeded: value.upperBound &- fieldsStart)))
        try semantics.read(name: input.slice(start..<colon), value: input.slice(value))
    }
}

// MARK: - Limits

extension HeadParser {
    /// All bytes are looked at: throws if the line that they leave unfinished is already over its
    /// limit. A CR at the limit may still be the line's end.
    private func checkUnfinishedLine(
        _ input: UnsafeBufferPointer<UInt8>
    ) throws(ParseError) {
        guard let limit = phase.lineLimit(limits) else { return }
        let length = input.count - lineStart
        if length > limit, length > limit + 1 || input[input.count - 1] != .carriageReturn {
            throw tooLong
        }
    }

    /// The error of a malformed byte at `place`: if that is past the line's limit, the line is too
    /// long before it is malformed.
    private func lineError(
        _ input: UnsafeBufferPointer<UInt8>, _ place: Int, or error: ParseError
    ) -> ParseError {
        if let limit = phase.lineLimit(limits), place - lineStart >= limit { return tooLong }
        return input[place] == .lineFeed ? .bareLineFeed : error
    }

    private var tooLong: ParseError {
        switch phase {
        case .start, .method, .target, .version: .requestLineTooLong
        case .fieldStart, .fieldName, .fieldValue, .lastLineFeed: .fieldTooLong
        }
    }
}
