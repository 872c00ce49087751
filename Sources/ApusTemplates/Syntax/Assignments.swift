extension Parser {
    /// Takes `name=value` words from the start of `words`; with `allowsOldForm` also
    /// `value as name and value as name`.
    mutating func assignments(
        _ words: inout ArraySlice<Word>, allowsOldForm: Bool = false
    ) throws -> [(name: Name, value: Expression)] {
        var result: [(name: Name, value: Expression)] = []
        guard let first = words.first else { return [] }
        if let pair = assignment(first) {
            var pair: (name: String, value: Word)? = pair
            while let (name, value) = pair {
                words = words.dropFirst()
                result.append((Name(name), try compile(value)))
                pair = words.first.flatMap { assignment($0) }
            }
            return result
        }
        guard allowsOldForm else { return [] }
        while words.count >= 3, words[words.startIndex + 1].text == "as" {
            let value = words[words.startIndex]
            let name = words[words.startIndex + 2]
            words = words.dropFirst(3)
            result.append((Name(name.text), try compile(value)))
            guard words.first?.text == "and" else { break }
            guard words.count >= 4, words[words.startIndex + 2].text == "as" else { break }
            words = words.dropFirst()
        }
        return result
    }

    /// The two sides of `name=value`, or nil where `word` is none.
    func assignment(_ word: Word) -> (name: String, value: Word)? {
        let bytes = Array(word.text.utf8)
        guard let sign = bytes.firstIndex(of: UInt8(ascii: "=")), sign > 0, sign + 1 < bytes.count
        else { return nil }
        let name = bytes[..<sign]
        let isName = name.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
            default: false
            }
        }
        guard isName else { return nil }
        let value = String(decoding: bytes[(sign + 1)...], as: UTF8.self)
        return (
            String(decoding: name, as: UTF8.self), Word(text: value, offset: word.offset + sign + 1)
        )
    }
}
