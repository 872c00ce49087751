/// The secret against cross-site request forgery and its masked forms. The cookie holds the secret;
/// each page holds it masked anew, so that compression doesn't give it away (BREACH).
public enum CSRFToken {
    /// Characters of a secret.
    static let secretLength = 32
    /// Characters of a masked secret: the mask and the masked.
    static let maskedLength = 64

    private static let alphabet = Array(
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789".utf8)

    /// What is wrong with a token's form, in Django's words.
    public struct InvalidFormat: Error, Hashable {
        /// `has incorrect length` or `has invalid characters`.
        public let reason: String
    }

    /// A new secret, from the system's generator: the kernel's random numbers.
    public static func newSecret() -> String {
        var generator = SystemRandomNumberGenerator()
        let characters = (0..<secretLength).map { _ in
            alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
        }
        return String(decoding: characters, as: UTF8.self)
    }

    /// `secret` under a new mask.
    public static func mask(_ secret: String) -> String { mask(secret, with: newSecret()) }

    static func mask(_ secret: String, with mask: String) -> String {
        mask + combine(secret.utf8, mask.utf8) { ($0 + $1) % 62 }
    }

    /// The secret in a masked token.
    public static func unmask(_ token: String) -> String {
        let mask = token.utf8.prefix(secretLength)
        let masked = token.utf8.dropFirst(secretLength)
        return combine(masked, mask) { ($0 - $1 + 62) % 62 }
    }

    /// Throws unless `token` is a secret or a masked one by its length and characters.
    public static func checkFormat(_ token: String) throws(InvalidFormat) {
        let length = token.unicodeScalars.count
        guard length == secretLength || length == maskedLength else {
            throw InvalidFormat(reason: "has incorrect length")
        }
        guard token.utf8.allSatisfy({ index(of: $0) != nil }) else {
            throw InvalidFormat(reason: "has invalid characters")
        }
    }

    /// Whether `token`, masked or not, stands for `secret`; as fast for a wrong as for a right one.
    public static func matches(_ token: String, _ secret: String) -> Bool {
        let token = token.utf8.count == maskedLength ? unmask(token) : token
        guard token.utf8.count == secret.utf8.count else { return false }
        var difference: UInt8 = 0
        for (left, right) in zip(token.utf8, secret.utf8) { difference |= left ^ right }
        return difference == 0
    }

    private static func combine(
        _ left: some Sequence<UInt8>, _ right: some Sequence<UInt8>, _ sum: (Int, Int) -> Int
    ) -> String {
        let bytes = zip(left, right).map { left, right in
            alphabet[sum(index(of: left) ?? 0, index(of: right) ?? 0)]
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func index(of byte: UInt8) -> Int? {
        switch byte {
        case 97...122: Int(byte) - 97
        case 65...90: Int(byte) - 65 + 26
        case 48...57: Int(byte) - 48 + 52
        default: nil
        }
    }
}
