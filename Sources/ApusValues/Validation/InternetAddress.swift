/// Texts of IPv4 and IPv6 addresses.
public enum InternetAddress {
    /// Whether `text` is an IPv4 address: four numbers up to 255, without leading zeros.
    public static func isIPv4(_ text: String) -> Bool { octets(of: text.utf8[...]) != nil }

    /// Whether `text` is an IPv6 address, with a zone behind `%` or not, of at most `longest`
    /// characters.
    public static func isIPv6(_ text: String, longest: Int = 39) -> Bool {
        text.unicodeScalars.count <= longest && groups(of: text) != nil
    }

    private static func octets(of text: Substring.UTF8View) -> [UInt16]? {
        guard text.count <= 15 else { return nil }
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var octets: [UInt16] = []
        for part in parts {
            guard (1...3).contains(part.count), part.allSatisfy({ $0 &- 0x30 < 10 }),
                part.count == 1 || part.first != UInt8(ascii: "0")
            else { return nil }
            let value = part.reduce(0) { $0 * 10 + UInt16($1 - 0x30) }
            guard value <= 255 else { return nil }
            octets.append(value)
        }
        return octets
    }

    /// The eight groups of an IPv6 address; nil where `text` is none (RFC 4291, section 2.2).
    private static func groups(of text: String) -> [UInt16]? {
        guard text.utf8.count <= 200 else { return nil }
        var address = text.utf8[...]
        if let percent = address.firstIndex(of: UInt8(ascii: "%")) {
            let zone = address[address.index(after: percent)...]
            guard !zone.isEmpty, !zone.contains(UInt8(ascii: "%")) else { return nil }
            address = address[..<percent]
        }
        var parts = address.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
        guard parts.count >= 3, let last = parts.last else { return nil }
        var tail: [UInt16] = []
        if last.contains(UInt8(ascii: ".")) {
            guard let octets = octets(of: last) else { return nil }
            tail = [octets[0] << 8 | octets[1], octets[2] << 8 | octets[3]]
            parts.removeLast()
        }
        guard parts.count + tail.count <= 9 else { return nil }
        // An empty part inside is the `::`; those at the ends belong to it.
        var head: [UInt16] = []
        var rest: [UInt16] = []
        var gap: Int?
        for (index, part) in parts.enumerated() {
            if part.isEmpty {
                let isFirst = index == 0
                let isLast = index == parts.count - 1 && tail.isEmpty
                if isFirst {
                    guard parts.count > 1, parts[1].isEmpty else { return nil }
                } else if isLast {
                    guard parts[index - 1].isEmpty else { return nil }
                } else {
                    guard gap == nil else { return nil }
                    gap = index
                }
                continue
            }
            guard part.count <= 4 else { return nil }
            var group: UInt16 = 0
            for byte in part {
                guard let digit = Character(UnicodeScalar(byte)).hexDigitValue, byte < 0x80 else {
                    return nil
                }
                group = group << 4 | UInt16(digit)
            }
            if gap == nil { head.append(group) } else { rest.append(group) }
        }
        rest += gap == nil ? [] : tail
        if gap == nil { head += tail }
        guard gap != nil else { return head.count == 8 ? head : nil }
        let missing = 8 - head.count - rest.count
        return missing >= 1 ? head + [UInt16](repeating: 0, count: missing) + rest : nil
    }

    /// The address in its one spelling: IPv4 as it is, IPv6 in lower case with the longest run of
    /// zeros as `::` (RFC 5952), an IPv4 address in IPv6's clothes with its dots. Nil for no address.
    public static func canonical(_ text: String) -> String? {
        if isIPv4(text) { return text }
        guard let groups = groups(of: text) else { return nil }
        let zone = text.firstIndex(of: "%").map { String(text[$0...]) } ?? ""
        if groups[..<5].allSatisfy({ $0 == 0 }), groups[5] == 0xFFFF {
            let octets = [groups[6] >> 8, groups[6] & 255, groups[7] >> 8, groups[7] & 255]
            return "::ffff:" + octets.map { "\($0)" }.joined(separator: ".") + zone
        }
        var longest = 0..<0
        var start = 0
        while start < 8 {
            guard groups[start] == 0 else {
                start += 1
                continue
            }
            let end = groups[start...].firstIndex { $0 != 0 } ?? 8
            if end - start > longest.count { longest = start..<end }
            start = end
        }
        let texts = groups.map { String($0, radix: 16) }
        if longest.count < 2 { return texts.joined(separator: ":") + zone }
        return texts[..<longest.lowerBound].joined(separator: ":") + "::"
            + texts[longest.upperBound...].joined(separator: ":") + zone
    }
}
