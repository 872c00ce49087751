/// A JSON string with its quotes (RFC 8259, section 7).
func jsonString(_ text: String) -> String {
    var bytes: [UInt8] = []
    appendJSON(text, to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
}

/// Appends a JSON string with its quotes.
func appendJSON(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"):
            bytes.append(UInt8(ascii: "\\"))
            bytes.append(byte)
        case 0..<0x20, 0x7F:
            let hex = String(byte, radix: 16)
            let zeros = String(repeating: "0", count: 4 - hex.utf8.count)
            bytes.append(contentsOf: "\\u\(zeros)\(hex)".utf8)
        default: bytes.append(byte)
        }
    }
    bytes.append(UInt8(ascii: "\""))
}
