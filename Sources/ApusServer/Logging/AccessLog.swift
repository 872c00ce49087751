internal import ApusHTTP
internal import Glibc

/// The access log of a worker: lines gather while the loop works and are written once a turn.
final class AccessLog {
    let file: LogFile
    private let format: AccessLogFormat
    /// What is not handed to the file yet.
    private(set) var lines: [UInt8] = []
    private var second = 0
    private var stamp = ""

    init(_ file: LogFile, _ format: AccessLogFormat) {
        self.file = file
        self.format = format
    }

    func append(_ entry: AccessEntry) {
        let now = wallClockNow()
        if now != second {
            second = now
            stamp = LogClock.common(now)
        }
        if format.isJSON {
            appendJSON(entry)
        } else {
            for piece in format.pieces {
                switch piece {
                case .text(let text): lines.append(contentsOf: text.utf8)
                case .atom(let atom): append(atom, entry)
                }
            }
        }
        lines.append(UInt8(ascii: "\n"))
        if lines.count > 32 << 10 { flush() }
    }

    func flush() {
        guard !lines.isEmpty else { return file.retry() }
        lines.withUnsafeBytes { file.append($0) }
        lines.removeAll(keepingCapacity: true)
    }

    private func append(_ atom: AccessLogFormat.Atom, _ entry: AccessEntry) {
        let request = entry.request
        switch atom {
        case .remoteAddress: put(request.remoteAddress)
        case .dash: put("-")
        case .user: put(AccessLog.user(request) ?? "")
        case .time: put("[" + stamp + "]")
        case .requestLine: put(entry.requestLine)
        case .method: put(entry.method)
        case .path: put(AccessLog.split(entry.target).path)
        case .query: put(AccessLog.split(entry.target).query)
        case .version: put(entry.version)
        case .status: put(String(entry.status))
        case .bytes: put(String(entry.bodyBytes))
        case .bytesOrDash: put(entry.bodyBytes == 0 ? "-" : String(entry.bodyBytes))
        case .seconds: put(String(entry.nanoseconds / 1_000_000_000))
        case .milliseconds: put(String(entry.nanoseconds / 1_000_000))
        case .microseconds: put(String(entry.nanoseconds / 1000))
        case .decimalSeconds: put(AccessLog.decimal(entry.nanoseconds))
        case .requestID: put(request.id)
        case .processID: put("<\(getpid())>")
        case .requestField(let name): put(request.headers.joined(name) ?? "")
        case .responseField(let name): put(entry.responseHeaders.joined(name) ?? "")
        case .environment(let name): put(getenv(name).map { String(cString: $0) } ?? "")
        }
    }

    /// Appends a value that may come from outside: it can't end its line or its quotes.
    private func put(_ value: String) {
        if value.isEmpty {
            lines.append(UInt8(ascii: "-"))
        } else {
            appendEscaped(value.utf8, quotes: true, to: &lines)
        }
    }

    static func split(_ target: String) -> (path: String, query: String) {
        guard let mark = target.utf8.firstIndex(of: UInt8(ascii: "?")) else { return (target, "") }
        return (String(target[..<mark]), String(target[target.utf8.index(after: mark)...]))
    }

    /// `0.001234`.
    static func decimal(_ nanoseconds: UInt64) -> String {
        let micros = String(nanoseconds / 1000 % 1_000_000)
        let zeros = String(repeating: "0", count: 6 - micros.utf8.count)
        return "\(nanoseconds / 1_000_000_000).\(zeros)\(micros)"
    }

    /// The name in `Authorization: Basic`.
    static func user(_ request: Request) -> String? {
        guard let value = request.headers["authorization"], value.utf8.count < 1024,
            value.prefix(6).lowercased() == "basic ",
            let bytes = decodeBase64(value.dropFirst(6).utf8)
        else { return nil }
        return String(decoding: bytes.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)
    }

    private static func decodeBase64(_ text: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var bits: UInt32 = 0
        var count = 0
        for character in text {
            let value: UInt8
            switch character {
            case UInt8(ascii: "A")...UInt8(ascii: "Z"): value = character - UInt8(ascii: "A")
            case UInt8(ascii: "a")...UInt8(ascii: "z"): value = character - UInt8(ascii: "a") + 26
            case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0") + 52
            case UInt8(ascii: "+"): value = 62
            case UInt8(ascii: "/"): value = 63
            case UInt8(ascii: "="), UInt8(ascii: " "): continue
            default: return nil
            }
            bits = bits << 6 | UInt32(value)
            count += 6
            if count >= 8 {
                count -= 8
                bytes.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
                bits &= (1 << UInt32(count)) - 1
            }
        }
        return bytes
    }

    // MARK: - JSON

    private func appendJSON(_ entry: AccessEntry) {
        let request = entry.request
        let target = AccessLog.split(entry.target)
        lines.append(UInt8(ascii: "{"))
        field("time", stamp, first: true)
        field("remote_address", request.remoteAddress)
        field("method", entry.method)
        field("path", target.path)
        field("query", target.query)
        field("protocol", entry.version)
        number("status", String(entry.status))
        number("bytes", String(entry.bodyBytes))
        number("seconds", AccessLog.decimal(entry.nanoseconds))
        field("request_id", request.id)
        field("referer", request.headers.joined("referer") ?? "")
        field("user_agent", request.headers.joined("user-agent") ?? "")
        number("pid", String(getpid()))
        lines.append(UInt8(ascii: "}"))
    }

    private func number(_ name: String, _ value: String) {
        lines.append(contentsOf: ", \"\(name)\": \(value)".utf8)
    }

    private func field(_ name: String, _ value: String, first: Bool = false) {
        lines.append(contentsOf: "\(first ? "" : ", ")\"\(name)\": ".utf8)
        ApusServer.appendJSON(value, to: &lines)
    }
}
