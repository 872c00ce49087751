/// Cuts a template into texts, variables, tags and comments.
///
/// Braces whose other half is not on the same line are text.
struct Lexer {
    private let bytes: [UInt8]
    private var position = 0
    private var textStart = 0
    private var tokens: [Token] = []
    /// The tag that ends the `verbatim` block we are in.
    private var verbatimEnd: [UInt8]?
    /// For each kind of brace the next closing pair, kept so that no byte is searched twice.
    private var closers: [UInt8: Int] = [:]
    private var lineEnd = -1

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    static func tokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        lexer.run()
        return lexer.tokens
    }

    private mutating func run() {
        while position + 3 < bytes.count {
            guard bytes[position] == UInt8(ascii: "{"), let kind = kind(of: bytes[position + 1]),
                let end = closer(of: bytes[position + 1], from: position + 2)
            else {
                position += 1
                continue
            }
            if !take(kind, until: end) { position += 1 }
        }
        position = bytes.count
        finishText(at: bytes.count)
    }

    private func kind(of brace: UInt8) -> Token.Kind? {
        switch brace {
        case UInt8(ascii: "{"): .variable
        case UInt8(ascii: "%"): .block
        case UInt8(ascii: "#"): .comment
        default: nil
        }
    }

    /// Takes the token that starts here and has its closing brace at `end`; false where it is text
    /// because of a verbatim block.
    private mutating func take(_ kind: Token.Kind, until end: Int) -> Bool {
        let range = trimmed((position + 2)..<end)
        if let verbatimEnd {
            guard kind == .block, bytes[range].elementsEqual(verbatimEnd) else {
                // The whole of it is text, as it is for Django: no tag starts inside.
                position = end + 1
                return false
            }
            self.verbatimEnd = nil
        } else if kind == .block, bytes[range].starts(with: "verbatim".utf8),
            range.count == 8 || bytes[range.lowerBound + 8] == 0x20
        {
            verbatimEnd = Array("end".utf8) + bytes[range]
        }
        finishText(at: position)
        tokens.append(Token(kind: kind, offset: position, range: range))
        position = end + 2
        textStart = position
        return true
    }

    private mutating func finishText(at end: Int) {
        guard textStart < end else { return }
        tokens.append(Token(kind: .text, offset: textStart, range: textStart..<end))
        textStart = end
    }

    /// The place of the closing brace of `brace` on this line, at `start` or later.
    private mutating func closer(of brace: UInt8, from start: Int) -> Int? {
        if lineEnd < start { lineEnd = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count }
        if let known = closers[brace], known >= start { return known < lineEnd ? known : nil }
        let first = brace == UInt8(ascii: "{") ? UInt8(ascii: "}") : brace
        var index = start
        while index + 1 < bytes.count {
            if bytes[index] == first && bytes[index + 1] == UInt8(ascii: "}") {
                closers[brace] = index
                return index < lineEnd ? index : nil
            }
            index += 1
        }
        closers[brace] = Int.max
        return nil
    }

    private func trimmed(_ range: Range<Int>) -> Range<Int> {
        var lower = range.lowerBound
        var upper = range.upperBound
        while lower < upper, isSpace(bytes[lower]) { lower += 1 }
        while upper > lower, isSpace(bytes[upper - 1]) { upper -= 1 }
        return lower..<upper
    }
}

/// Whether `byte` is white space.
func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (byte >= 0x09 && byte <= 0x0D)
}
