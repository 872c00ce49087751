extension PlainText {
    /// `text` cut to `count` characters, the last of them `…`, where it is longer. Combining marks
    /// count with their letters.
    public static func truncate(_ text: String, characters count: Int) -> String {
        guard count > 0 else { return "" }
        let scalars = composed(text).unicodeScalars
        var length = 0
        var cut: String.UnicodeScalarView.Index?
        for index in scalars.indices where !isCombining(scalars[index]) {
            length += 1
            if cut == nil, length > count - 1 { cut = index }
            if length > count {
                return String(scalars[..<(cut ?? scalars.startIndex)]) + "…"
            }
        }
        return String(scalars)
    }

    /// The first `count` words of `text` with ` …` after them where there are more; white space
    /// becomes single spaces.
    public static func truncate(_ text: String, words count: Int) -> String {
        guard count > 0 else { return "" }
        let words = splitAtSpace(text)
        guard words.count > count else { return words.joined(separator: " ") }
        return words[..<count].joined(separator: " ") + " …"
    }

    private static func isCombining(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value >= 0x300 && scalar.properties.canonicalCombiningClass != .notReordered
    }
}

extension HTMLText {
    /// Elements that have no end tag.
    private static let voidElements: Set<String> = [
        "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param",
        "source", "track", "wbr", "frame", "spacer",
    ]

    /// `html` cut to `count` characters of its text, the elements that are open then closed.
    public static func truncate(_ html: String, characters count: Int) -> String {
        guard count > 0 else { return "" }
        return truncate(html, limit: count - 1, ending: "…", fullCount: count) {
            $0.unicodeScalars.map { String($0) }
        }
    }

    /// `html` cut to `count` words of its text, the elements that are open then closed.
    public static func truncate(_ html: String, words count: Int) -> String {
        guard count > 0 else { return "" }
        return truncate(html, limit: count, ending: " …", fullCount: nil, piecesOfText)
    }

    private static func truncate(
        _ html: String, limit: Int, ending: String, fullCount: Int?,
        _ cut: (String) -> [String]
    ) -> String {
        let text = fullCount == nil ? html : PlainText.composed(html)
        var scanner = HTMLScanner(text, keepsReferences: true)
        let bytes = scanner.bytes
        let total = text.unicodeScalars.count
        var open: [String] = []
        var output = ""
        var remaining = limit
        var processed = 0
        let separator = fullCount == nil ? " " : ""
        var isCut = false
        scanner.scan(isFinal: false) { piece in
            switch piece {
            case .start(let name, let source, let isClosed):
                output += String(decoding: bytes[source], as: UTF8.self)
                guard !voidElements.contains(name) else { return true }
                if isClosed { output += "</\(name)>" } else { open.append(name) }
            case .end(let name):
                guard !voidElements.contains(name) else { return true }
                output += "</\(name)>"
                if open.last == name { open.removeLast() }
            case .reference: break
            case .text(let range):
                let data = unescape(String(decoding: bytes[range], as: UTF8.self))
                if let fullCount {
                    let length = data.unicodeScalars.count
                    processed += length
                    if processed == fullCount, output.unicodeScalars.count + length == total {
                        output += data
                        isCut = true
                        return false
                    }
                }
                let pieces = cut(data)
                let kept = escape(pieces.prefix(remaining).joined(separator: separator))
                guard remaining >= pieces.count else {
                    output += kept + ending
                    isCut = true
                    return false
                }
                remaining -= pieces.count
                output += kept
            }
            return true
        }
        if isCut { for name in open.reversed() { output += "</\(name)>" } }
        return output
    }

    /// `text` cut where white space stands between words; that at its ends stays with them.
    private static func piecesOfText(_ text: String) -> [String] {
        var pieces: [String] = []
        var piece = String.UnicodeScalarView()
        var space = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            if scalar.properties.isWhitespace {
                space.append(scalar)
            } else {
                if !space.isEmpty {
                    if piece.contains(where: { !$0.properties.isWhitespace }) {
                        pieces.append(String(piece))
                        piece = String.UnicodeScalarView()
                    } else {
                        piece.append(contentsOf: space)
                    }
                    space = String.UnicodeScalarView()
                }
                piece.append(scalar)
            }
        }
        piece.append(contentsOf: space)
        pieces.append(String(piece))
        return pieces
    }
}
