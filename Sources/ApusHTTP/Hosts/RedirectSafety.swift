/// Whether a URL that came from outside may be redirected to.
public enum RedirectSafety {
    /// Whether `url` is a path, or a URL with `http` or `https` of one of `hosts` (with port, as in
    /// the Host field). With `requiresHTTPS` only `https` will do. It says nothing of what is behind
    /// the URL, nor whether its path is encoded well.
    public static func isSafe(
        _ url: String?, hosts: Set<String> = [], requiresHTTPS: Bool = false
    ) -> Bool {
        guard let url = url?.trimmingWhitespace, !url.isEmpty else { return false }
        // Browsers take \ for /, but it may also be part of a user's name.
        let slashed = String(
            String.UnicodeScalarView(url.unicodeScalars.map { $0 == "\\" ? "/" : $0 }))
        return isSafe(url.unicodeScalars, hosts, requiresHTTPS)
            && isSafe(slashed.unicodeScalars, hosts, requiresHTTPS)
    }

    /// The path `url` with a slash encoded where two at its beginning would make it the name of a
    /// host.
    public static func escapingLeadingSlashes(_ url: String) -> String {
        url.utf8.starts(with: "//".utf8) ? "/%2F" + String(url.unicodeScalars.dropFirst(2)) : url
    }

    private static func isSafe(
        _ url: String.UnicodeScalarView, _ hosts: Set<String>, _ requiresHTTPS: Bool
    ) -> Bool {
        // Browsers take three slashes for two.
        guard !url.starts(with: "///".unicodeScalars), url.count <= 2048, let first = url.first,
            !first.isOther
        else { return false }
        guard let parts = SplitURL(url) else { return false }
        if parts.authority.isEmpty { return parts.scheme.isEmpty }
        guard hosts.contains(parts.authority) else { return false }
        let scheme = parts.scheme.isEmpty ? "http" : parts.scheme
        return scheme == "https" || scheme == "http" && !requiresHTTPS
    }
}

/// Scheme and authority of a URL, found as lenient readers find them.
private struct SplitURL {
    let scheme: String
    let authority: String

    /// Nil where brackets don't pair, or where two slashes announce a host and none comes.
    init?(_ url: String.UnicodeScalarView) {
        var rest = url.drop { $0.value <= 0x20 }.filter { !["\t", "\r", "\n"].contains($0) }[...]
        var scheme = ""
        if let colon = rest.firstIndex(of: ":"), colon > rest.startIndex,
            let first = rest.first, first.isASCII, UInt8(truncatingIfNeeded: first.value).isLetter,
            rest[..<colon].allSatisfy(\.isInScheme)
        {
            scheme = String(rest[..<colon]).lowercased()
            rest = rest[rest.index(after: colon)...]
        }
        self.scheme = scheme
        guard rest.starts(with: "//".unicodeScalars) else {
            authority = ""
            return
        }
        let end = rest.dropFirst(2).firstIndex { $0 == "/" || $0 == "?" || $0 == "#" }
        let authority = rest[..<(end ?? rest.endIndex)].dropFirst(2)
        // Without a host, browsers take what comes next for one: //⇥/evil.com.
        guard !authority.isEmpty, authority.contains("[") == authority.contains("]") else {
            return nil
        }
        self.authority = String(authority)
    }
}

extension Unicode.Scalar {
    fileprivate var isInScheme: Bool {
        guard isASCII else { return false }
        let byte = UInt8(truncatingIfNeeded: value)
        return byte.isLetter || byte.isDigit || self == "+" || self == "-" || self == "."
    }

    /// Whether it is a control, format, private or unassigned character.
    var isOther: Bool {
        switch properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned: true
        default: false
        }
    }
}
