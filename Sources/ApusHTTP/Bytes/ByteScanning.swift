/// Eight bytes looked at in one register. Marks are the highest bits of the bytes they stand for;
/// the lowest mark is always a true one.
struct ByteWord {
    let bytes: UInt64

    @inline(__always)
    private init(_ bytes: UInt64) { self.bytes = bytes }

    /// The bytes at `place`, of which there must be eight.
    @inline(__always)
    init(_ base: UnsafeRawPointer, at place: Int) {
        bytes = UInt64(littleEndian: base.loadUnaligned(fromByteOffset: place, as: UInt64.self))
    }

    @inline(__always)
    private static func all(_ byte: UInt8) -> UInt64 { 0x0101_0101_0101_0101 &* UInt64(byte) }

    private static var highest: UInt64 { 0x8080_8080_8080_8080 }

    /// Marks the bytes below `limit`, which is at most 0x80.
    @inline(__always)
    func below(_ limit: UInt8) -> UInt64 { (bytes &- Self.all(limit)) & ~bytes & Self.highest }

    /// Marks the bytes that are `byte`.
    @inline(__always)
    func equal(_ byte: UInt8) -> UInt64 { ByteWord(bytes ^ Self.all(byte)).below(1) }

    /// Marks the bytes above ASCII.
    @inline(__always)
    var aboveASCII: UInt64 { bytes & Self.highest }

    /// Marks the bytes that are neither ASCII letters nor hyphens: none in most field names.
    @inline(__always)
    var notLetterOrHyphen: UInt64 {
        // No byte of `low` carries into the next.
        let low = bytes & ~Self.highest
        let small = low | Self.all(0x20)
        let fromA = small &+ Self.all(0x80 - 0x61)
        let pastZ = small &+ Self.all(0x7F - 0x7A)
        let notHyphen = (low ^ Self.all(0x2D)) &+ Self.all(0x7F)
        return ((~fromA | pastZ) & notHyphen | bytes) & Self.highest
    }
}

extension UInt8 {
    @inline(__always)
    static var lineFeed: UInt8 { 0x0A }
    @inline(__always)
    static var carriageReturn: UInt8 { 0x0D }
    @inline(__always)
    static var space: UInt8 { 0x20 }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place of the first byte at or after `start` that is no `tchar`, or the end.
    @inline(__always)
    func endOfToken(from start: Int) -> Int {
        scan(from: start, suspects: { $0.notLetterOrHyphen }, while: \.isToken)
    }

    /// The place of the first byte at or after `start` that is no `tchar`, or the end, and whether
    /// there is an underscore before it.
    @inline(__always)
    func endOfFieldName(from start: Int, hasUnderscore: inout Bool) -> Int {
        scan(
            from: start, suspects: { $0.notLetterOrHyphen },
            while: {
                if $0 == UInt8(ascii: "_") { hasUnderscore = true }
                return $0.isToken
            })
    }

    /// The place of the first byte at or after `start` that a target can't hold, or the end.
    @inline(__always)
    func endOfTarget(from start: Int) -> Int {
        scan(
            from: start,
            suspects: {
                $0.below(0x21) | $0.equal(0x7F) | $0.equal(UInt8(ascii: "#")) | $0.aboveASCII
            }, while: \.isTarget)
    }

    /// The place of the first byte at or after `start` that a field value can't hold, or the end.
    @inline(__always)
    func endOfFieldValue(from start: Int) -> Int {
        scan(from: start, suspects: { $0.below(0x20) | $0.equal(0x7F) }, while: \.isFieldValue)
    }

    /// Whether the ten bytes at `place` are those with which nearly every request line ends.
    @inline(__always)
    func hasVersion11(at place: Int) -> Bool {
        guard place &+ 10 <= count, let base = UnsafeRawPointer(baseAddress) else { return false }
        let version: UInt64 = 0x312E_312F_5054_5448  // HTTP/1.1
        return ByteWord(base, at: place).bytes == version
            && self[place &+ 8] == .carriageReturn && self[place &+ 9] == .lineFeed
    }

    /// Skips eight bytes at a time while there is no suspect among them, and looks closer at each
    /// suspect.
    @inline(__always)
    private func scan(
        from start: Int, suspects: (ByteWord) -> UInt64, while isFine: (UInt8) -> Bool
    ) -> Int {
        guard let base = UnsafeRawPointer(baseAddress) else { return start }
        var here = start
        while here &+ 8 <= count {
            let marks = suspects(ByteWord(base, at: here))
            if marks == 0 {
                here &+= 8
            } else {
                here &+= marks.trailingZeroBitCount &>> 3
                guard isFine(self[here]) else { return here }
                here &+= 1
            }
        }
        while here < count, isFine(self[here]) { here &+= 1 }
        return here
    }
}
