import ApusHTTP
import Fuzzing
import Glibc

@testable import ApusServer

// What a client says of itself, and what is written down of it.

private let trust = PeerTrust(["127.0.0.1", "10.0.0.0/8", "2001:db8::/33"])
private let everyone = PeerTrust(["*"])

private func isAddress(_ text: String) -> Bool {
    var four = in_addr()
    var six = in6_addr()
    return inet_pton(AF_INET, text, &four) == 1 || inet_pton(AF_INET6, text, &six) == 1
}

private func readPeers(_ text: String) {
    _ = PeerTrust([text])
    _ = PeerTrust(text.split(separator: ",").map(String.init))?.contains(text)
    for trust in [trust, everyone] {
        guard let trust else { continue }
        var request = Request(
            headers: [
                "X-Forwarded-For": text, "X-Forwarded-Proto": text, "X-Forwarded-Ssl": text,
                "X-Forwarded-Protocol": text,
            ], remoteAddress: "127.0.0.1")
        _ = trust.apply(to: &request)
        check(isAddress(request.remoteAddress), "no address: \(request.remoteAddress)")
        check(["http", "https"].contains(request.scheme), "no scheme: \(request.scheme)")
    }
    guard let trust else { return }
    // Whatever a client claims before it, the address that the trusted proxy has seen counts.
    for seen in ["203.0.113.9", "203.0.113.9:4711", "[2001:db8:8000::1]:443"] {
        var request = Request(
            headers: ["X-Forwarded-For": text + ", " + seen + ", 10.9.8.7"],
            remoteAddress: "127.0.0.1")
        guard request.headers.contains("X-Forwarded-For") else { continue }
        check(trust.apply(to: &request), "nothing contradicts itself here")
        let expected = seen.hasPrefix("[") ? "2001:db8:8000::1" : "203.0.113.9"
        check(request.remoteAddress == expected, "\(request.remoteAddress) is not \(seen)")
    }
    let plain = PeerTrust.withoutPort(text[...])
    check(plain.utf8.count <= text.utf8.count, "an address grew")
}

/// What an escaped text stands for; nil where it isn't one.
private func unescaped(_ bytes: [UInt8]) -> [UInt8]? {
    var result: [UInt8] = []
    var rest = bytes[...]
    while let byte = rest.popFirst() {
        guard byte == UInt8(ascii: "\\") else {
            guard (0x20..<0x7F).contains(byte), byte != UInt8(ascii: "\"") else { return nil }
            result.append(byte)
            continue
        }
        switch rest.popFirst() {
        case UInt8(ascii: "n"): result.append(10)
        case UInt8(ascii: "t"): result.append(9)
        case UInt8(ascii: "\\"): result.append(UInt8(ascii: "\\"))
        case UInt8(ascii: "\""): result.append(UInt8(ascii: "\""))
        case UInt8(ascii: "x"):
            guard rest.count >= 2,
                let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            else { return nil }
            result.append(value)
            rest = rest.dropFirst(2)
        default: return nil
        }
    }
    return result
}

/// The quotes that are no part of a value.
private func bareQuotes(_ line: [UInt8]) -> Int {
    var count = 0
    var isEscaped = false
    for byte in line {
        if byte == UInt8(ascii: "\""), !isEscaped { count += 1 }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
    }
    return count
}

private let nowhere = try? LogFile(.file("/dev/null"), standard: 1)

private func writeLines(_ bytes: [UInt8]) {
    var escaped: [UInt8] = []
    appendEscaped(bytes, quotes: true, to: &escaped)
    check(unescaped(escaped) == bytes, "escaping loses")
    var plain: [UInt8] = []
    appendEscaped(bytes, to: &plain)
    check(plain.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a control character is left")

    let text = String(decoding: bytes, as: UTF8.self)
    var json: [UInt8] = []
    appendJSON(text, to: &json)
    check(json.allSatisfy { $0 >= 0x20 && $0 != 0x7F }, "a control character is left in JSON")
    check(bareQuotes(json) == 2, "a JSON string ends early")

    guard let nowhere else { return }
    var request = Request(
        method: Method(text), target: text,
        headers: ["User-Agent": text, "Referer": text, "Authorization": "Basic " + text],
        remoteAddress: text)
    request.identity = RequestID(text) ?? .none
    let line = bytes.withUnsafeBytes { AccessEntry.firstLine(of: $0, limit: 4094) }
    for refused in [nil, line] {
        let entry = AccessEntry(
            request: request, refusedLine: refused, status: 200, bodyBytes: 1,
            responseHeaders: ["X-Own": text], nanoseconds: 1)
        let quoted = AccessLogFormat(
            "\"%(h)s\" \"%(u)s\" \"%(r)s\" \"%(m)s\" \"%(U)s\" \"%(q)s\" \"%(H)s\" \"%(f)s\" \"%(i)s\" "
                + "\"%({x-own}o)s\"")
        for (format, quotes) in [(quoted, 20), (AccessLogFormat("json"), 44)] {
            guard let format else { fatalError("a format is not read") }
            let log = AccessLog(nowhere, format)
            log.append(entry)
            // A long line has been handed over.
            guard !log.lines.isEmpty else { continue }
            check(log.lines.count { $0 == 10 } == 1 && log.lines.last == 10, "a line is forged")
            check(bareQuotes(log.lines) == quotes, "a value ends early: \(bareQuotes(log.lines))")
        }
    }
}

private func readFormat(_ text: String) {
    guard let format = AccessLogFormat(text), let nowhere else { return }
    let log = AccessLog(nowhere, format)
    log.append(
        AccessEntry(
            request: Request(), status: 200, bodyBytes: 0, responseHeaders: Headers(),
            nanoseconds: 0))
    check(log.lines.isEmpty || log.lines.count { $0 == 10 } == 1, "a format breaks its line")
}

runFuzzer { data in
    guard data.count > 1, data.count <= 1 << 13, let first = data.first else { return }
    let bytes = Array(data.dropFirst())
    switch first % 3 {
    case 0: readPeers(String(decoding: bytes, as: UTF8.self))
    case 1: writeLines(bytes)
    default: readFormat(String(decoding: bytes, as: UTF8.self))
    }
}
