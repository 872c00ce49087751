/// Cuts Swift source into tokens, as far as declarations need it: comments and spaces fall away,
/// literals stay whole. It accepts any bytes and always ends.
struct Lexer {
    let bytes: [UInt8]
    var position = 0
    private var tokens: [Token] = []
    private var startsLine = true

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The tokens of `bytes`, the last of them `.end`.
    static func tokens(of bytes: [UInt8]) -> [Token] {
        var lexer = Lexer(bytes)
        lexer.tokens.reserveCapacity(bytes.count / 4 + 1)
        while lexer.skipTrivia() { lexer.readToken() }
        lexer.add(.end, from: bytes.count)
        return lexer.tokens
    }

    /// The byte `distance` after the current one, 0 behind the end.
    func peek(_ distance: Int = 0) -> UInt8 {
        let index = position + distance
        return index < bytes.count ? bytes[index] : 0
    }

    /// Skips spaces and comments; false at the end of the source.
    private mutating func skipTrivia() -> Bool {
        while position < bytes.count {
            switch bytes[position] {
            case Byte.newline, Byte.carriageReturn:
                startsLine = true
                position += 1
            case 0, 9, 11, 12, 32:
                position += 1
            case Byte.slash where peek(1) == Byte.slash || peek(1) == Byte.star:
                skipComment()
            default:
                return true
            }
        }
        return false
    }

    /// Skips the comment that begins here; block comments nest.
    mutating func skipComment() {
        if peek(1) == Byte.slash {
            while position < bytes.count, !isLineBreak(bytes[position]) { position += 1 }
            return
        }
        position += 2
        var depth = 1
        while position < bytes.count, depth > 0 {
            if peek() == Byte.slash, peek(1) == Byte.star {
                depth += 1
                position += 2
            } else if peek() == Byte.star, peek(1) == Byte.slash {
                depth -= 1
                position += 2
            } else {
                if isLineBreak(peek()) { startsLine = true }
                position += 1
            }
        }
        position = min(position, bytes.count)
    }

    private mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind: kind, start: start, end: position, startsLine: startsLine))
        startsLine = false
    }

    private mutating func readToken() {
        let start = position
        switch peek() {
        case Byte.quote:
            add(skipString(pounds: 0) ? .string : .unterminated, from: start)
        case Byte.pound:
            readPound()
        case Byte.backtick:
            position += 1
            while position < bytes.count, peek() != Byte.backtick, !isLineBreak(peek()) {
                position += 1
            }
            let isClosed = peek() == Byte.backtick
            if isClosed { position += 1 }
            add(isClosed ? .identifier : .unterminated, from: start)
        case Byte.slash where startsRegex && skipRegex(pounds: 0):
            add(.regex, from: start)
        case Byte.minus where peek(1) == Byte.greater:
            position += 2
            add(.arrow, from: start)
        case let byte where isDigit(byte):
            skipNumber()
            add(.number, from: start)
        case let byte where isIdentifierPart(byte):
            while position < bytes.count, isIdentifierPart(peek()) { position += 1 }
            add(.identifier, from: start)
        case let byte:
            position += 1
            add(.symbol(byte), from: start)
        }
    }

    private mutating func readPound() {
        let start = position
        var pounds = 0
        while peek(pounds) == Byte.pound { pounds += 1 }
        if peek(pounds) == Byte.quote {
            position += pounds
            add(skipString(pounds: pounds) ? .string : .unterminated, from: start)
            return
        }
        if peek(pounds) == Byte.slash {
            position += pounds
            return add(skipRegex(pounds: pounds) ? .regex : .unterminated, from: start)
        }
        var length = 1
        while isIdentifierPart(peek(length)) { length += 1 }
        let word = String(
            decoding: bytes[start + 1..<min(start + length, bytes.count)], as: UTF8.self)
        if ["if", "elseif", "else", "endif"].contains(word) {
            position += length
            add(.condition, from: start)
        } else {
            position += 1
            add(.symbol(Byte.pound), from: start)
        }
    }

    private mutating func skipNumber() {
        let isHexadecimal = peek() == UInt8(ascii: "0") && peek(1) == UInt8(ascii: "x")
        while position < bytes.count {
            let byte = peek()
            if byte == Byte.dot, isDigit(peek(1)) {
                position += 2
            } else if isDigit(byte) || isIdentifierPart(byte) {
                position += 1
                let lower = byte | 0x20
                let isExponent =
                    isHexadecimal ? lower == UInt8(ascii: "p") : lower == UInt8(ascii: "e")
                if isExponent, peek() == Byte.minus || peek() == Byte.plus { position += 1 }
            } else {
                return
            }
        }
    }

    /// Whether a `/` here can begin a regular expression: not after something it could divide.
    private var startsRegex: Bool {
        guard let last = tokens.last else { return false }
        switch last.kind {
        case .identifier, .number, .string, .unterminated, .regex, .condition: return false
        case .symbol(let byte):
            return ![
                Byte.closeParenthesis, Byte.closeBracket, Byte.closeBrace, Byte.question,
                Byte.exclamation, Byte.greater,
            ].contains(byte)
        case .arrow, .end: return true
        }
    }

    /// Skips a regular expression and stands behind it; says false where none is, and stands where
    /// it stood, or behind the slash of one with `pounds`, which can be nothing else.
    private mutating func skipRegex(pounds: Int) -> Bool {
        position += 1
        let start = position - (pounds == 0 ? 1 : 0)
        // With pound signs it goes over several lines if the first ends where it begins.
        var first = 0
        while peek(first) == 32 || peek(first) == 9 { first += 1 }
        let isMultiline = pounds > 0 && isLineBreak(peek(first))
        if pounds == 0, peek() == 32 || peek() == 9 {
            position = start
            return false
        }
        while position < bytes.count {
            let byte = peek()
            if byte == Byte.backslash, isMultiline || !isLineBreak(peek(1)) {
                position = min(position + 2, bytes.count)
            } else if byte == Byte.slash, hasPounds(pounds, at: position + 1) {
                position += 1 + pounds
                return true
            } else if !isMultiline, isLineBreak(byte) {
                break
            } else {
                position += 1
            }
        }
        position = start
        return false
    }

    /// Whether `count` pound signs stand at `index`.
    func hasPounds(_ count: Int, at index: Int) -> Bool {
        guard index + count <= bytes.count else { return false }
        return bytes[index..<index + count].allSatisfy { $0 == Byte.pound }
    }
}

/// Whether `byte` ends a line.
func isLineBreak(_ byte: UInt8) -> Bool { byte == Byte.newline || byte == Byte.carriageReturn }

/// Whether `byte` is an ASCII digit.
func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

/// Whether `byte` can stand in a name; every byte beyond ASCII can.
func isIdentifierPart(_ byte: UInt8) -> Bool {
    let lower = byte | 0x20
    return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z") || isDigit(byte)
        || byte == Byte.underscore || byte == UInt8(ascii: "$") || byte >= 0x80
}
