extension UInt8 {
    @inline(__always)
    static var lineFeed: UInt8 { 0x0A }
    @inline(__always)
    static var carriageReturn: UInt8 { 0x0D }
    @inline(__always)
    static var space: UInt8 { 0x20 }
}

extension UnsafeBufferPointer<UInt8> {
    /// The place of the first byte at or after `start` that a field value can't hold, or the end.
    /// Eight bytes are looked at at once: a borrow in the subtraction marks a byte below 0x20, the
    /// same on the bytes xor 0x7F marks a DEL; the lowest mark is always a true one.
    @inline(__always)
    func endOfFieldValue(from start: Int) -> Int {
        guard let base = UnsafeRawPointer(baseAddress) else { return start }
        var here = start
        while true {
            while here &+ 8 <= count {
                let word = UInt64(
                    littleEndian: base.loadUnaligned(fromByteOffset: here, as: UInt64.self))
                let highs: UInt64 = 0x8080_8080_8080_8080
                let controls = (word &- 0x2020_2020_2020_2020) & ~word & highs
                let flipped = word ^ 0x7F7F_7F7F_7F7F_7F7F
                let deletes = (flipped &- 0x0101_0101_0101_0101) & ~flipped & highs
                let marks = controls | deletes
                if marks != 0 {
                    here &+= marks.trailingZeroBitCount &>> 3
                    break
                }
                here &+= 8
            }
            while here < count, self[here].isFieldValue {
                here &+= 1
                if here & 7 == 0 { break }
            }
            guard here < count, self[here].isFieldValue else { return here }
        }
    }
}
