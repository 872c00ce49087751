/// Source with its tokens and the partners of its brackets.
public struct SourceText: Sendable {
    /// The source's UTF-8.
    public let bytes: [UInt8]
    /// The tokens; the last is `.end`.
    public let tokens: [Token]
    /// For a token that opens a bracket the index of the one that closes it (the last token where
    /// none does), for every other token its own index.
    let partners: [Int]
    /// Whether every bracket has its partner and every string its end.
    public let isBalanced: Bool

    /// Cuts `bytes` into tokens.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        tokens = Lexer.tokens(of: bytes)
        var partners = Array(tokens.indices)
        var open: [(index: Int, closer: UInt8)] = []
        var isBalanced = true
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .symbol(Byte.openParenthesis): open.append((index, Byte.closeParenthesis))
            case .symbol(Byte.openBracket): open.append((index, Byte.closeBracket))
            case .symbol(Byte.openBrace): open.append((index, Byte.closeBrace))
            case .symbol(let byte)
            where [Byte.closeParenthesis, Byte.closeBracket, Byte.closeBrace].contains(byte):
                guard let opener = open.last, opener.closer == byte else {
                    isBalanced = false
                    continue
                }
                partners[opener.index] = index
                open.removeLast()
            case .unterminated:
                isBalanced = false
            default:
                break
            }
        }
        for opener in open { partners[opener.index] = tokens.count - 1 }
        self.partners = partners
        self.isBalanced = isBalanced && open.isEmpty
    }

    /// Cuts `text` into tokens.
    public init(_ text: String) { self.init(Array(text.utf8)) }

    /// The text between two byte offsets.
    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// The text of the token at `index`.
    func text(at index: Int) -> String {
        let token = self[index]
        return text(token.start..<token.end)
    }

    /// The source from the first to the last of the tokens `range`, with the comments between.
    func text(ofTokens range: Range<Int>) -> String {
        guard let first = range.first, let last = range.last else { return "" }
        return text(self[first].start..<max(self[first].start, self[last].end))
    }

    /// The expression that the tokens `range` are, fit to stand among others on one line: where it
    /// has a slash that is no regular expression's, a line break follows it, or a slash of the next
    /// expression would make one of the two, brackets and all.
    func expression(ofTokens range: Range<Int>) -> String {
        let hasSlash = range.contains { self[$0].isSymbol(Byte.slash) }
        return text(ofTokens: range) + (hasSlash ? "\n" : "")
    }

    /// The token at `index`, the `.end` token behind the last.
    subscript(index: Int) -> Token { tokens[min(max(index, 0), tokens.count - 1)] }

    /// The index behind the token at `index`, or behind the bracket that it opens.
    func next(_ index: Int) -> Int {
        index < partners.count ? partners[index] + 1 : index + 1
    }
}
