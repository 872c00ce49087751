/// Django's helpers for HTML.
public enum HTMLText {
    /// `text` with `<`, `>`, `&`, `"` and `'` written as entities.
    public static func escape(_ text: String) -> String {
        guard text.utf8.contains(where: isSpecial) else { return text }
        var output = OutputBuffer(capacity: text.utf8.count + 64)
        output.append(escaping: text)
        return String(decoding: output.bytes(), as: UTF8.self)
    }

    private static func isSpecial(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x22, 0x26, 0x27, 0x3C, 0x3E: true
        default: false
        }
    }
}

extension HTMLText {
    /// `html` without the white space between a `>` and a `<`.
    public static func removingSpaceBetweenTags(_ html: String) -> String {
        let bytes = Array(html.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            result.append(bytes[index])
            index += 1
            guard bytes[index - 1] == UInt8(ascii: ">") else { continue }
            var next = index
            while next < bytes.count, isSpace(bytes[next]) { next += 1 }
            if next < bytes.count, bytes[next] == UInt8(ascii: "<") {
                index = next
            } else {
                // Kept, and not looked at again.
                result.append(contentsOf: bytes[index..<next])
                index = next
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
