import ApusHTTP
import Foundation
import Testing

private let corpora = ProcessInfo.processInfo.environment["APUS_CORPORA"]

/// Replays the requests that other servers test their parsers with, where a folder of checkouts is
/// given: `APUS_CORPORA=FOLDER swift test --filter Corpora`, with gunicorn's `tests/requests` and
/// llhttp's `test/request` below FOLDER/gunicorn and FOLDER/llhttp. docs/http.md has what it counts.
@Suite(.enabled(if: corpora != nil, "APUS_CORPORA names no folder"))
struct Corpora {
    @Test func `of gunicorn hold nothing that is answered laxer here`() throws {
        try replay("gunicorn", GunicornCorpus.cases(in: corpora ?? ""))
    }

    @Test func `of llhttp hold nothing that is answered laxer here`() throws {
        try replay("llhttp", LLHTTPCorpus.cases(in: corpora ?? ""))
    }

    private func replay(_ name: String, _ cases: [CorpusCase]) throws {
        try #require(cases.count > 50)
        var same = 0
        var stricter = 0
        for one in cases {
            let (taken, error) = one.answers
            if taken == one.expected {
                same += 1
            } else if taken < one.expected {
                stricter += 1
                print("\(name): stricter: \(one.name): \(error.map { "\($0)" } ?? "unfinished")")
            } else {
                Issue.record(
                    "\(name): laxer: \(one.name): \(one.text.debugDescription.prefix(300))")
            }
        }
        print("\(name): \(cases.count) cases, \(same) the same, \(stricter) stricter")
    }
}

/// One input, and how many whole requests its owner finds in it.
struct CorpusCase {
    var name: String
    var bytes: [UInt8]
    var expected: Int
    var limits = RequestLimits()

    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// How many requests would be answered: up to the first error, or the first that closes. A Host
    /// is given to requests of HTTP/1.1 that lack one, or its absence would hide all else.
    var answers: (count: Int, error: ParseError?) {
        var transcript = Transcript(bytes, limits: limits)
        if transcript.error == .missingHost { transcript = Transcript(withHosts, limits: limits) }
        let complete = transcript.requests.prefix { $0.isComplete }
        if let closing = complete.firstIndex(where: { !$0.keepAlive }) {
            return (closing + 1, nil)
        }
        return (complete.count, transcript.error)
    }

    private var withHosts: [UInt8] {
        let version = Array(" HTTP/1.1\r\n".utf8)
        var made: [UInt8] = []
        for place in bytes.indices {
            made.append(bytes[place])
            if made.suffix(version.count).elementsEqual(version) {
                made += Array("Host: x\r\n".utf8)
            }
        }
        return made
    }
}

enum GunicornCorpus {
    static func cases(in folder: String) throws -> [CorpusCase] {
        try ["valid", "invalid"].flatMap { kind in
            let path = "\(folder)/gunicorn/tests/requests/\(kind)"
            return try FileManager.default.contentsOfDirectory(atPath: path).sorted().compactMap {
                (file: String) -> CorpusCase? in
                guard file.hasSuffix(".http") else { return nil }
                let settings = try read("\(path)/\(file.dropLast(5)).py")
                // The PROXY protocol is another protocol.
                guard !settings.contains("proxy_protocol") else { return nil }
                // What trusted proxies say of the scheme is the server's to judge, not the parser's.
                guard !settings.contains("InvalidSchemeHeaders") else { return nil }
                return CorpusCase(
                    name: "\(kind)/\(file)", bytes: decode(try readBytes("\(path)/\(file)")),
                    expected: kind == "valid"
                        ? settings.components(separatedBy: "\"method\"").count - 1 : 0,
                    limits: limits(settings))
            }
        }
    }

    private static func limits(_ settings: String) -> RequestLimits {
        func number(_ name: String) -> Int? {
            let tail = settings.components(separatedBy: "'limit_request_\(name)', ")
            guard tail.count > 1, let number = Int(tail[1].prefix { $0.isNumber }), number > 0
            else { return nil }
            return number
        }
        let usual = RequestLimits()
        return RequestLimits(
            requestLine: number("line") ?? usual.requestLine,
            fieldCount: number("fields") ?? usual.fieldCount,
            fieldSize: number("field_size") ?? usual.fieldSize)
    }

    /// Line breaks of the file are none of the request, escapes are.
    private static func decode(_ bytes: [UInt8]) -> [UInt8] {
        Escapes.decode(bytes.filter { $0 != 0x0A })
    }
}

enum LLHTTPCorpus {
    static func cases(in folder: String) throws -> [CorpusCase] {
        let path = "\(folder)/llhttp/test/request"
        return try FileManager.default.contentsOfDirectory(atPath: path).sorted().flatMap {
            (file: String) -> [CorpusCase] in
            let sections = try read("\(path)/\(file)").components(separatedBy: "\n<!-- meta=")
            return sections.enumerated().dropFirst().compactMap {
                (number: Int, section: String) -> CorpusCase? in
                // The other types switch checks off.
                guard section.components(separatedBy: "-->")[0].contains("\"type\": \"request\""),
                    let input = block("http", section), let log = block("log", section)
                else { return nil }
                let title = sections[number - 1].components(separatedBy: "\n").last {
                    $0.hasPrefix("#")
                }
                return CorpusCase(
                    name: "\(file) \(title ?? "")", bytes: decode(input),
                    expected: log.components(separatedBy: "message complete").count - 1)
            }
        }
    }

    private static func block(_ kind: String, _ section: String) -> String? {
        let parts = section.components(separatedBy: "```\(kind)\n")
        return parts.count < 2 ? nil : parts[1].components(separatedBy: "```")[0]
    }

    private static func decode(_ block: String) -> [UInt8] {
        let text = block.hasSuffix("\n") ? String(block.dropLast()) : block
        let joined = text.replacing("\\\n", with: "").replacing("\n", with: "\r\n")
        return Escapes.decode(Array(joined.utf8))
    }
}

private enum Escapes {
    static func decode(_ bytes: [UInt8]) -> [UInt8] {
        var made: [UInt8] = []
        var place = 0
        while place < bytes.count {
            let next = place + 1 < bytes.count ? bytes[place + 1] : 0
            let plain: UInt8? =
                switch next {
                case UInt8(ascii: "r"): 0x0D
                case UInt8(ascii: "n"): 0x0A
                case UInt8(ascii: "t"): 0x09
                case UInt8(ascii: "f"): 0x0C
                case UInt8(ascii: "0"): 0
                default: nil
                }
            if bytes[place] == UInt8(ascii: "\\"), let plain {
                made.append(plain)
                place += 2
            } else if bytes[place] == UInt8(ascii: "\\"), next == UInt8(ascii: "x"),
                let byte = UInt8(
                    String(decoding: bytes.dropFirst(place + 2).prefix(2), as: UTF8.self), radix: 16
                )
            {
                made.append(byte)
                place += 4
            } else {
                made.append(bytes[place])
                place += 1
            }
        }
        return made
    }
}

private func readBytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: URL(filePath: path)))
}

private func read(_ path: String) throws -> String {
    String(decoding: try readBytes(path), as: UTF8.self)
}
