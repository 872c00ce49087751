extension HTMLText {
    /// Thrown for text that looks made to cost time: tags in tags without an end.
    public struct SuspiciousMarkup: Error, Sendable, CustomStringConvertible {
        /// What an error page shows.
        public var description: String {
            "The text nests so many unfinished tags that it looks made to cost time."
        }
    }

    private static let deepest = 50

    /// `text` without its tags and comments. What is left is no safer than it was.
    ///
    /// Throws `SuspiciousMarkup` where tags are nested so that every round uncovers more of them.
    public static func stripTags(_ text: String) throws -> String {
        var value = text
        guard !hasLongOpenTag(Array(value.utf8)) else { throw SuspiciousMarkup() }
        var rounds = 0
        while value.utf8.contains(UInt8(ascii: "<")), value.utf8.contains(UInt8(ascii: ">")) {
            guard rounds < deepest else { throw SuspiciousMarkup() }
            let stripped = strippedOnce(value)
            if openings(stripped) == openings(value) { break }
            value = stripped
            rounds += 1
        }
        return value
    }

    private static func openings(_ text: String) -> Int {
        text.utf8.reduce(0) { $0 + ($1 == UInt8(ascii: "<") ? 1 : 0) }
    }

    /// Whether a tag is not closed in a thousand characters that hold many more openings.
    private static func hasLongOpenTag(_ bytes: [UInt8]) -> Bool {
        var index = 0
        while index + 1 < bytes.count {
            guard bytes[index] == UInt8(ascii: "<"),
                (bytes[index + 1] | 0x20) >= 0x61 && (bytes[index + 1] | 0x20) <= 0x7A
            else {
                index += 1
                continue
            }
            let end = bytes[index...].firstIndex(of: UInt8(ascii: ">")) ?? bytes.count
            if end - index > 1001 {
                let count = bytes[index..<end].reduce(0) { $0 + ($1 == UInt8(ascii: "<") ? 1 : 0) }
                if count >= deepest { return true }
            }
            index = end
        }
        return false
    }

    private static func strippedOnce(_ text: String) -> String {
        var scanner = HTMLScanner(text, keepsReferences: false)
        let bytes = scanner.bytes
        var result: [UInt8] = []
        scanner.scan(isFinal: true) { piece in
            switch piece {
            case .text(let range): result.append(contentsOf: bytes[range])
            case .reference(let range):
                result.append(contentsOf: bytes[range])
                result.append(UInt8(ascii: ";"))
            case .start, .end: break
            }
            return true
        }
        return String(decoding: result, as: UTF8.self)
    }
}
