/// URLs, by the rules that Django's validator has.
enum WebAddress {
    private typealias Text = ArraySlice<UnicodeScalar>

    static func isValid(_ text: String, schemes: [String]) -> Bool {
        let scalars = Array(text.unicodeScalars)
        guard scalars.count <= 2048, let (scheme, rest) = cut(scalars) else { return false }
        guard schemes.contains(String(String.UnicodeScalarView(scheme)).lowercased()),
            scheme.allSatisfy({ $0.isPlainLetter || $0.isASCIIDigit || $0.isSchemeSymbol }),
            !scalars.contains(where: { $0 == "\t" || $0 == "\r" || $0 == "\n" })
        else { return false }
        let place = rest.prefix { !$0.endsPlace }
        guard hasSafePlace(place) else { return false }
        // The first @ may end a name and a password; or it belongs to the path.
        if let at = rest.firstIndex(of: "@"), isUserInformation(rest[..<at]),
            isHostAndPath(rest[(at + 1)...])
        {
            return true
        }
        return isHostAndPath(rest)
    }

    /// What stands before and behind the first `://`.
    private static func cut(_ text: [UnicodeScalar]) -> (scheme: Text, rest: Text)? {
        var index = 0
        while index + 2 < text.count {
            if text[index] == ":", text[index + 1] == "/", text[index + 2] == "/" {
                return (text[..<index], text[(index + 3)...])
            }
            index += 1
        }
        return nil
    }

    /// Whether readers of URLs agree on where the host is and how long it is.
    private static func hasSafePlace(_ place: Text) -> Bool {
        // Signs that turn into a URL's own punctuation where a reader normalises them (NFKC).
        if place.contains(where: { Self.disguises.contains($0.value) }) { return false }
        if let open = place.firstIndex(of: "[") {
            guard let close = place[open...].firstIndex(of: "]") else { return false }
            let address = String(String.UnicodeScalarView(place[(open + 1)..<close]))
            // Without a name and a password before it, the address may only be as long as one is.
            return InternetAddress.isIPv6(address, longest: open == place.startIndex ? 39 : 200)
        }
        if place.contains("]") { return false }
        let at = place.lastIndex(of: "@")
        let name = (at.map { place[($0 + 1)...] } ?? place).prefix { $0 != ":" }
        return !name.isEmpty && name.count <= 253
    }

    private static let disguises: Set<UInt32> = [
        0x2047, 0x2048, 0x2049, 0x2100, 0x2101, 0x2105, 0x2106, 0x2A74, 0xFE13, 0xFE16, 0xFE55,
        0xFE56, 0xFE5F, 0xFE6B, 0xFF03, 0xFF0F, 0xFF1A, 0xFF1F, 0xFF20,
    ]

    /// `name` or `name:password`.
    private static func isUserInformation(_ text: Text) -> Bool {
        guard let first = text.first, first != ":" else { return false }
        var colons = 0
        for scalar in text {
            if scalar == "/" || scalar.isPythonSpace { return false }
            if scalar == ":" { colons += 1 }
        }
        return colons <= 1
    }

    private static func isHostAndPath(_ text: Text) -> Bool {
        var rest = text
        if text.first == "[" {
            guard let close = text.firstIndex(of: "]") else { return false }
            let address = text[(text.startIndex + 1)..<close]
            guard !address.isEmpty, address.allSatisfy(\.isAddressSymbol) else { return false }
            rest = text[(close + 1)...]
        } else {
            let host = text.prefix { $0 != ":" && !$0.endsPlace }
            let name = String(String.UnicodeScalarView(host))
            guard
                InternetAddress.isIPv4(name) || isLocalhost(host)
                    || DomainName.isHost(host, endsWithDot: true)
            else { return false }
            rest = text[host.endIndex...]
        }
        if rest.first == ":" {
            let port = rest.dropFirst().prefix(while: \.isASCIIDigit)
            guard (1...5).contains(port.count) else { return false }
            rest = rest[port.endIndex...]
        }
        guard let first = rest.first else { return true }
        return first.endsPlace && !rest.contains(where: \.isPythonSpace)
    }

    private static func isLocalhost(_ host: Text) -> Bool {
        let letters = host.map { $0 == "\u{17F}" ? "s" : $0 }
        return String(String.UnicodeScalarView(letters)).lowercased() == "localhost"
    }
}

extension UnicodeScalar {
    fileprivate var isSchemeSymbol: Bool { self == "." || self == "+" || self == "-" }

    /// What an address in brackets has; whether it is one, `hasSafePlace` finds out.
    fileprivate var isAddressSymbol: Bool {
        switch self {
        case "0"..."9", "a"..."f", "A"..."F", ":", ".": true
        default: false
        }
    }

    /// What ends a URL's place: the path, the query or the fragment begins.
    fileprivate var endsPlace: Bool { self == "/" || self == "?" || self == "#" }
}
