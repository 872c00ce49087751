/// What stands where in a text that is not JSON.
struct JSONError: Error, CustomStringConvertible {
    let offset: Int
    let problem: String
    var description: String { "not JSON at byte \(offset): \(problem)" }
}

extension JSON {
    /// Reads a whole JSON text (RFC 8259).
    init(parsing bytes: [UInt8]) throws {
        var reader = JSONReader(bytes: bytes)
        self = try reader.value(depth: 0)
        reader.skipSpace()
        guard reader.position == bytes.count else { throw reader.error("text after the value") }
    }
}

private struct JSONReader {
    let bytes: [UInt8]
    var position = 0

    init(bytes: [UInt8]) { self.bytes = bytes }

    func error(_ problem: String) -> JSONError { JSONError(offset: position, problem: problem) }

    var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    mutating func skipSpace() {
        while let byte = current, byte == 32 || byte == 10 || byte == 13 || byte == 9 {
            position += 1
        }
    }

    mutating func expect(_ text: StaticString, _ value: JSON) throws -> JSON {
        for index in 0..<text.utf8CodeUnitCount {
            guard current == text.utf8Start[index] else { throw error("expected \(text)") }
            position += 1
        }
        return value
    }

    mutating func value(depth: Int) throws -> JSON {
        guard depth < 200 else { throw error("nested too deeply") }
        skipSpace()
        switch current {
        case UInt8(ascii: "n"): return try expect("null", .null)
        case UInt8(ascii: "t"): return try expect("true", .bool(true))
        case UInt8(ascii: "f"): return try expect("false", .bool(false))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "{"): return try object(depth: depth)
        default: return try number()
        }
    }

    mutating func array(depth: Int) throws -> JSON {
        position += 1
        var items: [JSON] = []
        skipSpace()
        if current == UInt8(ascii: "]") {
            position += 1
            return .array([])
        }
        while true {
            items.append(try value(depth: depth + 1))
            skipSpace()
            defer { position += 1 }
            switch current {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "]"): return .array(items)
            default: throw error("expected , or ]")
            }
        }
    }

    mutating func object(depth: Int) throws -> JSON {
        position += 1
        var members: [(key: String, value: JSON)] = []
        skipSpace()
        if current == UInt8(ascii: "}") {
            position += 1
            return .object([])
        }
        while true {
            skipSpace()
            guard current == UInt8(ascii: "\"") else { throw error("expected a key") }
            let key = try string()
            skipSpace()
            guard current == UInt8(ascii: ":") else { throw error("expected :") }
            position += 1
            members.append((key, try value(depth: depth + 1)))
            skipSpace()
            defer { position += 1 }
            switch current {
            case UInt8(ascii: ","): continue
            case UInt8(ascii: "}"): return .object(members)
            default: throw error("expected , or }")
            }
        }
    }

    mutating func number() throws -> JSON {
        let start = position
        while let byte = current, "+-.0123456789eEINaftinity".utf8.contains(byte) { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if let number = Int(text) { return .int(number) }
        guard Double(text) != nil else { throw error("expected a value") }
        return .number(text)
    }

    mutating func string() throws -> String {
        position += 1
        var units: [UInt16] = []
        var text = ""
        func flush() {
            text += String(decoding: units, as: UTF16.self)
            units.removeAll()
        }
        var run = position
        while let byte = current {
            if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
                if run < position {
                    flush()
                    text += String(decoding: bytes[run..<position], as: UTF8.self)
                }
                position += 1
                if byte == UInt8(ascii: "\"") {
                    flush()
                    return text
                }
                units.append(try escape())
                run = position
            } else {
                position += 1
            }
        }
        throw error("a string without its end")
    }

    /// The UTF-16 unit of an escape; surrogate pairs come as two escapes.
    mutating func escape() throws -> UInt16 {
        guard let letter = current else { throw error("an escape without its end") }
        position += 1
        switch letter {
        case UInt8(ascii: "n"): return 10
        case UInt8(ascii: "t"): return 9
        case UInt8(ascii: "r"): return 13
        case UInt8(ascii: "b"): return 8
        case UInt8(ascii: "f"): return 12
        case UInt8(ascii: "u"):
            guard position + 4 <= bytes.count,
                let unit = UInt16(
                    String(decoding: bytes[position..<position + 4], as: UTF8.self), radix: 16)
            else { throw error("\\u without four hexadecimal digits") }
            position += 4
            return unit
        default: return UInt16(letter)
        }
    }
}
