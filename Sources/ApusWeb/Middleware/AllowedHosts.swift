import ApusHTTP

/// The hosts that a site answers to.
struct AllowedHosts: Sendable {
    private let patterns: [[UInt8]]
    private let allowsAll: Bool
    private let believesProxy: Bool

    init(_ settings: Settings) {
        let hosts =
            settings.debug && settings.allowedHosts.isEmpty
            ? [".localhost", "127.0.0.1", "[::1]"] : settings.allowedHosts
        patterns = hosts.map { Array($0.lowercased().utf8) }
        allowsAll = hosts.contains("*")
        believesProxy = settings.usesForwardedHost
    }

    /// Throws `DisallowedHost` unless the request's host is one of them.
    func check(_ request: Request) throws {
        let headers = request.headers
        let isAllowed =
            (believesProxy ? headers.withValue("X-Forwarded-Host") { allows(host: $0) } : nil)
            ?? headers.withValue("Host") { allows(host: $0) }
        if isAllowed != true { throw DisallowedHost(host(of: request)) }
    }

    /// The host that the client asked for.
    func host(of request: Request) -> String {
        (believesProxy ? request.headers["X-Forwarded-Host"] : nil) ?? request.headers["Host"] ?? ""
    }

    /// Whether `host`, which may have a port, is allowed.
    func allows(host: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let domain = Self.domain(of: host) else { return false }
        if allowsAll { return true }
        return patterns.contains { Self.matches(domain, $0) }
    }

    /// The part before the port, without a last dot; nil where that is no host name or address
    /// (RFC 1034, RFC 1035).
    static func domain(of host: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8>? {
        var end = 0
        if host.first == UInt8(ascii: "[") {
            guard let close = host.firstIndex(of: UInt8(ascii: "]")), close > 2,
                host[1..<close].contains(UInt8(ascii: ":")),
                host[1..<close].allSatisfy({ isHex($0) || $0 == 58 || $0 == 46 })
            else { return nil }
            end = close + 1
        } else {
            while end < host.count, isNameByte(host[end]) { end += 1 }
        }
        guard end > 0 else { return nil }
        if end < host.count {
            let port = host[(end + 1)...]
            guard host[end] == UInt8(ascii: ":"), !port.isEmpty,
                port.allSatisfy({ (48...57).contains($0) })
            else { return nil }
        }
        if end > 1, host[end - 1] == UInt8(ascii: ".") { end -= 1 }
        return UnsafeBufferPointer(rebasing: host[..<end])
    }

    /// Whether `domain` is `pattern`, or below it where the pattern begins with a dot.
    static func matches(_ domain: UnsafeBufferPointer<UInt8>, _ pattern: [UInt8]) -> Bool {
        var pattern = pattern[...]
        if pattern.first == UInt8(ascii: ".") {
            if domain.count >= pattern.count, endsEqual(domain, pattern) { return true }
            pattern = pattern.dropFirst()
        }
        return domain.count == pattern.count && endsEqual(domain, pattern)
    }

    private static func endsEqual(
        _ domain: UnsafeBufferPointer<UInt8>, _ end: ArraySlice<UInt8>
    ) -> Bool {
        var index = domain.count - end.count
        for byte in end {
            let other = domain[index]
            guard other == byte || ((65...90).contains(other) && other | 32 == byte) else {
                return false
            }
            index += 1
        }
        return true
    }

    private static func isHex(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...102).contains(byte | 32)
    }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        (48...57).contains(byte) || (97...122).contains(byte | 32) || byte == 45 || byte == 46
    }
}

/// A request for a host that isn't the site's, with Django's words for it.
struct DisallowedHost: Error, CustomStringConvertible {
    let host: String

    init(_ host: String) { self.host = host }

    var description: String {
        var text = host
        let domain = text.withUTF8 { bytes in
            AllowedHosts.domain(of: bytes).map { String(decoding: $0, as: UTF8.self) }
        }
        let advice =
            domain.map { " You may need to add '\($0)' to ALLOWED_HOSTS." }
            ?? " The domain name provided is not valid according to RFC 1034/1035."
        return "Invalid HTTP_HOST header: '\(host)'." + advice
    }
}
