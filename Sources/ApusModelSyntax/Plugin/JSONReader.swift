/// Why bytes are no JSON, and where.
struct JSONError: Error, Hashable {
    var message: String
    var offset: Int
}

/// Reads one JSON value (RFC 8259). Values nest 64 deep at most, the compiler's messages 6 deep.
struct JSONReader {
    private let bytes: [UInt8]
    private var position = 0
    private static let deepest = 64

    private init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The value that `bytes` are; throws where they are none or more than one.
    static func read(_ bytes: [UInt8]) throws(JSONError) -> JSONValue {
        var reader = JSONReader(bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpaces()
        guard reader.position == bytes.count else { throw reader.error("more than one value") }
        return value
    }

    private func error(_ message: String) -> JSONError {
        JSONError(message: message, offset: position)
    }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpaces() {
        while let byte = current, byte == 32 || byte == 9 || isLineBreak(byte) { position += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        guard current == byte else { return false }
        position += 1
        return true
    }

    private mutating func take(word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            guard bytes.count - position >= word.count,
                bytes[position..<position + word.count].elementsEqual(word)
            else { return false }
            position += word.count
            return true
        }
    }

    private mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < Self.deepest else { throw error("nested too deep") }
        skipSpaces()
        switch current {
        case Byte.openBrace: return try object(depth: depth)
        case Byte.openBracket: return try array(depth: depth)
        case Byte.quote: return .string(try string())
        case let byte? where byte == Byte.minus || isDigit(byte): return try number()
        default:
            if take(word: "null") { return .null }
            if take(word: "true") { return .boolean(true) }
            if take(word: "false") { return .boolean(false) }
            throw error("no value")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var members: [String: JSONValue] = [:]
        skipSpaces()
        if take(Byte.closeBrace) { return .object(members) }
        repeat {
            skipSpaces()
            guard current == Byte.quote else { throw error("no key") }
            let key = try string()
            skipSpaces()
            guard take(Byte.colon) else { throw error("no colon") }
            members[key] = try value(depth: depth + 1)
            skipSpaces()
        } while take(Byte.comma)
        guard take(Byte.closeBrace) else { throw error("object without end") }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        position += 1
        var elements: [JSONValue] = []
        skipSpaces()
        if take(Byte.closeBracket) { return .array(elements) }
        repeat {
            elements.append(try value(depth: depth + 1))
            skipSpaces()
        } while take(Byte.comma)
        guard take(Byte.closeBracket) else { throw error("array without end") }
        return .array(elements)
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = position
        while let byte = current,
            isDigit(byte) || byte == Byte.minus || byte == Byte.plus || byte == Byte.dot
                || byte | 0x20 == UInt8(ascii: "e")
        {
            position += 1
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let integer = Int(text) { return .integer(integer) }
        guard Double(text) != nil else { throw error("no number") }
        return .integer(0)
    }

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var text: [UInt8] = []
        while let byte = current {
            position += 1
            switch byte {
            case Byte.quote: return String(decoding: text, as: UTF8.self)
            case Byte.backslash: try escape(&text)
            default: text.append(byte)
            }
        }
        throw error("string without end")
    }

    private mutating func escape(_ text: inout [UInt8]) throws(JSONError) {
        guard let byte = current else { throw error("string without end") }
        position += 1
        switch byte {
        case Byte.quote, Byte.backslash, Byte.slash: text.append(byte)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "u"):
            var unit = try hexadecimal()
            if unit >= 0xD800, unit < 0xDC00, take(word: "\\u") {
                let low = try hexadecimal()
                if low >= 0xDC00, low < 0xE000 {
                    unit = 0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00)
                }
            }
            // Half a surrogate pair is no character.
            text.append(contentsOf: String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
        default: throw error("unknown escape")
        }
    }

    private mutating func hexadecimal() throws(JSONError) -> UInt32 {
        guard bytes.count - position >= 4 else {
            throw error("four hexadecimal digits are missing")
        }
        let digits = String(decoding: bytes[position..<position + 4], as: UTF8.self)
        guard digits.utf8.allSatisfy({ isIdentifierPart($0) }), let unit = UInt32(digits, radix: 16)
        else { throw error("four hexadecimal digits are missing") }
        position += 4
        return unit
    }
}
