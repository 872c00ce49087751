extension Lexer {
    /// What the lexer is inside of while it skips a string literal.
    private enum Inside {
        case string(pounds: Int, isMultiline: Bool)
        case interpolation(openParentheses: Int)
    }

    /// Skips a string literal whose first quote is here, its `pounds` pound signs already behind;
    /// false where the literal doesn't end. Interpolations hold strings that hold interpolations:
    /// a stack of its own keeps deep nesting from overflowing the program's.
    mutating func skipString(pounds: Int) -> Bool {
        var stack = [openString(pounds: pounds)]
        while let inside = stack.last {
            guard position < bytes.count else { return false }
            switch inside {
            case .string(let pounds, let isMultiline):
                if closesString(pounds: pounds, isMultiline: isMultiline) {
                    position += (isMultiline ? 3 : 1) + pounds
                    stack.removeLast()
                } else if peek() == Byte.backslash, hasPounds(pounds, at: position + 1) {
                    position += 1 + pounds
                    if peek() == Byte.openParenthesis {
                        stack.append(.interpolation(openParentheses: 1))
                    } else if isLineBreak(peek()), !isMultiline {
                        return false
                    }
                    position = min(position + 1, bytes.count)
                } else if isLineBreak(peek()), !isMultiline {
                    return false
                } else {
                    position += 1
                }
            case .interpolation(let depth):
                skipInterpolated(depth, &stack)
            }
        }
        return true
    }

    /// Reads the opening quotes.
    private mutating func openString(pounds: Int) -> Inside {
        var isMultiline = peek(1) == Byte.quote && peek(2) == Byte.quote
        if isMultiline, pounds > 0 {
            // `#"""#` is the string of one quote: text over several lines starts on the next one.
            var index = 3
            while peek(index) == 32 || peek(index) == 9 { index += 1 }
            isMultiline = isLineBreak(peek(index))
        }
        position += isMultiline ? 3 : 1
        return .string(pounds: pounds, isMultiline: isMultiline)
    }

    private func closesString(pounds: Int, isMultiline: Bool) -> Bool {
        guard peek() == Byte.quote else { return false }
        guard isMultiline else { return hasPounds(pounds, at: position + 1) }
        return peek(1) == Byte.quote && peek(2) == Byte.quote && hasPounds(pounds, at: position + 3)
    }

    private mutating func skipInterpolated(_ depth: Int, _ stack: inout [Inside]) {
        switch peek() {
        case Byte.openParenthesis:
            stack[stack.count - 1] = .interpolation(openParentheses: depth + 1)
            position += 1
        case Byte.closeParenthesis:
            if depth == 1 {
                stack.removeLast()
            } else {
                stack[stack.count - 1] = .interpolation(openParentheses: depth - 1)
            }
            position += 1
        case Byte.quote:
            stack.append(openString(pounds: 0))
        case Byte.pound:
            var pounds = 0
            while peek(pounds) == Byte.pound { pounds += 1 }
            position += pounds
            if peek() == Byte.quote { stack.append(openString(pounds: pounds)) }
        case Byte.slash where peek(1) == Byte.slash || peek(1) == Byte.star:
            skipComment()
        default:
            position += 1
        }
    }
}
