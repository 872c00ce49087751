public import ApusValues
public import FoundationEssentials

extension UUID: FieldValue {
    /// Thirty-two hexadecimal digits, or the database's own type.
    public static var fieldType: FieldType { .uuid }

    /// Takes the row's next cell: 32 hexadecimal digits, with or without dashes.
    public init(cellOf row: inout Row) throws {
        let text = try row.nextText()
        var bytes: (UInt64, UInt64) = (0, 0)
        var digits = 0
        for byte in text where byte != UInt8(ascii: "-") {
            let digit: UInt8
            switch byte {
            case 0x30...0x39: digit = byte - 0x30
            case 0x41...0x46: digit = byte - 0x37
            case 0x61...0x66: digit = byte - 0x57
            default: digit = 16
            }
            guard digit < 16, digits < 32 else { digits = 33; break }
            if digits < 16 {
                bytes.0 = bytes.0 << 4 | UInt64(digit)
            } else {
                bytes.1 = bytes.1 << 4 | UInt64(digit)
            }
            digits += 1
        }
        guard digits == 32 else {
            throw row.unreadable("a UUID", "'\(String(decoding: text, as: UTF8.self))'")
        }
        self = withUnsafeBytes(of: (bytes.0.bigEndian, bytes.1.bigEndian)) {
            UUID(uuid: $0.loadUnaligned(as: uuid_t.self))
        }
    }

    /// The value as the database holds it: 32 hexadecimal digits in lower case, as Django has them.
    public var sqlValue: SQLValue {
        .text(
            String(unsafeUninitializedCapacity: 32) { out in
                withUnsafeBytes(of: uuid) { bytes in
                    for (index, byte) in bytes.enumerated() {
                        for (offset, digit) in [byte >> 4, byte & 15].enumerated() {
                            out[index * 2 + offset] = digit < 10 ? 0x30 + digit : 0x57 + digit
                        }
                    }
                }
                return 32
            })
    }

    /// The value as templates see it: `0f8fad5b-d9cb-469f-a165-70867728950e`.
    public var dynamicValue: DynamicValue { .string(uuidString.lowercased()) }
}
