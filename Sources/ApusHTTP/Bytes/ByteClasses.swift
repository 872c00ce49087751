/// What a byte may be in a message (RFC 9110, section 5.6). Bit sets in registers, so that a test
/// costs no memory access.
extension UInt8 {
    /// `tchar`: what method names and field names are made of.
    @inline(__always)
    var isToken: Bool { isIn(low: 0x03FF_6CFA_0000_0000, high: 0x57FF_FFFF_C7FF_FFFE) }

    /// Whether the byte is in the set of ASCII characters whose bits are in two words.
    @inline(__always)
    func isIn(low: UInt64, high: UInt64) -> Bool {
        let set = self < 64 ? low : self < 128 ? high : 0
        return (set &>> UInt64(self & 63)) & 1 == 1
    }

    /// What a request target may hold here: visible ASCII without `#`, which no target has
    /// (RFC 9112, section 3.2).
    @inline(__always)
    var isTarget: Bool { self > 0x20 && self < 0x7F && self != UInt8(ascii: "#") }

    /// What a field value may hold: visible characters, blanks and bytes above ASCII.
    @inline(__always)
    var isFieldValue: Bool { (self >= 0x20 && self != 0x7F) || self == 0x09 }

    @inline(__always)
    var isBlank: Bool { self == 0x20 || self == 0x09 }

    @inline(__always)
    var isDigit: Bool { self &- UInt8(ascii: "0") < 10 }

    @inline(__always)
    var isLetter: Bool { (self | 0x20) &- UInt8(ascii: "a") < 26 }

    /// The value of a hexadecimal digit.
    @inline(__always)
    var hexValue: UInt8? {
        if isDigit { return self &- UInt8(ascii: "0") }
        let letter = (self | 0x20) &- UInt8(ascii: "a")
        return letter < 6 ? letter &+ 10 : nil
    }

    /// The byte with an ASCII capital made small.
    @inline(__always)
    var lowercased: UInt8 { self &- UInt8(ascii: "A") < 26 ? self | 0x20 : self }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are those of `text`.
    @inline(__always)
    func isEqual(to text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<count where self[index] != other[index] { return false }
        return true
    }

    /// Whether the bytes are those of `text`, which is in small letters, whatever their own case.
    @inline(__always)
    func isEqualIgnoringCase(to text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        let other = text.utf8Start
        for index in 0..<count where self[index].lowercased != other[index] { return false }
        return true
    }

    /// Whether the bytes are those of `other`, whatever the case of either.
    @inline(__always)
    func isEqualIgnoringCase(to other: UnsafeBufferPointer<UInt8>) -> Bool {
        guard count == other.count else { return false }
        for index in 0..<count where self[index].lowercased != other[index].lowercased {
            return false
        }
        return true
    }

    /// Whether the bytes are those of `text`, which is in small letters, whatever their own case and
    /// with underscores taken for dashes.
    func isEqualIgnoringCaseAndDashes(to text: StaticString) -> Bool {
        elementsEqual(text.bytes) {
            ($0 == UInt8(ascii: "_") ? UInt8(ascii: "-") : $0.lowercased) == $1
        }
    }

    /// The part at `range`, which lies within the buffer.
    @inline(__always)
    func slice(_ range: Range<Int>) -> UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(rebasing: self[range])
    }

    /// The part of `range` without the blanks at both ends.
    @inline(__always)
    func blanksTrimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, self[lower].isBlank { lower &+= 1 }
        while lower < upper, self[upper &- 1].isBlank { upper &-= 1 }
        return lower..<upper
    }

    /// Without the blanks at both ends.
    @inline(__always)
    var trimmingBlanks: UnsafeBufferPointer<UInt8> { slice(blanksTrimmed(0..<count)) }
}

extension StaticString {
    /// The bytes; every static string here is ASCII with pointer representation.
    @inline(__always)
    var bytes: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: utf8Start, count: utf8CodeUnitCount)
    }
}

extension [UInt8] {
    /// Appends the bytes of a literal.
    @inline(__always)
    mutating func append(_ text: StaticString) { append(contentsOf: text.bytes) }
}

extension String {
    /// Calls `body` with the string's UTF-8 bytes, without a copy where it can.
    @inline(__always)
    func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
        if let result = utf8.withContiguousStorageIfAvailable(body) { return result }
        return ContiguousArray(utf8).withUnsafeBufferPointer(body)
    }
}
