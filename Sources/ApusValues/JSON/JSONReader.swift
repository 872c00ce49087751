/// Reads one JSON value (RFC 8259) into a dynamic value. Integers beyond `Int` become decimals;
/// of keys that an object has twice, the last counts.
struct JSONReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var position = 0

    /// The value that `bytes` are. Throws a `JSONError` where they are none, or more than one.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(JSONError) -> DynamicValue {
        var reader = JSONReader(bytes: bytes)
        let value = try reader.value(depth: 0)
        reader.skipSpaces()
        guard reader.position == bytes.count else { throw reader.error("more than one value") }
        return value
    }

    private func error(_ message: String) -> JSONError { .malformed(message, offset: position) }

    private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

    private mutating func skipSpaces() {
        while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
            position += 1
        }
    }

    private mutating func take(_ byte: Character) -> Bool {
        guard current == byte.asciiValue else { return false }
        position += 1
        return true
    }

    private mutating func take(word: StaticString) -> Bool {
        guard bytes.count - position >= word.utf8CodeUnitCount,
            bytes[position..<position + word.utf8CodeUnitCount].elementsEqual(
                UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
        else { return false }
        position += word.utf8CodeUnitCount
        return true
    }

    private mutating func value(depth: Int) throws(JSONError) -> DynamicValue {
        guard depth < JSONWriter.deepest else { throw .nestedTooDeeply }
        skipSpaces()
        switch current {
        case UInt8(ascii: "{"): return .dictionary(try object(depth: depth))
        case UInt8(ascii: "["): return .list(try array(depth: depth))
        case UInt8(ascii: "\""): return .string(try string())
        case UInt8(ascii: "-"), (0x30...0x39)?: return try number()
        default:
            if take(word: "null") { return .null }
            if take(word: "true") { return .bool(true) }
            if take(word: "false") { return .bool(false) }
            throw error(current == nil ? "the end where a value begins" : "no value begins")
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> DynamicDictionary {
        position += 1
        var result = DynamicDictionary()
        skipSpaces()
        if take("}") { return result }
        repeat {
            skipSpaces()
            guard current == UInt8(ascii: "\"") else { throw error("a key without quotes") }
            let key = try string()
            skipSpaces()
            guard take(":") else { throw error("no colon behind a key") }
            result[key] = try value(depth: depth + 1)
            skipSpaces()
        } while take(",")
        guard take("}") else { throw error("an object that doesn't end") }
        return result
    }

    private mutating func array(depth: Int) throws(JSONError) -> [DynamicValue] {
        position += 1
        var result: [DynamicValue] = []
        skipSpaces()
        if take("]") { return result }
        repeat {
            result.append(try value(depth: depth + 1))
            skipSpaces()
        } while take(",")
        guard take("]") else { throw error("an array that doesn't end") }
        return result
    }

    // MARK: - Numbers

    private mutating func digits() throws(JSONError) {
        let start = position
        while let byte = current, byte &- 0x30 < 10 { position += 1 }
        if position == start { throw error("a number without digits") }
    }

    private mutating func number() throws(JSONError) -> DynamicValue {
        let start = position
        _ = take("-")
        if !take("0") { try digits() }
        var isInteger = true
        if take(".") {
            isInteger = false
            try digits()
        }
        if take("e") || take("E") {
            isInteger = false
            if !take("+") { _ = take("-") }
            try digits()
        }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        if isInteger {
            if let integer = Int(text) { return .int(integer) }
            if let large = DecimalNumber(text) { return .decimal(large) }
        }
        guard let double = Double(text) else { throw error("a number too long") }
        return .double(double)
    }

    // MARK: - Strings

    private mutating func string() throws(JSONError) -> String {
        position += 1
        var start = position
        var text: [UInt8] = []
        while let byte = current {
            switch byte {
            case UInt8(ascii: "\""):
                defer { position += 1 }
                let run = bytes[start..<position]
                if text.isEmpty { return String(decoding: run, as: UTF8.self) }
                text += run
                return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"):
                text += bytes[start..<position]
                position += 1
                text += try escaped().utf8
                start = position
            case 0..<0x20: throw error("a control character in a string")
            default: position += 1
            }
        }
        throw error("a string that doesn't end")
    }

    /// What stands behind a backslash.
    private mutating func escaped() throws(JSONError) -> String {
        guard let byte = current else { throw error("a string that doesn't end") }
        position += 1
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
            return String(UnicodeScalar(byte))
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{c}"
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "u"):
            var units = [try codeUnit()]
            if UTF16.isLeadSurrogate(units[0]), bytes.count - position >= 6,
                bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
            {
                position += 2
                units.append(try codeUnit())
            }
            return String(decoding: units, as: UTF16.self)
        default:
            position -= 1
            throw error("an unknown escape")
        }
    }

    private mutating func codeUnit() throws(JSONError) -> UInt16 {
        var unit: UInt16 = 0
        for _ in 0..<4 {
            guard let byte = current, let digit = Character(UnicodeScalar(byte)).hexDigitValue
            else { throw error("an escape without four hexadecimal digits") }
            unit = unit << 4 | UInt16(digit)
            position += 1
        }
        return unit
    }
}

extension DynamicValue {
    /// The value that JSON text writes. Throws a `JSONError` where it is none.
    public init(json: some Collection<UInt8>) throws(JSONError) {
        let read: Result<DynamicValue, JSONError>?
        read = json.withContiguousStorageIfAvailable { (bytes) -> Result<DynamicValue, JSONError> in
            do throws(JSONError) {
                return .success(try JSONReader.read(bytes))
            } catch {
                return .failure(error)
            }
        }
        if let read {
            self = try read.get()
        } else {
            self = try DynamicValue(json: Array(json))
        }
    }

    /// The value that JSON text writes. Throws a `JSONError` where it is none.
    public init(json text: String) throws(JSONError) { try self.init(json: Array(text.utf8)) }
}
