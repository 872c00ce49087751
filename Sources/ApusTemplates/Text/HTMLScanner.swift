/// Cuts HTML, however broken, into tags, references and text, the way Python's `html.parser` does:
/// what is no tag is text.
struct HTMLScanner {
    enum Piece {
        case text(Range<Int>)
        /// `&name;` or `&#39;`; only where references are not resolved.
        case reference(Range<Int>)
        case start(name: String, source: Range<Int>, isClosed: Bool)
        case end(name: String)
    }

    let bytes: [UInt8]
    /// Whether references are left inside the text.
    private let keepsReferences: Bool
    private var index = 0
    /// The element, `script` or `style`, whose content is text up to its end.
    private var rawElement: String?

    init(_ text: String, keepsReferences: Bool) {
        bytes = Array(text.utf8)
        self.keepsReferences = keepsReferences
    }

    /// Gives every piece to `body` until it answers false. `isFinal` says that nothing comes after,
    /// so that what looks like the start of a tag is text.
    mutating func scan(isFinal: Bool, _ body: (Piece) throws -> Bool) rethrows {
        if try !run(isFinal: false, body) { return }
        if isFinal { _ = try run(isFinal: true, body) }
    }

    /// False where `body` asked to stop.
    private mutating func run(isFinal: Bool, _ body: (Piece) throws -> Bool) rethrows -> Bool {
        scanning: while index < bytes.count {
            guard let next = nextInteresting() else { break }
            if index < next {
                if try !body(.text(index..<next)) { return false }
            }
            index = next
            guard index < bytes.count else { break }
            if bytes[index] == UInt8(ascii: "<") {
                switch markup() {
                case .piece(let piece, let end):
                    index = end
                    if let piece, try !body(piece) { return false }
                case .incomplete:
                    guard isFinal else { break scanning }
                    var end = index + 1
                    if let close = find(UInt8(ascii: ">"), from: index + 1) {
                        end = close + 1
                    } else if let open = find(UInt8(ascii: "<"), from: index + 1) {
                        end = open
                    }
                    if try !body(.text(index..<end)) { return false }
                    index = end
                case .stop: break scanning
                }
            } else {
                switch reference(isFinal: isFinal) {
                case .piece(let piece, let end):
                    index = end
                    if let piece, try !body(piece) { return false }
                case .incomplete, .stop:
                    // `&#` alone is text where a semicolon comes later; then all else is as well.
                    if bytes[index...].starts(with: "&#".utf8),
                        find(UInt8(ascii: ";"), from: index) != nil
                    {
                        let start = index
                        index += 2
                        if try !body(.text(start..<index)) { return false }
                    }
                    break scanning
                }
            }
        }
        if isFinal, index < bytes.count, rawElement == nil {
            let start = index
            index = bytes.count
            return try body(.text(start..<bytes.count))
        }
        return true
    }

    private enum Step {
        case piece(Piece?, end: Int)
        case incomplete
        case stop
    }

    private func nextInteresting() -> Int? {
        var next = index
        if rawElement != nil {
            while next < bytes.count {
                if bytes[next] == UInt8(ascii: "<"),
                    next + 1 == bytes.count || bytes[next + 1] == UInt8(ascii: "/")
                {
                    return next
                }
                next += 1
            }
            return nil
        }
        while next < bytes.count, bytes[next] != UInt8(ascii: "<"),
            keepsReferences || bytes[next] != UInt8(ascii: "&")
        {
            next += 1
        }
        if next == bytes.count, keepsReferences {
            // A reference may be cut in half at the end.
            let tail = bytes[max(index, bytes.count - 34)...]
            if let amp = tail.lastIndex(of: UInt8(ascii: "&")),
                !bytes[amp...].contains(where: { isSpace($0) || $0 == UInt8(ascii: ";") })
            {
                return nil
            }
        }
        return next
    }

    private func find(_ byte: UInt8, from start: Int) -> Int? {
        start < bytes.count ? bytes[start...].firstIndex(of: byte) : nil
    }

    private func starts(with text: StaticString, at start: Int) -> Bool {
        let count = text.utf8CodeUnitCount
        guard start + count <= bytes.count else { return false }
        for offset in 0..<count where bytes[start + offset] != text.utf8Start[offset] {
            return false
        }
        return true
    }

    // MARK: - Markup

    private mutating func markup() -> Step {
        let second = index + 1 < bytes.count ? bytes[index + 1] : 0
        if isLetter(second) { return startTag() }
        if starts(with: "</", at: index) { return endTag() }
        if starts(with: "<!--", at: index) {
            guard let end = commentEnd(from: index + 4) else { return .incomplete }
            return .piece(nil, end: end)
        }
        if starts(with: "<?", at: index) || starts(with: "<!", at: index) {
            guard let close = find(UInt8(ascii: ">"), from: index + 2) else { return .incomplete }
            return .piece(nil, end: close + 1)
        }
        if index + 1 < bytes.count { return .piece(.text(index..<(index + 1)), end: index + 1) }
        return .stop
    }

    private func commentEnd(from start: Int) -> Int? {
        var at = start
        while at + 1 < bytes.count {
            if bytes[at] == UInt8(ascii: "-"), bytes[at + 1] == UInt8(ascii: "-") {
                var end = at + 2
                while end < bytes.count, isSpace(bytes[end]) { end += 1 }
                if end < bytes.count, bytes[end] == UInt8(ascii: ">") { return end + 1 }
            }
            at += 1
        }
        return nil
    }

    private mutating func startTag() -> Step {
        var at = index + 1
        while at < bytes.count, !isNameEnd(bytes[at]) { at += 1 }
        let name = String(decoding: bytes[(index + 1)..<at], as: UTF8.self).lowercased()
        at = skipAttributes(from: at)
        guard at < bytes.count else { return .incomplete }
        var isClosed = false
        if bytes[at] == UInt8(ascii: "/"), at + 1 < bytes.count,
            bytes[at + 1] == UInt8(ascii: ">")
        {
            isClosed = true
            at += 1
        } else if bytes[at] != UInt8(ascii: ">") {
            if isLetter(bytes[at]) || bytes[at] == UInt8(ascii: "=")
                || bytes[at] == UInt8(ascii: "/")
            {
                return .incomplete
            }
            // No tag after all.
            return .piece(.text(index..<at), end: at)
        } else if bytes[at - 1] == UInt8(ascii: "/") {
            isClosed = true
        }
        let range = index..<(at + 1)
        if !isClosed, name == "script" || name == "style" { rawElement = name }
        return .piece(.start(name: name, source: range, isClosed: isClosed), end: at + 1)
    }

    /// Where the attributes that start at `start` end.
    private func skipAttributes(from start: Int) -> Int {
        var at = start
        while true {
            while at < bytes.count, isSpace(bytes[at]) || bytes[at] == UInt8(ascii: "/") { at += 1 }
            guard at < bytes.count, bytes[at] != UInt8(ascii: ">"), at > 0 else { return at }
            let before = bytes[at - 1]
            guard
                isSpace(before) || before == UInt8(ascii: "/") || before == UInt8(ascii: "\"")
                    || before == UInt8(ascii: "'")
            else { return at }
            at += 1
            while at < bytes.count, !isSpace(bytes[at]), bytes[at] != UInt8(ascii: "/"),
                bytes[at] != UInt8(ascii: "="), bytes[at] != UInt8(ascii: ">")
            {
                at += 1
            }
            at = skipValue(from: at)
        }
    }

    /// Where the value ends whose `=` comes at `start` or after white space; `start` where there
    /// is none.
    private func skipValue(from start: Int) -> Int {
        var at = start
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
        guard at < bytes.count, bytes[at] == UInt8(ascii: "=") else { return start }
        while at < bytes.count, bytes[at] == UInt8(ascii: "=") { at += 1 }
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
        guard at < bytes.count else { return at }
        if bytes[at] == UInt8(ascii: "\"") || bytes[at] == UInt8(ascii: "'") {
            guard let close = find(bytes[at], from: at + 1) else { return start }
            return close + 1
        }
        while at < bytes.count, !isSpace(bytes[at]), bytes[at] != UInt8(ascii: ">") { at += 1 }
        return at
    }

    private mutating func endTag() -> Step {
        guard let close = find(UInt8(ascii: ">"), from: index + 1) else { return .incomplete }
        var at = index + 2
        while at < bytes.count, isSpace(bytes[at]) { at += 1 }
        let nameStart = at
        while at < bytes.count, isSimpleNameByte(bytes[at]) { at += 1 }
        var end = at
        while end < bytes.count, isSpace(bytes[end]) { end += 1 }
        if nameStart < bytes.count, isLetter(bytes[nameStart]), end == close {
            let name = String(decoding: bytes[nameStart..<at], as: UTF8.self).lowercased()
            if let rawElement, rawElement != name {
                return .piece(.text(index..<(close + 1)), end: close + 1)
            }
            rawElement = nil
            return .piece(.end(name: name), end: close + 1)
        }
        if rawElement != nil { return .piece(.text(index..<(close + 1)), end: close + 1) }
        guard index + 2 < bytes.count, isLetter(bytes[index + 2]) else {
            return .piece(nil, end: close + 1)
        }
        at = index + 2
        while at < bytes.count, !isNameEnd(bytes[at]) { at += 1 }
        let name = String(decoding: bytes[(index + 2)..<at], as: UTF8.self).lowercased()
        return .piece(.end(name: name), end: close + 1)
    }

    // MARK: - References

    private func reference(isFinal: Bool) -> Step {
        if starts(with: "&#", at: index) {
            var at = index + 2
            let isHex = at < bytes.count && (bytes[at] == 0x78 || bytes[at] == 0x58)
            if isHex { at += 1 }
            let digits = at
            while at < bytes.count, isHex ? isHexDigit(bytes[at]) : isDigit(bytes[at]) { at += 1 }
            guard at > digits, at < bytes.count, isHex || !isHexDigit(bytes[at]) else {
                return .incomplete
            }
            let end = bytes[at] == UInt8(ascii: ";") ? at + 1 : at
            return .piece(.reference(index..<at), end: end)
        }
        let first = index + 1 < bytes.count ? bytes[index + 1] : 0
        guard isLetter(first) else {
            guard index + 1 < bytes.count else { return .stop }
            return .piece(.text(index..<(index + 1)), end: index + 1)
        }
        var at = index + 2
        while at < bytes.count,
            isLetter(bytes[at]) || isDigit(bytes[at]) || bytes[at] == 0x2D
                || bytes[at] == 0x2E
        {
            at += 1
        }
        // The name must be followed by something that can't be part of one.
        if at == bytes.count {
            while at > index + 2, bytes[at - 1] != 0x2D, bytes[at - 1] != 0x2E { at -= 1 }
            guard at > index + 2 else { return .incomplete }
            at -= 1
        }
        let end = bytes[at] == UInt8(ascii: ";") ? at + 1 : at
        return .piece(.reference(index..<at), end: end)
    }

    private func isLetter(_ byte: UInt8) -> Bool {
        (byte >= 0x41 && byte <= 0x5A) || (byte >= 0x61 && byte <= 0x7A)
    }

    private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

    private func isHexDigit(_ byte: UInt8) -> Bool {
        isDigit(byte) || (byte >= 0x41 && byte <= 0x46) || (byte >= 0x61 && byte <= 0x66)
    }

    private func isSimpleNameByte(_ byte: UInt8) -> Bool {
        isLetter(byte) || isDigit(byte) || byte == 0x2D || byte == 0x2E || byte == 0x3A
            || byte == 0x5F
    }

    private func isNameEnd(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x09, 0x0A, 0x0D, 0x0C, 0x20, 0x2F, 0x3E, 0x00: true
        default: false
        }
    }
}
