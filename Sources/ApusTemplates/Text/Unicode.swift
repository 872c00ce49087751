extension PlainText {
    /// `text` as it is compared and counted. Composing letters with their accents needs tables
    /// that are not worth their weight here; text from keyboards is composed already.
    static func composed(_ text: String) -> String { text }

    /// `text` with compatibility characters, such as full-width letters, as plain ones; letters
    /// with accents stay.
    static func compatible(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 >= 0xE2 }) else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            let isForm = scalar.value >= 0x2000 && !(0x2C00...0xA6FF).contains(scalar.value)
            let plain = isForm ? asciiLetters(String(scalar)) : ""
            if plain.isEmpty { result.unicodeScalars.append(scalar) } else { result += plain }
        }
        return result
    }
}
