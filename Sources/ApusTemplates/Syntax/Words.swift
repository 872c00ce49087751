/// Cuts `bytes[range]` at white space, but not inside quotes: `a="b c"` is one word.
func words(of bytes: [UInt8], in range: Range<Int>) -> [Word] {
    var result: [Word] = []
    var position = range.lowerBound
    while true {
        while position < range.upperBound, isSpace(bytes[position]) { position += 1 }
        guard position < range.upperBound else { return joiningTranslations(result) }
        let end = wordEnd(in: bytes, from: position, limit: range.upperBound)
        result.append(
            Word(text: String(decoding: bytes[position..<end], as: UTF8.self), offset: position))
        position = end
    }
}

/// Cuts `text` at white space, but not inside quotes.
public func smartSplit(_ text: String) -> [String] {
    let bytes = Array(text.utf8)
    var result: [String] = []
    var position = 0
    while true {
        while position < bytes.count, isSpace(bytes[position]) { position += 1 }
        guard position < bytes.count else { return result }
        let end = wordEnd(in: bytes, from: position, limit: bytes.count)
        result.append(String(decoding: bytes[position..<end], as: UTF8.self))
        position = end
    }
}

private func isQuote(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'")
}

/// The end of the word that starts at `start`: one with quoted parts, or, where a quote isn't
/// closed, all up to the next white space.
private func wordEnd(in bytes: [UInt8], from start: Int, limit: Int) -> Int {
    var end = start
    var hasQuotes = false
    while true {
        var next = end
        while next < limit, !isSpace(bytes[next]), !isQuote(bytes[next]) { next += 1 }
        guard next < limit, isQuote(bytes[next]),
            let close = closingQuote(in: bytes, from: next, limit: limit)
        else {
            if hasQuotes || next == limit || isSpace(bytes[next]) { return next }
            while next < limit, !isSpace(bytes[next]) { next += 1 }
            return next
        }
        hasQuotes = true
        end = close + 1
    }
}

private func closingQuote(in bytes: [UInt8], from start: Int, limit: Int) -> Int? {
    var index = start + 1
    while index < limit {
        if bytes[index] == UInt8(ascii: "\\") {
            index += 2
        } else if bytes[index] == bytes[start] {
            return index
        } else {
            index += 1
        }
    }
    return nil
}

/// `_("some text")` is one word though the quotes don't hold it together where they come apart.
private func joiningTranslations(_ words: [Word]) -> [Word] {
    guard words.contains(where: { $0.text.hasPrefix("_(") }) else { return words }
    var result: [Word] = []
    var open: (text: String, offset: Int, sentinel: String)?
    for word in words {
        if let started = open {
            let text = started.text + " " + word.text
            if word.text.hasSuffix(started.sentinel) {
                result.append(Word(text: text, offset: started.offset))
                open = nil
            } else {
                open = (text, started.offset, started.sentinel)
            }
        } else if word.text.hasPrefix("_(\"") || word.text.hasPrefix("_('") {
            let sentinel = word.text.hasPrefix("_(\"") ? "\")" : "')"
            if word.text.hasSuffix(sentinel) {
                result.append(word)
            } else {
                open = (word.text, word.offset, sentinel)
            }
        } else {
            result.append(word)
        }
    }
    if let open { result.append(Word(text: open.text, offset: open.offset)) }
    return result
}
