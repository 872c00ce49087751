internal import ApusHTTP

/// One answered request, as the access log tells it; or what is known of one that was refused.
struct AccessEntry {
    let request: Request
    /// The first line of what was refused before it was a request.
    var refusedLine: String?
    let status: Int
    let bodyBytes: Int
    let responseHeaders: Headers
    /// From the complete request to the complete answer.
    let nanoseconds: UInt64

    var requestLine: String { refusedLine ?? "\(method) \(target) \(version)" }

    var method: String { refusedLine.map { Self.word(0, of: $0) } ?? request.method.name }

    var target: String { refusedLine.map { Self.word(1, of: $0) } ?? request.target }

    var version: String { refusedLine.map { Self.word(2, of: $0) } ?? request.version.description }

    private static func word(_ place: Int, of line: String) -> String {
        let words = line.split(separator: " ", maxSplits: 3)
        return place < words.count ? String(words[place]) : ""
    }

    /// The first line of a head that is not whole, or malformed: up to its first line break, and no
    /// longer than `limit`.
    static func firstLine(of bytes: UnsafeRawBufferPointer, limit: Int) -> String {
        let line = bytes.drop { $0 == 13 || $0 == 10 }.prefix { $0 != 13 && $0 != 10 }
        return String(decoding: line.prefix(limit), as: UTF8.self)
    }
}
