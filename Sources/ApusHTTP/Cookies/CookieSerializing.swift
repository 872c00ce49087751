extension Cookie {
    /// The value of a Set-Cookie field. Where the cookie has a `maxAge` and no `expires`, the
    /// latter is counted from `now`, if that is given.
    public func fieldValue(now: HTTPDate? = nil) throws(CookieError) -> String {
        let isAttribute = Self.attributes.contains(name.lowercased())
        guard !name.isEmpty, !isAttribute, name.utf8.allSatisfy(Self.legal.contains) else {
            throw .invalidName(name)
        }
        var field = name + "=" + Self.quote(value)
        if let domain, !domain.isEmpty { field += "; Domain=" + (try Self.checked(domain)) }
        if let expires = expires ?? (maxAge.flatMap { now?.adding(seconds: $0) }) {
            field += "; expires=\(expires)"
        }
        if isHTTPOnly { field += "; HttpOnly" }
        if let maxAge { field += "; Max-Age=\(maxAge)" }
        if let path, !path.isEmpty { field += "; Path=" + (try Self.checked(path)) }
        switch sameSite {
        case .lax: field += "; SameSite=Lax"
        case .some(.none): field += "; SameSite=None"
        case .strict: field += "; SameSite=Strict"
        case nil: break
        }
        if isSecure { field += "; Secure" }
        return field
    }

    private static let attributes: Set<String> = [
        "expires", "path", "comment", "domain", "max-age", "secure", "httponly", "version",
        "samesite",
    ]

    private static let legal = ByteSet(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!#$%&'*+-.^_`|~:")

    private static let unescaped = legal.union(" ()/<=>?@[]{}")

    private static func checked(_ attribute: String) throws(CookieError) -> String {
        guard attribute.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: ";") })
        else { throw .invalidAttribute(attribute) }
        return attribute
    }

    /// The value as it is where it needs no quotes; else in quotes, with what a cookie can't hold
    /// as the octal number of its character. Characters beyond Latin-1 stay as they are.
    private static func quote(_ value: String) -> String {
        if value.isEmpty { return "\"\"" }
        if value.utf8.allSatisfy(legal.contains) { return value }
        var quoted = "\""
        for scalar in value.unicodeScalars {
            if scalar == "\"" || scalar == "\\" {
                quoted.unicodeScalars.append("\\")
                quoted.unicodeScalars.append(scalar)
            } else if scalar.value > 0xFF
                || scalar.isASCII
                    && unescaped.contains(UInt8(truncatingIfNeeded: scalar.value))
            {
                quoted.unicodeScalars.append(scalar)
            } else {
                let octal = String(scalar.value, radix: 8)
                quoted += "\\" + String(repeating: "0", count: 3 - octal.utf8.count) + octal
            }
        }
        return quoted + "\""
    }
}

extension Response {
    /// Sets a cookie, in place of one of the same name that this response already sets.
    public mutating func setCookie(_ cookie: Cookie, now: HTTPDate? = nil) throws(CookieError) {
        let field = try cookie.fieldValue(now: now)
        let others = headers.values("Set-Cookie").filter { !$0.hasPrefix(cookie.name + "=") }
        if headers.contains("Set-Cookie") {
            headers.remove("Set-Cookie")
            for other in others { headers.append("Set-Cookie", other) }
        }
        headers.append("Set-Cookie", field)
    }

    /// Makes the browser forget a cookie; path and domain must be those it was set with.
    public mutating func removeCookie(
        _ name: String, path: String? = "/", domain: String? = nil,
        sameSite: Cookie.SameSite? = nil
    ) throws(CookieError) {
        try setCookie(.removing(name, path: path, domain: domain, sameSite: sameSite))
    }
}
