/// What tells one request from all others: the name that a trusted proxy has given it, or 128 bits
/// of the server's own.
public struct RequestID: Hashable, Sendable, CustomStringConvertible {
    private let given: String?
    private let high: UInt64
    private let low: UInt64

    /// No request's: empty.
    public static let none = RequestID(high: 0, low: 0)

    /// An identifier of the server's own, written as 32 hexadecimal digits.
    public init(high: UInt64, low: UInt64) {
        given = nil
        self.high = high
        self.low = low
    }

    /// The longest name that is taken from outside.
    public static let mostBytes = 128

    /// A name from outside; nil unless it is 1 to 128 letters, digits and `-_.~+/=:@`.
    public init?(_ text: String) {
        guard (1...Self.mostBytes).contains(text.utf8.count),
            text.utf8.allSatisfy(Self.isAllowed)
        else { return nil }
        given = text
        high = 0
        low = 0
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"): true
        case UInt8(ascii: "-")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "~"): true
        case UInt8(ascii: "+"), UInt8(ascii: "="), UInt8(ascii: "@"): true
        default: false
        }
    }

    /// Whether this is no request's.
    public var isNone: Bool { given == nil && high == 0 && low == 0 }

    /// The identifier as text; empty where there is none.
    public var description: String {
        if let given { return given }
        if isNone { return "" }
        var bytes: [UInt8] = []
        bytes.append(atMost: Self.mostBytes) { append(to: &$0) }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// Appends the text, of which there are at most `mostBytes`.
    @inline(__always)
    func append(to head: inout HeadWriter) {
        if let given {
            given.withBytes { head.append($0) }
        } else {
            let digits = (
                Self.digits(high >> 32), Self.digits(high), Self.digits(low >> 32),
                Self.digits(low)
            )
            withUnsafeBytes(of: digits) { head.append($0.assumingMemoryBound(to: UInt8.self)) }
        }
    }

    /// The eight hexadecimal digits of the lower half of `number`, as they lie in memory.
    private static func digits(_ number: UInt64) -> UInt64 {
        var spread = (number & 0xFFFF) << 32 | (number & 0xFFFF_0000) >> 16
        spread = (spread & 0x0000_FF00_0000_FF00) >> 8 | (spread & 0x0000_00FF_0000_00FF) << 16
        spread = (spread & 0x00F0_00F0_00F0_00F0) >> 4 | (spread & 0x000F_000F_000F_000F) << 8
        let letters = (spread &+ 0x0606_0606_0606_0606) >> 4 & 0x0101_0101_0101_0101
        return ((spread | 0x3030_3030_3030_3030) &+ letters &* 0x27).littleEndian
    }
}

extension Request {
    /// The request's identifier as text, the same as in the access log and in the response's
    /// `X-Request-ID`; empty for a request that no server has taken.
    public var id: String { identity.description }
}
