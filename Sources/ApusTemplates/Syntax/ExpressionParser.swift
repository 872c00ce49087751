internal import ApusValues

extension Parser {
    /// Compiles the expression that `word` is.
    public func compile(_ word: Word) throws -> Expression {
        try compile(word.text, at: word.offset)
    }

    /// Compiles an expression that starts at `offset` of the template.
    func compile(_ text: String, at offset: Int) throws -> Expression {
        var scanner = ExpressionScanner(text)
        guard let base = try scanner.operand() else {
            let remainder = scanner.remainder
            if remainder.hasPrefix("|") {
                throw error("Could not find variable at start of \(text).", at: offset)
            }
            throw error("Could not parse the remainder: '\(remainder)' from '\(text)'.", at: offset)
        }
        var calls: [Expression.Call] = []
        let start = try self.base(base, at: offset)
        while let name = scanner.filterName() {
            let place = offset + scanner.filterOffset
            let filter = try filter(named: name, at: place)
            var argument: Base?
            if let operand = try scanner.argument() { argument = try self.base(operand, at: place) }
            switch (filter.argument, argument != nil) {
            case (.none, true):
                throw error("\(name) requires 1 arguments, 2 provided", at: place)
            case (.required, false):
                throw error("\(name) requires 2 arguments, 1 provided", at: place)
            default: break
            }
            var function = filter.function
            if let literal = argument?.literal, let prepared = filter.prepare?(literal) {
                function = prepared
            }
            calls.append(
                Expression.Call(
                    name: name, isSafe: filter.isSafe, function: function,
                    argument: argument?.literal, variable: argument?.variable))
        }
        guard scanner.isAtEnd else {
            throw error(
                "Could not parse the remainder: '\(scanner.remainder)' from '\(text)'.",
                at: offset + scanner.position)
        }
        return Expression(
            variable: start.variable, literal: start.literal ?? .null, calls: calls, text: text,
            offset: offset)
    }

    /// A literal or a variable.
    private struct Base {
        var literal: DynamicValue?
        var variable: VariablePath?
    }

    private func base(_ operand: ExpressionScanner.Operand, at offset: Int) throws -> Base {
        switch operand {
        case .text(let text): return Base(literal: .html(text))
        case .name(let name):
            if let number = number(name) { return Base(literal: number) }
            if name.hasPrefix("_") || name.contains("._") {
                throw error(
                    "Variables and attributes may not begin with underscores: '\(name)'",
                    at: offset)
            }
            for sign in ["+", "-"] where name.contains(sign) {
                throw error("Invalid character ('\(sign)') in variable name: '\(name)'", at: offset)
            }
            return Base(variable: VariablePath(name, at: offset))
        }
    }

    /// The number that `text` writes as Python has it, or nil.
    private func number(_ text: String) -> DynamicValue? {
        let bytes = text.utf8
        guard let first = bytes.first,
            (first >= 0x30 && first <= 0x39) || first == 0x2B || first == 0x2D || first == 0x2E
        else { return nil }
        let isFloat = bytes.contains { $0 == 0x2E || $0 == 0x65 || $0 == 0x45 }
        guard bytes.allSatisfy({ $0 < 0x80 }) else { return nil }
        if isFloat {
            guard bytes.last != 0x2E, !bytes.contains(where: { $0 == 0x78 || $0 == 0x70 }) else {
                return nil
            }
            return Double(text).map { .double($0) }
        }
        let plain = bytes.last == 0x5F || text.contains("__") ? text : text.filter { $0 != "_" }
        if let number = Int(plain) { return .int(number) }
        let digits = bytes.drop { $0 == 0x2B || $0 == 0x2D }
        guard !digits.isEmpty, digits.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else { return nil }
        return DecimalNumber(text).map { .decimal($0) }
    }
}

/// Reads the pieces of an expression.
struct ExpressionScanner {
    enum Operand {
        /// A text in quotes, its backslashes resolved.
        case text(String)
        /// A variable or a number.
        case name(String)
    }

    private let bytes: [UInt8]
    private(set) var position = 0
    /// Where the last filter's name starts.
    private(set) var filterOffset = 0

    init(_ text: String) {
        bytes = Array(text.utf8)
    }

    var isAtEnd: Bool { position == bytes.count }

    var remainder: String { String(decoding: bytes[position...], as: UTF8.self) }

    /// A text in quotes, marked for translation or not, a name or a number.
    mutating func operand() throws -> Operand? {
        if let text = quoted(at: position) {
            position = text.end
            return .text(text.text)
        }
        if peek(0) == UInt8(ascii: "_"), peek(1) == UInt8(ascii: "("),
            let text = quoted(at: position + 2), text.end < bytes.count,
            bytes[text.end] == UInt8(ascii: ")")
        {
            position = text.end + 1
            return .text(text.text)
        }
        let end = nameEnd(from: position, withDots: true)
        if end > position {
            // A name of dots alone is none, but numbers may start with one.
            return take(until: end)
        }
        if let sign = peek(0), sign == 0x2B || sign == 0x2D, let digit = peek(1),
            digit >= 0x30 && digit <= 0x39
        {
            var end = position + 1
            while end < bytes.count, isNumberByte(bytes[end]) { end += 1 }
            return take(until: end)
        }
        return nil
    }

    /// The name of the next filter, after its `|`.
    mutating func filterName() -> String? {
        var index = position
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
        guard index < bytes.count, bytes[index] == UInt8(ascii: "|") else { return nil }
        index += 1
        while index < bytes.count, isSpace(bytes[index]) { index += 1 }
        let end = nameEnd(from: index, withDots: false)
        guard end > index else { return nil }
        filterOffset = index
        position = end
        return String(decoding: bytes[index..<end], as: UTF8.self)
    }

    /// The filter's argument, after its `:`.
    mutating func argument() throws -> Operand? {
        guard peek(0) == UInt8(ascii: ":") else { return nil }
        let start = position
        position += 1
        if let operand = try operand() { return operand }
        position = start
        return nil
    }

    private func peek(_ distance: Int) -> UInt8? {
        position + distance < bytes.count ? bytes[position + distance] : nil
    }

    private mutating func take(until end: Int) -> Operand {
        defer { position = end }
        return .name(String(decoding: bytes[position..<end], as: UTF8.self))
    }

    private func isNumberByte(_ byte: UInt8) -> Bool {
        (byte >= 0x30 && byte <= 0x39) || byte == 0x2E || byte == 0x65
    }

    private func nameEnd(from start: Int, withDots: Bool) -> Int {
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F: end += 1
            case 0x2E where withDots: end += 1
            case 0x80...:
                let rest = String(decoding: bytes[end..<min(end + 4, bytes.count)], as: UTF8.self)
                guard let scalar = rest.unicodeScalars.first,
                    scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                else { return end }
                end += String(scalar).utf8.count
            default: return end
            }
        }
        return min(end, bytes.count)
    }

    private func quoted(at start: Int) -> (text: String, end: Int)? {
        guard start < bytes.count else { return nil }
        let quote = bytes[start]
        guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return nil }
        var text: [UInt8] = []
        var index = start + 1
        while index < bytes.count {
            let byte = bytes[index]
            if byte == quote { return (String(decoding: text, as: UTF8.self), index + 1) }
            if byte == UInt8(ascii: "\\"), index + 1 < bytes.count {
                let next = bytes[index + 1]
                // Only a quote and a backslash can be escaped; other backslashes stay.
                if next != quote && next != UInt8(ascii: "\\") { text.append(byte) }
                text.append(next)
                index += 2
            } else {
                text.append(byte)
                index += 1
            }
        }
        return nil
    }
}
