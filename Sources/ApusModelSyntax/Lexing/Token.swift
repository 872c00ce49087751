/// A word of Swift: what it is and where in the source's UTF-8 bytes it stands.
public struct Token: Hashable, Sendable {
    /// What a token is. Operators come one character at a time, so that `>>` closes two generics.
    public enum Kind: Hashable, Sendable {
        /// A name or a keyword, `` `default` `` in backticks too.
        case identifier
        /// A number, without its sign.
        case number
        /// A string literal with its quotes, pound signs and interpolations.
        case string
        /// A string literal, a name in backticks or a regular expression between pound signs that
        /// its line or the source ended.
        case unterminated
        /// A regular expression between slashes.
        case regex
        /// `->`.
        case arrow
        /// `#if`, `#elseif`, `#else` or `#endif`.
        case condition
        /// One character of punctuation or of an operator.
        case symbol(UInt8)
        /// What stands after the last token.
        case end
    }

    /// What the token is.
    public var kind: Kind
    /// The offset of the token's first byte.
    public var start: Int
    /// The offset after the token's last byte.
    public var end: Int
    /// Whether a line break stands between the token before and this one.
    public var startsLine: Bool

    /// Whether the token is the one-character symbol `character`.
    func isSymbol(_ character: UInt8) -> Bool { kind == .symbol(character) }
}

/// The bytes that the lexer and the readers look for, by name.
enum Byte {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let quote = UInt8(ascii: "\"")
    static let pound = UInt8(ascii: "#")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let star = UInt8(ascii: "*")
    static let backtick = UInt8(ascii: "`")
    static let openParenthesis = UInt8(ascii: "(")
    static let closeParenthesis = UInt8(ascii: ")")
    static let openBracket = UInt8(ascii: "[")
    static let closeBracket = UInt8(ascii: "]")
    static let openBrace = UInt8(ascii: "{")
    static let closeBrace = UInt8(ascii: "}")
    static let less = UInt8(ascii: "<")
    static let greater = UInt8(ascii: ">")
    static let at = UInt8(ascii: "@")
    static let dot = UInt8(ascii: ".")
    static let comma = UInt8(ascii: ",")
    static let colon = UInt8(ascii: ":")
    static let semicolon = UInt8(ascii: ";")
    static let equals = UInt8(ascii: "=")
    static let question = UInt8(ascii: "?")
    static let exclamation = UInt8(ascii: "!")
    static let minus = UInt8(ascii: "-")
    static let plus = UInt8(ascii: "+")
    static let ampersand = UInt8(ascii: "&")
    static let underscore = UInt8(ascii: "_")
}
