/// Undoes the chunked transfer coding (RFC 9112, section 7.1). Extensions and trailer fields are
/// checked, bounded and dropped, but for trailer fields that would change what the head said: those
/// are refused.
struct ChunkedDecoder: Sendable {
    private let limits: RequestLimits
    private var phase = Phase.size
    private var digits = 0
    private var size = 0
    private var received = 0
    private var chunkExtension = ChunkExtension()
    private var extensionLength = 0
    private var trailerName: TrailerName?
    private var trailerCount = 0
    private var lineLength = 0

    private enum Phase {
        case size
        case blanksAfterSize
        case extensionBytes
        case sizeLineFeed
        case data
        case dataCarriageReturn
        case dataLineFeed
        case trailerStart
        case trailerName
        case trailerValue
        case trailerLineFeed
        case lastLineFeed
    }

    init(limits: RequestLimits) { self.limits = limits }

    /// The next event at the beginning of `bytes`: framing is consumed up to the next data.
    mutating func advance(
        _ bytes: UnsafeRawBufferPointer
    ) throws(ParseError) -> (consumed: Int, found: RequestParser.Found) {
        var here = 0
        while here < bytes.count {
            if phase == .data {
                let count = min(size, bytes.count - here)
                size -= count
                if size == 0 { phase = .dataCarriageReturn }
                return (here + count, .body(here..<here + count))
            }
            let byte = bytes[here]
            here += 1
            if phase == .lastLineFeed {
                guard byte == .lineFeed else { throw .bareCarriageReturn }
                return (here, .end)
            }
            try take(byte)
        }
        return (here, .needMore)
    }

    private mutating func take(_ byte: UInt8) throws(ParseError) {
        switch phase {
        case .size: try takeSize(byte)
        case .blanksAfterSize: try takeAfterSize(byte)
        case .extensionBytes: try takeExtension(byte)
        case .sizeLineFeed: try endSize(byte)
        case .dataCarriageReturn:
            guard byte == .carriageReturn else { throw .invalidChunk }
            phase = .dataLineFeed
        case .dataLineFeed:
            guard byte == .lineFeed else { throw .invalidChunk }
            digits = 0
            phase = .size
        case .trailerStart, .trailerName, .trailerValue, .trailerLineFeed:
            try takeTrailer(byte)
        case .data, .lastLineFeed: break
        }
    }

    private mutating func takeSize(_ byte: UInt8) throws(ParseError) {
        if let value = byte.hexValue {
            guard size <= Int.max >> 4, digits < 16 else { throw .invalidChunkSize }
            size = size << 4 | Int(value)
            digits += 1
            return
        }
        guard digits > 0 else { throw .invalidChunkSize }
        try takeAfterSize(byte)
    }

    private mutating func takeAfterSize(_ byte: UInt8) throws(ParseError) {
        switch byte {
        case .carriageReturn where phase == .size: phase = .sizeLineFeed
        case UInt8(ascii: ";"):
            chunkExtension = ChunkExtension()
            phase = .extensionBytes
        case .lineFeed: throw .bareLineFeed
        case _ where byte.isBlank:
            phase = .blanksAfterSize
            try countExtension()
        default: throw .invalidChunkSize
        }
    }

    private mutating func takeExtension(_ byte: UInt8) throws(ParseError) {
        if byte == .carriageReturn {
            guard chunkExtension.isWhole else { throw .invalidChunkExtension }
            phase = .sizeLineFeed
            return
        }
        guard byte != .lineFeed else { throw .bareLineFeed }
        try chunkExtension.take(byte)
        try countExtension()
    }

    private mutating func countExtension() throws(ParseError) {
        extensionLength += 1
        guard extensionLength <= limits.chunkExtensions else { throw .chunkExtensionsTooLong }
    }

    private mutating func endSize(_ byte: UInt8) throws(ParseError) {
        guard byte == .lineFeed else { throw .bareCarriageReturn }
        guard size <= limits.body - received else { throw .bodyTooLarge }
        received += size
        phase = size == 0 ? .trailerStart : .data
    }

    private mutating func takeTrailer(_ byte: UInt8) throws(ParseError) {
        switch phase {
        case .trailerStart:
            if byte == .carriageReturn {
                phase = .lastLineFeed
                return
            }
            guard !byte.isBlank else { throw .foldedField }
            guard byte != .lineFeed else { throw .bareLineFeed }
            guard byte.isToken else { throw .invalidFieldName }
            guard trailerCount < limits.fieldCount else { throw .tooManyFields }
            trailerCount += 1
            trailerName = TrailerName(byte)
            lineLength = 0
            phase = .trailerName
        case .trailerName:
            guard byte != .lineFeed else { throw .bareLineFeed }
            guard !byte.isBlank else { throw .blankBeforeColon }
            guard byte.isToken || byte == UInt8(ascii: ":") else { throw .invalidFieldName }
            if byte == UInt8(ascii: ":") {
                guard trailerName?.isForbidden != true else { throw .forbiddenTrailer }
                phase = .trailerValue
            } else {
                trailerName?.append(byte)
            }
        case .trailerValue:
            if byte == .carriageReturn {
                phase = .trailerLineFeed
                return
            }
            guard byte != .lineFeed else { throw .bareLineFeed }
            guard byte.isFieldValue else { throw .invalidFieldValue }
        default:
            guard byte == .lineFeed else { throw .bareCarriageReturn }
            phase = .trailerStart
            return
        }
        lineLength += 1
        guard lineLength <= limits.fieldLength else { throw .fieldTooLong }
    }
}
