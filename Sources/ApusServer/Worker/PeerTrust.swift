internal import ApusHTTP
internal import CLinux
internal import Glibc

/// The peers whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed.
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
    func apply(to request: inout Request) {
        if let chain = request.headers.joined("X-Forwarded-For"), let client = client(of: chain) {
            request.remoteAddress = client
        }
        if let scheme = request.headers["X-Forwarded-Proto"]?.lowercased(),
            scheme == "https" || scheme == "http"
        {
            request.scheme = scheme
        }
    }

    /// The last address that was not added by a believed peer: what stands before it is the
    /// client's own claim.
    private func client(of chain: String) -> String? {
        var client: String?
        for part in chain.split(separator: ",").reversed() {
            let address = String(
                part.drop { $0 == " " || $0 == "\t" }.prefix { $0 != " " && $0 != "\t" })
            guard AddressBlock.bytes(of: address) != nil else { return client }
            client = address
            if isEveryone { continue }
            if !contains(address) { return client }
        }
        return client
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
