/// Numbers in digits and small letters, for short URLs.
public enum Base36 {
    /// The number in base 36.
    public static func encode(_ number: UInt) -> String { String(number, radix: 36) }

    /// The number that `text` writes; nil if it is none, or too large. Capitals count as small
    /// letters.
    public static func decode(_ text: String) -> UInt? {
        guard text.utf8.count <= 13, text.utf8.first != UInt8(ascii: "+") else { return nil }
        return UInt(text, radix: 36)
    }
}
