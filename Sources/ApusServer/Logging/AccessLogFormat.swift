/// What a request's line in the access log looks like: gunicorn's atoms, or JSON.
public struct AccessLogFormat: Hashable, Sendable, CustomStringConvertible {
    /// The format as it was written.
    public let source: String
    let pieces: [Piece]

    /// gunicorn's default: the combined log format.
    public static let standard = AccessLogFormat(
        "%(h)s %(l)s %(u)s %(t)s \"%(r)s\" %(s)s %(b)s \"%(f)s\" \"%(a)s\"",
        pieces: [
            .atom(.remoteAddress), .text(" "), .atom(.dash), .text(" "), .atom(.user), .text(" "),
            .atom(.time), .text(" \""), .atom(.requestLine), .text("\" "), .atom(.status),
            .text(" "), .atom(.bytesOrDash), .text(" \""), .atom(.requestField("referer")),
            .text("\" \""), .atom(.requestField("user-agent")), .text("\""),
        ])

    /// Reads `json` or a line of atoms such as `%(h)s "%(r)s" %({user-agent}i)s`; nil when an atom
    /// is unknown or not closed.
    public init?(_ source: String) {
        if source == "json" {
            self.init(source, pieces: [])
            return
        }
        var pieces: [Piece] = []
        var text: [UInt8] = []
        var rest = Array(source.utf8)[...]
        guard !rest.isEmpty, !rest.contains(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }) else {
            return nil
        }
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                text.append(byte)
                continue
            }
            if rest.first == UInt8(ascii: "%") {
                text.append(rest.removeFirst())
                continue
            }
            guard rest.popFirst() == UInt8(ascii: "("),
                let end = rest.firstIndex(of: UInt8(ascii: ")")),
                let atom = Atom(String(decoding: rest[..<end], as: UTF8.self)),
                rest[(end + 1)...].first == UInt8(ascii: "s")
            else { return nil }
            rest = rest[(end + 2)...]
            if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
            text = []
            pieces.append(.atom(atom))
        }
        if !text.isEmpty { pieces.append(.text(String(decoding: text, as: UTF8.self))) }
        self.init(source, pieces: pieces)
    }

    private init(_ source: String, pieces: [Piece]) {
        self.source = source
        self.pieces = pieces
    }

    /// The format as it was written.
    public var description: String { source }

    var isJSON: Bool { source == "json" }

    enum Piece: Hashable, Sendable {
        case text(String)
        case atom(Atom)
    }

    /// gunicorn's atoms; the letters are those of its documentation. `i` is Apus's own: the
    /// request's identifier.
    enum Atom: Hashable, Sendable {
        case remoteAddress, dash, user, time, requestLine, method, path, query, version, status
        case bytes, bytesOrDash, seconds, milliseconds, microseconds, decimalSeconds, processID
        case requestID
        case requestField(String), responseField(String), environment(String)

        init?(_ name: String) {
            if name.hasPrefix("{") {
                guard let close = name.lastIndex(of: "}") else { return nil }
                let field = name[name.index(after: name.startIndex)..<close].lowercased()
                switch name[name.index(after: close)...] {
                case "i": self = .requestField(field)
                case "o": self = .responseField(field)
                case "e": self = .environment(field)
                default: return nil
                }
                return
            }
            let known: [String: Atom] = [
                "h": .remoteAddress, "l": .dash, "u": .user, "t": .time, "r": .requestLine,
                "m": .method, "U": .path, "q": .query, "H": .version, "s": .status, "B": .bytes,
                "b": .bytesOrDash, "f": .requestField("referer"), "a": .requestField("user-agent"),
                "T": .seconds, "M": .milliseconds, "D": .microseconds, "L": .decimalSeconds,
                "p": .processID, "i": .requestID,
            ]
            guard let atom = known[name] else { return nil }
            self = atom
        }
    }
}
