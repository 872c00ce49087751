extension HTMLText {
    /// `text` with its lines as HTML: an empty line ends a paragraph, another end of line is a
    /// `<br>`.
    public static func linebreaks(_ text: String, escapes: Bool = false) -> String {
        var paragraphs: [[UInt8]] = [[]]
        let bytes = Array(normalizedNewlines(text).utf8)
        var index = 0
        while index < bytes.count {
            guard bytes[index] == 0x0A, index + 1 < bytes.count, bytes[index + 1] == 0x0A else {
                paragraphs[paragraphs.count - 1].append(bytes[index])
                index += 1
                continue
            }
            while index < bytes.count, bytes[index] == 0x0A { index += 1 }
            paragraphs.append([])
        }
        return paragraphs.map { bytes in
            "<p>" + withBreaks(String(decoding: bytes, as: UTF8.self), escapes: escapes) + "</p>"
        }.joined(separator: "\n\n")
    }

    /// `text` with every end of line as a `<br>`.
    public static func linebreaksBR(_ text: String, escapes: Bool = false) -> String {
        withBreaks(normalizedNewlines(text), escapes: escapes)
    }

    private static func withBreaks(_ text: String, escapes: Bool) -> String {
        let escaped = escapes ? escape(text) : text
        var result: [UInt8] = []
        for byte in escaped.utf8 {
            if byte == 0x0A {
                result.append(contentsOf: "<br>".utf8)
            } else {
                result.append(byte)
            }
        }
        return String(decoding: result, as: UTF8.self)
    }
}
