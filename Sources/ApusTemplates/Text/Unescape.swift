extension HTMLText {
    /// `text` with its character references resolved: those with numbers and the names that are
    /// common in text.
    public static func unescape(_ text: String) -> String {
        guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
        let bytes = Array(text.utf8)
        var result: [UInt8] = []
        var index = 0
        while index < bytes.count {
            guard bytes[index] == UInt8(ascii: "&"), let (character, end) = reference(bytes, index)
            else {
                result.append(bytes[index])
                index += 1
                continue
            }
            result.append(contentsOf: character.utf8)
            index = end
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func reference(_ bytes: [UInt8], _ start: Int) -> (String, end: Int)? {
        var at = start + 1
        guard at < bytes.count else { return nil }
        if bytes[at] == UInt8(ascii: "#") {
            at += 1
            let isHex = at < bytes.count && bytes[at] | 0x20 == UInt8(ascii: "x")
            if isHex { at += 1 }
            let digits = bytes[at...].prefix(8).prefix { byte in
                UInt32(String(UnicodeScalar(byte)), radix: isHex ? 16 : 10) != nil
            }
            guard !digits.isEmpty,
                let value = UInt32(
                    String(decoding: digits, as: UTF8.self), radix: isHex ? 16 : 10)
            else { return nil }
            at += digits.count
            if at < bytes.count, bytes[at] == UInt8(ascii: ";") { at += 1 }
            return (String(Unicode.Scalar(value) ?? "\u{FFFD}"), at)
        }
        let name = bytes[at...].prefix(10).prefix { byte in
            (byte >= 0x30 && byte <= 0x39) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
        }
        at += name.count
        let hasEnd = at < bytes.count && bytes[at] == UInt8(ascii: ";")
        let text = String(decoding: name, as: UTF8.self)
        if hasEnd, let character = named[text] { return (character, at + 1) }
        // The oldest names are known without their semicolon too, the longest that fits.
        for length in stride(from: min(text.utf8.count, 6), to: 1, by: -1) {
            let prefix = String(text.prefix(length))
            if withoutSemicolon.contains(prefix), let character = named[prefix] {
                return (character, start + 1 + length)
            }
        }
        return nil
    }

    private static let withoutSemicolon: Set<String> = [
        "amp", "AMP", "lt", "LT", "gt", "GT", "quot", "QUOT", "nbsp", "copy", "COPY", "reg", "REG",
        "para", "sect", "not", "yen", "cent", "deg", "euml", "auml", "ouml", "uuml", "Auml", "Ouml",
        "Uuml", "szlig", "eacute", "egrave", "agrave", "times", "laquo", "raquo", "middot",
        "frac12",
    ]

    private static let named: [String: String] = [
        "amp": "&", "AMP": "&", "lt": "<", "LT": "<", "gt": ">", "GT": ">", "quot": "\"",
        "QUOT": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "COPY": "©", "reg": "®",
        "REG": "®", "trade": "™", "hellip": "…", "mdash": "—", "ndash": "–", "lsquo": "‘",
        "rsquo": "’", "ldquo": "“", "rdquo": "”", "bull": "•", "middot": "·", "para": "¶",
        "sect": "§", "not": "¬", "yen": "¥", "cent": "¢", "pound": "£", "euro": "€", "deg": "°",
        "times": "×", "divide": "÷", "plusmn": "±", "laquo": "«", "raquo": "»", "auml": "ä",
        "ouml": "ö", "uuml": "ü", "Auml": "Ä", "Ouml": "Ö", "Uuml": "Ü", "szlig": "ß",
        "euml": "ë", "eacute": "é", "egrave": "è", "ecirc": "ê", "agrave": "à", "aacute": "á",
        "acirc": "â", "ccedil": "ç", "ntilde": "ñ", "oslash": "ø", "aring": "å", "aelig": "æ",
        "iacute": "í", "oacute": "ó", "uacute": "ú", "frac12": "½", "larr": "←", "rarr": "→",
        "uarr": "↑", "darr": "↓", "hearts": "♥", "zwnj": "\u{200C}", "zwj": "\u{200D}",
    ]
}
