/// A set of ASCII characters, written as a string literal of them.
public struct ByteSet: Sendable, ExpressibleByStringLiteral {
    private var low: UInt64 = 0
    private var high: UInt64 = 0

    /// The ASCII characters of `characters`; others are not in the set.
    public init(stringLiteral characters: String) { self.init(characters) }

    /// The ASCII characters of `characters`; others are not in the set.
    public init(_ characters: String) {
        for byte in characters.utf8 { insert(byte) }
    }

    /// What no URL needs to encode: letters, digits and `-._~` (RFC 3986, section 2.3).
    public static let unreserved = ByteSet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")

    /// The set with the characters of `other` too.
    public func union(_ other: ByteSet) -> ByteSet {
        var union = self
        union.low |= other.low
        union.high |= other.high
        return union
    }

    /// Whether the character is in the set.
    @inline(__always)
    public func contains(_ byte: UInt8) -> Bool {
        if byte < 64 { return low &>> UInt64(byte) & 1 == 1 }
        return byte < 128 && high &>> UInt64(byte & 63) & 1 == 1
    }

    private mutating func insert(_ byte: UInt8) {
        if byte < 64 {
            low |= 1 << UInt64(byte)
        } else if byte < 128 {
            high |= 1 << UInt64(byte - 64)
        }
    }
}
