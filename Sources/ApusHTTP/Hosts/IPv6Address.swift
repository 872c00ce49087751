/// An IPv6 address (RFC 4291), written as RFC 5952 says.
public struct IPv6Address: Hashable, Sendable {
    /// The eight groups of 16 bits.
    public let groups: [UInt16]

    /// Reads an address; nil if `text` is none or longer than 39 characters. A zone (`%eth0`) is
    /// dropped.
    public init?(_ text: String) {
        guard text.utf8.count <= 39 else { return nil }
        var bytes = Array(text.utf8)[...]
        if let percent = bytes.firstIndex(of: UInt8(ascii: "%")) {
            let zone = bytes[(percent + 1)...]
            guard !zone.isEmpty, !zone.contains(UInt8(ascii: "%")) else { return nil }
            bytes = bytes[..<percent]
        }
        var parts = bytes.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3 else { return nil }
        var tail: [UInt16] = []
        if let last = parts.last, last.contains(UInt8(ascii: ".")) {
            guard let octets = IPv4Address(last)?.octets else { return nil }
            tail = [
                UInt16(octets[0]) << 8 | UInt16(octets[1]),
                UInt16(octets[2]) << 8 | UInt16(octets[3]),
            ]
            parts.removeLast()
        }
        // A colon at an end must be one of two.
        if parts.first?.isEmpty == true {
            guard parts.count > 1, parts[1].isEmpty else { return nil }
            parts.removeFirst()
        }
        if tail.isEmpty, parts.last?.isEmpty == true {
            guard parts.count > 1, parts[parts.count - 2].isEmpty else { return nil }
            parts.removeLast()
        }
        var head: [UInt16] = []
        var gap: Int?
        for part in parts {
            if part.isEmpty {
                guard gap == nil else { return nil }
                gap = head.count
            } else {
                guard part.count <= 4, part.allSatisfy({ $0.hexValue != nil }) else { return nil }
                head.append(part.reduce(0) { $0 << 4 | UInt16($1.hexValue ?? 0) })
            }
        }
        head += tail
        if let gap {
            guard head.count < 8 else { return nil }
            head.insert(contentsOf: [UInt16](repeating: 0, count: 8 - head.count), at: gap)
        }
        guard head.count == 8 else { return nil }
        groups = head
    }

    /// The IPv4 address that is mapped into this one (`::ffff:0:0/96`), if one is.
    public var ipv4Mapped: String? {
        guard groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF else { return nil }
        return "\(groups[6] >> 8).\(groups[6] & 0xFF).\(groups[7] >> 8).\(groups[7] & 0xFF)"
    }
}

extension IPv6Address: CustomStringConvertible {
    /// The shortest form in small letters; a mapped IPv4 address is written with dots.
    public var description: String {
        if let ipv4Mapped { return "::ffff:\(ipv4Mapped)" }
        var longest = 0..<0
        var start: Int?
        for place in 0...8 {
            if place < 8, groups[place] == 0 {
                start = start ?? place
            } else if let begin = start {
                if place - begin > longest.count { longest = begin..<place }
                start = nil
            }
        }
        let hex = groups.map { String($0, radix: 16) }
        guard longest.count > 1 else { return hex.joined(separator: ":") }
        return hex[..<longest.lowerBound].joined(separator: ":") + "::"
            + hex[longest.upperBound...].joined(separator: ":")
    }
}

/// An IPv4 address in dotted decimals.
struct IPv4Address {
    let octets: [UInt8]

    init?(_ bytes: ArraySlice<UInt8>) {
        let parts = bytes.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt8] = []
        for part in parts {
            guard 1...3 ~= part.count, part.allSatisfy(\.isDigit),
                part.count == 1 || part.first != UInt8(ascii: "0"),
                let octet = UInt8(String(decoding: part, as: UTF8.self))
            else { return nil }
            octets.append(octet)
        }
        self.octets = octets
    }
}
