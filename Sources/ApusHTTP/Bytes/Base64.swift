/// Bytes as text of 64 characters (RFC 4648).
public enum Base64 {
    /// Which two characters stand beside letters and digits.
    public enum Alphabet: Sendable {
        /// `+` and `/`, padded with `=`.
        case standard
        /// `-` and `_`, which URLs may hold; not padded.
        case urlSafe

        fileprivate var characters: StaticString {
            switch self {
            case .standard: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
            case .urlSafe: "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            }
        }

        @inline(__always)
        fileprivate func value(of byte: UInt8) -> UInt8? {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): byte - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+") where self == .standard: 62
            case UInt8(ascii: "/") where self == .standard: 63
            case UInt8(ascii: "-") where self == .urlSafe: 62
            case UInt8(ascii: "_") where self == .urlSafe: 63
            default: nil
            }
        }
    }

    /// The text of `bytes`.
    public static func encode(
        _ bytes: some Sequence<UInt8>, alphabet: Alphabet = .standard
    ) -> String {
        let characters = alphabet.characters.utf8Start
        var text: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for byte in bytes {
            bits = bits << 8 | UInt32(byte)
            count += 8
            while count >= 6 {
                count -= 6
                text.append(characters[Int(bits >> UInt32(count) & 0x3F)])
            }
        }
        if count > 0 { text.append(characters[Int(bits << UInt32(6 - count) & 0x3F)]) }
        if alphabet == .standard {
            while text.count % 4 != 0 { text.append(UInt8(ascii: "=")) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// The bytes of `text`; nil where it holds other characters or stops short. Padding doesn't
    /// matter in the alphabet for URLs.
    public static func decode(_ text: String, alphabet: Alphabet = .standard) -> [UInt8]? {
        decode(text.utf8, alphabet: alphabet)
    }

    static func decode(
        _ text: some BidirectionalCollection<UInt8>, alphabet: Alphabet
    ) -> [UInt8]? {
        var rest = text[...]
        var padding = 0
        while padding < 2, rest.last == UInt8(ascii: "=") {
            rest = rest.dropLast()
            padding += 1
        }
        let length = rest.count
        guard length % 4 != 1 else { return nil }
        let needed = (4 - length % 4) % 4
        guard padding == needed || alphabet == .urlSafe else { return nil }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(length / 4 * 3 + 2)
        var bits: UInt32 = 0
        var count = 0
        for byte in rest {
            guard let value = alphabet.value(of: byte) else { return nil }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
            }
        }
        return bytes
    }
}
