extension HTMLText {
    /// `url` percent-encoded where it isn't yet.
    public static func quoteURL(_ url: String) -> String {
        let parts = splitURL(url)
        var result = ""
        if !parts.scheme.isEmpty { result += parts.scheme + ":" }
        if !parts.host.isEmpty || url.utf8.starts(with: (result + "//").utf8) {
            result += "//" + requoted(parts.host)
        }
        result += requoted(parts.path)
        let query = requotedQuery(parts.query)
        if !query.isEmpty { result += "?" + query }
        let fragment = requoted(parts.fragment)
        return fragment.isEmpty ? result : result + "#" + fragment
    }

    private static let delimiters = "!$&'()*+,;=:/?#[]@~"

    private static func requoted(_ text: String) -> String {
        percentEncoded(percentDecoded(text), safe: delimiters)
    }

    private static func requotedQuery(_ query: String) -> String {
        guard !query.isEmpty else { return "" }
        let pairs = query.split(separator: "&").map { pair in
            let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return sides.map { side in
                // Plus signs mean spaces; what was encoded twice is decoded twice.
                formEncoded(percentDecoded(percentDecoded(String(side).replacing("+", with: " "))))
            }
        }
        return pairs.map { $0.count == 2 ? $0[0] + "=" + $0[1] : $0[0] + "=" }
            .joined(separator: "&")
    }

    private static func splitURL(
        _ url: String
    ) -> (scheme: String, host: String, path: String, query: String, fragment: String) {
        var rest = Substring(url)
        var scheme = ""
        if let colon = rest.firstIndex(of: ":"),
            rest[..<colon].utf8.allSatisfy({ byte in
                (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
                    || byte == 0x2B || byte == 0x2D || byte == 0x2E
            }), let first = rest.utf8.first, first | 0x20 >= 0x61 && first | 0x20 <= 0x7A
        {
            scheme = rest[..<colon].lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        var host = ""
        if rest.hasPrefix("//") {
            rest = rest.dropFirst(2)
            let end = rest.firstIndex { "/?#".contains($0) } ?? rest.endIndex
            host = String(rest[..<end])
            rest = rest[end...]
        }
        var fragment = ""
        if let hash = rest.firstIndex(of: "#") {
            fragment = String(rest[rest.index(after: hash)...])
            rest = rest[..<hash]
        }
        var query = ""
        if let mark = rest.firstIndex(of: "?") {
            query = String(rest[rest.index(after: mark)...])
            rest = rest[..<mark]
        }
        return (scheme, host, String(rest), query, fragment)
    }
}

/// `text` with its `%XX` resolved; what is no UTF-8 then becomes U+FFFD.
func percentDecoded(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "%")) else { return text }
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
        if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
            let high = hexValue(bytes[index + 1]), let low = hexValue(bytes[index + 2])
        {
            result.append(high << 4 | low)
            index += 3
        } else {
            result.append(bytes[index])
            index += 1
        }
    }
    return String(decoding: result, as: UTF8.self)
}

private func hexValue(_ byte: UInt8) -> UInt8? {
    switch byte {
    case 0x30...0x39: byte - 0x30
    case 0x41...0x46: byte - 0x37
    case 0x61...0x66: byte - 0x57
    default: nil
    }
}

/// `text` as a form's value in a query: spaces as `+`.
func formEncoded(_ text: String) -> String {
    percentEncoded(text, safe: " ").replacing(" ", with: "+")
}
