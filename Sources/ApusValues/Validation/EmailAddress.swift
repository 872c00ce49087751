/// E-mail addresses, by the rules that Django's validator has: RFC 5321's local parts, and hosts as
/// URLs have them or addresses in brackets.
enum EmailAddress {
    static func isValid(_ text: String, allowing hosts: Set<String>) -> Bool {
        let scalars = Array(text.unicodeScalars)
        // RFC 3696, section 3.
        guard scalars.count <= 320, let at = scalars.lastIndex(of: "@") else { return false }
        let domain = scalars[(at + 1)...]
        return isLocalPart(scalars[..<at])
            && (hosts.contains(String(String.UnicodeScalarView(domain))) || isDomain(domain))
    }

    private static func isDomain(_ domain: ArraySlice<UnicodeScalar>) -> Bool {
        if DomainName.isHost(domain, endsWithDot: false) { return true }
        guard domain.first == "[", domain.last == "]", domain.count > 2 else { return false }
        let address = domain.dropFirst().dropLast()
        let isPlain = address.allSatisfy { scalar in
            switch scalar {
            case "0"..."9", "A"..."F", "a"..."f", ":", ".": true
            default: false
            }
        }
        let text = String(String.UnicodeScalarView(address))
        return isPlain && (InternetAddress.isIPv4(text) || InternetAddress.isIPv6(text))
    }

    private static func isLocalPart(_ part: ArraySlice<UnicodeScalar>) -> Bool {
        if part.first == "\"" { return isQuoted(part) }
        return part.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy { $0.isPlainLetter || $0.isASCIIDigit || $0.isAtomSymbol }
        }
    }

    /// Whether the part is a quoted string (RFC 5322, section 3.2.4, without blanks but escaped).
    private static func isQuoted(_ part: ArraySlice<UnicodeScalar>) -> Bool {
        guard part.count >= 2, part.last == "\"" else { return false }
        var inner = part.dropFirst().dropLast()
        while let scalar = inner.popFirst() {
            if scalar == "\\" {
                guard let escaped = inner.popFirst(), escaped.isEscapable else { return false }
            } else if !scalar.isQuotable {
                return false
            }
        }
        return true
    }
}

extension UnicodeScalar {
    /// What an atom has beside letters and digits.
    fileprivate var isAtomSymbol: Bool {
        switch self {
        case "-", "!", "#", "$", "%", "&", "'", "*", "+", "/", "=", "?", "^", "_", "`", "{", "}",
            "|", "~":
            true
        default: false
        }
    }

    /// What stands in quotes as it is.
    fileprivate var isQuotable: Bool {
        switch value {
        case 0x01...0x08, 0x0B, 0x0C, 0x0E...0x1F, 0x21, 0x23...0x5B, 0x5D...0x7F: true
        default: isPlainLetter
        }
    }

    /// What a backslash may stand before.
    fileprivate var isEscapable: Bool {
        switch value {
        case 0x01...0x09, 0x0B, 0x0C, 0x0E...0x7F: true
        default: isPlainLetter
        }
    }
}
