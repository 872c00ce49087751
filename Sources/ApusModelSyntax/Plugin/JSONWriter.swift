/// Writes a JSON value. Keys come in alphabetical order, so that equal values are equal bytes.
enum JSONWriter {
    /// The UTF-8 of `value`.
    static func bytes(of value: JSONValue) -> [UInt8] {
        var bytes: [UInt8] = []
        write(value, to: &bytes)
        return bytes
    }

    private static func write(_ value: JSONValue, to bytes: inout [UInt8]) {
        switch value {
        case .null: bytes.append(contentsOf: "null".utf8)
        case .boolean(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .integer(let number): bytes.append(contentsOf: String(number).utf8)
        case .string(let text): write(text, to: &bytes)
        case .array(let elements):
            bytes.append(Byte.openBracket)
            for (index, element) in elements.enumerated() {
                if index > 0 { bytes.append(Byte.comma) }
                write(element, to: &bytes)
            }
            bytes.append(Byte.closeBracket)
        case .object(let members):
            bytes.append(Byte.openBrace)
            for (index, member) in members.sorted(by: { $0.key < $1.key }).enumerated() {
                if index > 0 { bytes.append(Byte.comma) }
                write(member.key, to: &bytes)
                bytes.append(Byte.colon)
                write(member.value, to: &bytes)
            }
            bytes.append(Byte.closeBrace)
        }
    }

    private static func write(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(Byte.quote)
        for byte in text.utf8 {
            switch byte {
            case Byte.quote, Byte.backslash: bytes.append(contentsOf: [Byte.backslash, byte])
            case Byte.newline: bytes.append(contentsOf: #"\n"#.utf8)
            case 0..<32:
                let digits = String(byte, radix: 16)
                bytes.append(contentsOf: (digits.utf8.count == 1 ? #"\u000"# : #"\u00"#).utf8)
                bytes.append(contentsOf: digits.utf8)
            default: bytes.append(byte)
            }
        }
        bytes.append(Byte.quote)
    }
}
