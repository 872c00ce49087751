extension PlainText {
    /// `text` as part of a URL: small letters, digits, `_` and single `-`. Without `allowsUnicode`
    /// letters lose their accents, and those that are not Latin are left out.
    public static func slugify(_ text: String, allowsUnicode: Bool = false) -> String {
        let base = (allowsUnicode ? compatible(text) : asciiLetters(text)).lowercased()
        var result = String.UnicodeScalarView()
        for scalar in base.unicodeScalars {
            if scalar == "-" || scalar.properties.isWhitespace
                || (0x1C...0x1F).contains(scalar.value)
            {
                if result.last != "-" { result.append("-") }
            } else if scalar == "_" || isWordScalar(scalar) {
                result.append(scalar)
            }
        }
        var trimmed = result[...]
        while let first = trimmed.first, first == "-" || first == "_" { trimmed.removeFirst() }
        while let last = trimmed.last, last == "-" || last == "_" { trimmed.removeLast() }
        return String(trimmed)
    }

    /// `name` as a file's name: spaces as `_`, and only letters, digits and `-_.`; nil where
    /// nothing that can be a name is left.
    public static func validFilename(_ name: String) -> String? {
        var result = String.UnicodeScalarView()
        for scalar in trimmingSpace(name).unicodeScalars {
            if scalar == " " {
                result.append("_")
            } else if scalar == "-" || scalar == "." || scalar == "_" || isWordScalar(scalar) {
                result.append(scalar)
            }
        }
        let text = String(result)
        return ["", ".", ".."].contains(text) ? nil : text
    }

    /// `items` as English lists them: `a, b or c`.
    public static func list(_ items: [String], lastWord: String = "or") -> String {
        guard let last = items.last, items.count > 1 else { return items.first ?? "" }
        return items.dropLast().joined(separator: ", ") + " \(lastWord) " + last
    }

    /// `phone` with its letters as the digits they share a key with.
    public static func phoneToNumeric(_ phone: String) -> String {
        let keys = Array("22233344455566677778889999".utf8)
        let bytes = phone.lowercased().utf8.map { byte in
            byte >= 0x61 && byte <= 0x7A ? keys[Int(byte) - 0x61] : byte
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The text that a literal in quotes writes, or nil where `literal` is none.
    public static func unescapeLiteral(_ literal: String) -> String? {
        let bytes = Array(literal.utf8)
        guard bytes.count >= 1, let quote = bytes.first, bytes.last == quote,
            quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'")
        else { return nil }
        guard bytes.count > 1 else { return "" }
        let inner = String(decoding: bytes[1..<(bytes.count - 1)], as: UTF8.self)
        let sign = String(UnicodeScalar(quote))
        return inner.replacing("\\" + sign, with: sign).replacing("\\\\", with: "\\")
    }

    /// Whether a pattern's `\w` takes the scalar.
    static func isWordScalar(_ scalar: Unicode.Scalar) -> Bool {
        if scalar.value < 0x80 {
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "_": return true
            default: return false
            }
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter,
            .decimalNumber, .letterNumber, .otherNumber:
            return true
        default: return false
        }
    }
}
