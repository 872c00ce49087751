internal import ApusHTTP
internal import CLinux
internal import Glibc

/// The peers whose `X-Forwarded-*` fields are believed: `-For` for the client's address, and
/// `-Proto`, `-Protocol` and `-Ssl` for the scheme.
struct PeerTrust: Sendable {
    private let blocks: [AddressBlock]
    private let isEveryone: Bool

    /// Reads addresses, CIDR blocks and `*`; nil when one of them is none of these.
    init?(_ list: [String]) {
        isEveryone = list.contains("*")
        var blocks: [AddressBlock] = []
        for text in list where text != "*" {
            guard let block = AddressBlock(text) else { return nil }
            blocks.append(block)
        }
        self.blocks = blocks
    }

    /// Whether a peer is believed; a unix socket's peer, which has no address, always is.
    func contains(_ address: String) -> Bool {
        if isEveryone || address.isEmpty { return true }
        guard let bytes = AddressBlock.bytes(of: address) else { return false }
        return blocks.contains { $0.contains(bytes) }
    }

    /// Puts the client's own address and scheme into a request that a believed peer has forwarded.
    /// False where one field says `https` and another `http`: then the peer passes on what a client
    /// has sent, and nobody knows whose word it is.
    func apply(to request: inout Request) -> Bool {
        if request.headers.contains("X-Forwarded-For"),
            let chain = request.headers.joined("X-Forwarded-For"), let client = client(of: chain)
        {
            request.remoteAddress = client
        }
        guard
            request.headers.contains("X-Forwarded-Proto")
                || request.headers.contains("X-Forwarded-Ssl")
                || request.headers.contains("X-Forwarded-Protocol")
        else { return true }
        let schemes = Self.schemes(of: request.headers)
        guard let isSecure = schemes.first else { return true }
        request.scheme = isSecure ? "https" : "http"
        return schemes.allSatisfy { $0 == isSecure }
    }

    /// For each field that tells the scheme whether it is `https`; other words than the known ones
    /// tell nothing.
    private static func schemes(of headers: Headers) -> [Bool] {
        let known: [(name: String, secure: [String], plain: [String])] = [
            ("X-Forwarded-Proto", ["https"], ["http"]),
            ("X-Forwarded-Protocol", ["ssl", "https"], ["http"]),
            ("X-Forwarded-Ssl", ["on"], ["off"]),
        ]
        return known.flatMap { field in
            headers.values(field.name).compactMap { value in
                let word = value.lowercased()
                if field.secure.contains(word) { return true }
                return field.plain.contains(word) ? false : nil
            }
        }
    }

    /// The last address that was not added by a believed peer: what stands before it is the
    /// client's own claim.
    private func client(of chain: String) -> String? {
        var client: String?
        // By bytes: some characters join the comma behind them, and hide where an address begins.
        for part in chain.utf8.split(separator: UInt8(ascii: ",")).reversed() {
            let text = part.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
            let address = Self.withoutPort(Substring(text))
            guard AddressBlock.bytes(of: address) != nil else { return client }
            client = address
            if isEveryone { continue }
            if !contains(address) { return client }
        }
        return client
    }
}

extension PeerTrust {
    /// An address as some proxies write it: `203.0.113.9:4711`, `[2001:db8::1]:4711` and
    /// `[2001:db8::1]` besides the plain one. What is none of these comes back as it is.
    static func withoutPort(_ text: Substring) -> String {
        if text.hasPrefix("["), let end = text.firstIndex(of: "]") {
            let rest = text[text.index(after: end)...]
            let isPort = rest.hasPrefix(":") && port(rest.dropFirst())
            let address = text[text.index(after: text.startIndex)..<end]
            let isSix = address.utf8.contains(UInt8(ascii: ":"))
            return isSix && (rest.isEmpty || isPort) ? String(address) : String(text)
        }
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, port(parts[1]) else { return String(text) }
        return String(parts[0])
    }

    private static func port(_ text: Substring) -> Bool {
        parseCount(text).map { $0 < 1 << 16 } ?? false
    }
}

/// Addresses that share their first bits; IPv4 is kept as IPv6 has it (`::ffff:a.b.c.d`).
private struct AddressBlock: Sendable {
    let bytes: [UInt8]
    let bits: Int

    init?(_ text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count <= 2, let first = parts.first,
            let bytes = Self.bytes(of: String(first))
        else { return nil }
        let isFour = !first.utf8.contains(UInt8(ascii: ":"))
        var bits = 128
        if parts.count == 2 {
            guard let given = parseCount(parts[1]), given <= (isFour ? 32 : 128) else { return nil }
            bits = isFour ? given + 96 : given
        }
        self.bytes = bytes
        self.bits = bits
    }

    func contains(_ other: [UInt8]) -> Bool {
        let whole = bits / 8
        guard bytes[..<whole] == other[..<whole] else { return false }
        guard bits % 8 != 0 else { return true }
        let mask = UInt8(truncatingIfNeeded: 0xFF00 >> (bits % 8))
        return bytes[whole] & mask == other[whole] & mask
    }

    static func bytes(of text: String) -> [UInt8]? {
        var six = in6_addr()
        if inet_pton(AF_INET6, text, &six) == 1 {
            return withUnsafeBytes(of: &six) { Array($0) }
        }
        var four = in_addr()
        guard inet_pton(AF_INET, text, &four) == 1 else { return nil }
        return [UInt8](repeating: 0, count: 10) + [0xFF, 0xFF]
            + withUnsafeBytes(of: &four) { Array($0) }
    }
}
