/// An attribute with its arguments: `@Field("date published", maxLength: 200)`.
struct Attribute: Sendable {
    /// The name, without the module it may be qualified with.
    var name: String
    /// The bytes from the `@` to the end.
    var range: Range<Int>
    /// What stands in the parentheses.
    var arguments: [Argument] = []

    /// One argument of an attribute.
    struct Argument: Sendable {
        /// The label, without its colon.
        var label: String?
        /// The value as source text.
        var value: String
        /// The value where it is a literal.
        var literal: Literal?
        /// The bytes of the label, or of the value where there is none.
        var range: Range<Int>
        /// The bytes of the value.
        var valueRange: Range<Int>
    }
}

extension SourceText {
    /// Reads the attribute whose `@` stands at `index`, and moves behind it.
    func attribute(at index: inout Int) -> Attribute {
        let start = self[index].start
        index += 1
        var name = ""
        while self[index].kind == .identifier {
            name = text(at: index)
            index += 1
            guard self[index].isSymbol(Byte.dot) else { break }
            index += 1
        }
        var attribute = Attribute(name: name, range: start..<max(start, self[index - 1].end))
        if self[index].isSymbol(Byte.less) { index = endOfGenericArguments(index) }
        // A parenthesis on the next line belongs to a tuple, not to the attribute.
        if self[index].isSymbol(Byte.openParenthesis), !self[index].startsLine {
            let close = next(index) - 1
            attribute.arguments = arguments(in: index + 1..<max(index + 1, close))
            attribute.range = start..<max(start, self[close].end)
            index = close + 1
        }
        return attribute
    }

    /// The arguments that the tokens `range` hold, cut at their commas.
    private func arguments(in range: Range<Int>) -> [Attribute.Argument] {
        var result: [Attribute.Argument] = []
        var index = range.lowerBound
        while index < range.upperBound {
            var end = index
            while end < range.upperBound, !self[end].isSymbol(Byte.comma) { end = next(end) }
            end = min(end, range.upperBound)
            var label: String?
            var valueStart = index
            if self[index].kind == .identifier, self[index + 1].isSymbol(Byte.colon),
                index + 1 < end
            {
                label = text(at: index)
                valueStart += 2
            }
            if index < end {
                let value = valueStart..<max(valueStart, end)
                let valueRange =
                    value.isEmpty
                    ? self[index].start..<self[index].end
                    : self[value.lowerBound].start..<self[value.upperBound - 1].end
                result.append(
                    Attribute.Argument(
                        label: label, value: expression(ofTokens: value), literal: literal(value),
                        range: label == nil ? valueRange : self[index].start..<self[index].end,
                        valueRange: valueRange))
            }
            index = end + 1
        }
        return result
    }

    /// The literal that the tokens `range` are, a sign included; nil for any other expression.
    func literal(_ range: Range<Int>) -> Literal? {
        let isNegative = range.count == 2 && self[range.lowerBound].isSymbol(Byte.minus)
        guard range.count == 1 || isNegative, let last = range.last else { return nil }
        let word = text(ofTokens: range)
        switch self[last].kind {
        case .number: return isFloatingPoint(text(at: last)) ? .double(word) : .integer(word)
        case .string where !isNegative:
            return word.hasInterpolation ? .interpolation(word) : .string(word)
        case .identifier where !isNegative:
            switch word {
            case "true", "false": return .boolean(word)
            case "nil": return .null
            default: return nil
            }
        default: return nil
        }
    }

    private func isFloatingPoint(_ number: String) -> Bool {
        let isHexadecimal = number.hasPrefix("0x")
        return number.utf8.contains { byte in
            byte == Byte.dot
                || byte | 0x20 == (isHexadecimal ? UInt8(ascii: "p") : UInt8(ascii: "e"))
        }
    }

    /// The index behind the generic arguments that the `<` at `index` opens.
    func endOfGenericArguments(_ index: Int) -> Int {
        var depth = 0
        var index = index
        while index < tokens.count - 1 {
            switch self[index].kind {
            case .symbol(Byte.less): depth += 1
            case .symbol(Byte.greater):
                depth -= 1
                if depth == 0 { return index + 1 }
            case .symbol(Byte.openBrace), .symbol(Byte.closeBrace), .symbol(Byte.closeParenthesis):
                return index
            default: break
            }
            index = next(index)
        }
        return index
    }
}

extension String {
    /// Whether a string literal has an expression in it: `"\(…)"`, `#"\#(…)"#`.
    var hasInterpolation: Bool {
        let pounds = utf8.prefix { $0 == Byte.pound }
        var rest = utf8.dropFirst(pounds.count)
        while let backslash = rest.firstIndex(of: Byte.backslash) {
            rest = rest[backslash...].dropFirst()
            guard rest.starts(with: pounds) else { continue }
            rest = rest.dropFirst(pounds.count)
            if rest.first == Byte.openParenthesis { return true }
            rest = rest.dropFirst()
        }
        return false
    }

    /// The text of a plain string literal; nil where it is raw, has lines, escapes or
    /// interpolations.
    var plainStringLiteral: String? {
        let bytes = utf8
        guard bytes.count >= 2, bytes.first == Byte.quote, bytes.last == Byte.quote,
            !bytes.contains(Byte.backslash), !bytes.contains(Byte.newline),
            !(bytes.count >= 6 && hasPrefix("\"\"\""))
        else { return nil }
        return String(dropFirst().dropLast())
    }
}
