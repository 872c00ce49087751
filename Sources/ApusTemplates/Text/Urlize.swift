extension HTMLText {
    /// `text` with its URLs and mail addresses as links.
    ///
    /// - Parameters:
    ///   - text: plain text, or HTML where `isHTML`.
    ///   - limit: the longest text of a link; a longer one ends in `…`.
    ///   - nofollow: whether links tell search engines not to follow them.
    ///   - escapes: whether the text is escaped for HTML; HTML never is.
    ///   - isHTML: whether the text is HTML already.
    ///   - scheme: of links that are written without one.
    public static func urlize(
        _ text: String, limit: Int? = nil, nofollow: Bool = false, escapes: Bool = false,
        isHTML: Bool = false, scheme: String = "https"
    ) -> String {
        var result = ""
        for word in wordsAndSeparators(text) {
            result += link(
                word, limit: limit, nofollow: nofollow, escapes: escapes && !isHTML,
                scheme: scheme)
        }
        return result
    }

    /// Cut at white space, quotes and angle brackets, which stay as pieces of their own.
    private static func wordsAndSeparators(_ text: String) -> [String] {
        var pieces: [String] = []
        var current = String.UnicodeScalarView()
        var wasSeparator = false
        for scalar in text.unicodeScalars {
            let isSeparator =
                "<>\"'".unicodeScalars.contains(scalar) || scalar.properties.isWhitespace
            if isSeparator != wasSeparator, !current.isEmpty {
                pieces.append(String(current))
                current = String.UnicodeScalarView()
            }
            wasSeparator = isSeparator
            current.append(scalar)
        }
        if !current.isEmpty { pieces.append(String(current)) }
        return pieces
    }

    private static let longestURL = 2048

    private static func link(
        _ word: String, limit: Int?, nofollow: Bool, escapes: Bool, scheme: String
    ) -> String {
        let plain = { escapes ? escape(word) : word }
        guard word.utf8.contains(where: { $0 == 0x2E || $0 == 0x40 || $0 == 0x3A }) else {
            return plain()
        }
        let (lead, middle, trail) = trimPunctuation(word)
        var attributes = nofollow ? " rel=\"nofollow\"" : ""
        let url: String
        if middle.unicodeScalars.count <= longestURL, hasWebScheme(middle) {
            url = quoteURL(unescape(middle))
        } else if middle.unicodeScalars.count <= longestURL, looksLikeSite(middle) {
            url = quoteURL(scheme + "://" + unescape(middle))
        } else if !middle.utf8.contains(UInt8(ascii: ":")), let at = mailAt(middle) {
            let local = String(middle[..<at])
            let domain = String(middle[middle.index(after: at)...])
            url =
                "mailto:" + percentEncoded(local, safe: "") + "@"
                + percentEncoded(domain, safe: "")
            attributes = ""
        } else {
            return plain()
        }
        var shown = middle
        if let limit, middle.unicodeScalars.count > limit {
            shown = String(middle.unicodeScalars.prefix(max(0, limit - 1))) + "…"
        }
        if escapes { shown = escape(shown) }
        return (escapes ? escape(lead) : lead)
            + "<a href=\"\(escape(url))\"\(attributes)>\(shown)</a>"
            + (escapes ? escape(trail) : trail)
    }

    // MARK: - What is a link

    private static func hasWebScheme(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        let lower = bytes.prefix(8).map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
        var start = 0
        if lower.starts(with: "http://".utf8) { start = 7 }
        if lower.starts(with: "https://".utf8) { start = 8 }
        guard start > 0, start < bytes.count else { return false }
        if bytes[start] == UInt8(ascii: "[") { start += 1 }
        let rest = String(decoding: bytes[start...], as: UTF8.self)
        return rest.unicodeScalars.first.map { PlainText.isWordScalar($0) || $0 == "_" } ?? false
    }

    private static let commonDomains: Set<String> = [
        "com", "edu", "gov", "int", "mil", "net", "org",
    ]

    /// `www.…`, or a host in one of the oldest domains, with a path or without.
    private static func looksLikeSite(_ text: String) -> Bool {
        let lower = text.lowercased()
        if lower.hasPrefix("www.") { return true }
        guard !lower.hasPrefix("http") else { return false }
        let host = lower.split(separator: "/", maxSplits: 1, omittingEmptySubsequences: false)[0]
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, commonDomains.contains(String(labels[labels.count - 1])) else {
            return false
        }
        return labels.dropLast().allSatisfy { isHostLabel($0) }
    }

    private static func isHostLabel(_ label: Substring) -> Bool {
        let scalars = label.unicodeScalars
        guard let first = scalars.first, let last = scalars.last, scalars.count <= 63,
            first != "-", last != "-"
        else { return false }
        return scalars.allSatisfy { scalar in
            switch scalar {
            case "a"..."z", "A"..."Z", "0"..."9", "-", "\u{A1}"..."\u{FFFF}": true
            default: false
            }
        }
    }

    /// Where the `@` of a mail address is, or nil where `text` is none.
    private static func mailAt(_ text: String) -> String.Index? {
        guard text.unicodeScalars.count <= 320, let at = text.lastIndex(of: "@") else { return nil }
        let atoms = text[..<at].split(separator: ".", omittingEmptySubsequences: false)
        let marks = Set("-!#$%&'*+/=?^_`{}|~".utf8)
        guard
            atoms.allSatisfy({ atom in
                !atom.isEmpty
                    && atom.utf8.allSatisfy { byte in
                        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
                            || (byte >= 0x30 && byte <= 0x39) || marks.contains(byte)
                    }
            })
        else { return nil }
        let labels = text[text.index(after: at)...].split(
            separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, labels.allSatisfy(isHostLabel) else { return nil }
        let top = labels[labels.count - 1].unicodeScalars
        let isName =
            top.count >= 2 && top.allSatisfy { !("0"..."9").contains($0) }
            || labels[labels.count - 1].lowercased().hasPrefix("xn--")
        return isName ? at : nil
    }

    // MARK: - Punctuation around a link

    private static func trimPunctuation(
        _ word: String
    ) -> (lead: String, middle: String, trail: String) {
        let all = Array(word.unicodeScalars)
        let leadCount = all.prefix { $0 == "(" || $0 == "[" }.count
        var middle = all[leadCount...]
        var trail: [Unicode.Scalar] = []
        var hasTrimmed = true
        while hasTrimmed, !middle.isEmpty {
            hasTrimmed = false
            for (opening, closing) in [("(", ")"), ("[", "]")] as [(Unicode.Scalar, Unicode.Scalar)]
            where middle.last == closing {
                let surplus =
                    middle.reduce(0) { $0 + ($1 == closing ? 1 : $1 == opening ? -1 : 0) }
                guard surplus > 0 else { continue }
                trail.insert(contentsOf: middle.suffix(surplus), at: 0)
                middle = middle.dropLast(surplus)
                hasTrimmed = true
            }
            let amp = middle.lastIndex(of: "&")
            let marks = amp == nil ? ".,:;!" : ".,:!"
            var kept = middle
            while let last = kept.last, marks.unicodeScalars.contains(last) { kept.removeLast() }
            if kept.count < middle.count {
                trail.insert(contentsOf: middle.suffix(middle.count - kept.count), at: 0)
                middle = kept
                hasTrimmed = true
            }
            if middle.last == ";", trimSemicolons(&middle, &trail, amp: amp) { hasTrimmed = true }
        }
        return (text(all[..<leadCount]), text(middle), text(trail[...]))
    }

    /// A semicolon at the end stays only where it ends a character reference.
    private static func trimSemicolons(
        _ middle: inout ArraySlice<Unicode.Scalar>, _ trail: inout [Unicode.Scalar], amp: Int?
    ) -> Bool {
        let candidate = text(amp.map { middle[$0...] } ?? middle.suffix(1))
        let unescaped = unescape(candidate)
        guard unescaped == candidate || unescaped.hasSuffix(";") else { return false }
        var kept = middle
        while let last = kept.last, ".,:;!".unicodeScalars.contains(last) { kept.removeLast() }
        let semicolons = middle.reversed().prefix { $0 == ";" }.count
        if amp != nil, semicolons > 1 {
            let tail = middle[kept.endIndex...]
            let first = tail.firstIndex(of: ";") ?? tail.startIndex
            trail.insert(contentsOf: middle[(first + 1)...], at: 0)
            middle = middle[...first]
        } else {
            trail.insert(contentsOf: middle[kept.endIndex...], at: 0)
            middle = kept
        }
        return true
    }

    private static func text(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }
}
