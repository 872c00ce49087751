/// A host with its port, as a Host field names it.
public struct Host: Hashable, Sendable {
    /// The name or address in small letters, an IPv6 address in brackets, without the dot that may
    /// end a name.
    public let domain: String
    /// The port, if one is named.
    public let port: Int?

    /// Reads `text`; nil if it isn't a name of letters, digits, dots and hyphens or an address in
    /// brackets, with an optional port after a colon.
    public init?(_ text: String) {
        var bytes = text.utf8.map(\.lowercased)[...]
        var port: Int?
        let end: Int
        if bytes.first == UInt8(ascii: "[") {
            guard let bracket = bytes.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let inner = bytes[1..<bracket]
            guard inner.contains(UInt8(ascii: ":")),
                inner.allSatisfy({ $0.hexValue != nil || $0 == 0x3A || $0 == 0x2E }),
                !inner.prefix(while: { $0 != 0x3A }).contains(0x2E)
            else { return nil }
            end = bracket + 1
        } else {
            end = bytes.firstIndex(of: UInt8(ascii: ":")) ?? bytes.endIndex
            guard end > 0,
                bytes[..<end].allSatisfy({
                    $0.isLetter || $0.isDigit || $0 == UInt8(ascii: ".") || $0 == UInt8(ascii: "-")
                })
            else { return nil }
        }
        if end < bytes.endIndex {
            let digits = bytes[(end + 1)...]
            guard bytes[end] == UInt8(ascii: ":"), !digits.isEmpty, digits.allSatisfy(\.isDigit),
                let number = Int(String(decoding: digits, as: UTF8.self)), number <= 65535
            else { return nil }
            port = number
        }
        bytes = bytes[..<end]
        if bytes.last == UInt8(ascii: ".") { bytes = bytes.dropLast() }
        domain = String(decoding: bytes, as: UTF8.self)
        self.port = port
    }
}

/// Which hosts are meant: one, or with a dot before it one and all below it, or `*` for all.
public struct HostPattern: Hashable, Sendable, ExpressibleByStringLiteral {
    /// The pattern in small letters.
    public let text: String

    /// A pattern.
    public init(_ text: String) { self.text = text.lowercased() }
    /// A pattern.
    public init(stringLiteral text: String) { self.init(text) }

    /// Whether `host`, in small letters, is meant. `*` has no special meaning here.
    public func isSameDomain(as host: String) -> Bool {
        guard text.utf8.first == UInt8(ascii: ".") else { return !text.isEmpty && text == host }
        return host.utf8.suffix(text.utf8.count).elementsEqual(text.utf8)
            || host.utf8.elementsEqual(text.utf8.dropFirst())
    }

    /// Whether `domain`, in small letters and without port, is meant.
    public func matches(_ domain: String) -> Bool { text == "*" || isSameDomain(as: domain) }
}

extension Host {
    /// Whether one of `patterns` means this host.
    public func isAllowed(by patterns: [HostPattern]) -> Bool {
        patterns.contains { $0.matches(domain) }
    }
}
