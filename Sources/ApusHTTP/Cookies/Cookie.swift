/// A cookie that a response sets (RFC 6265).
public struct Cookie: Hashable, Sendable {
    /// The name: letters, digits and ``!#$%&'*+-.^_`|~:``.
    public var name: String
    /// The value; any text, quoted where it must be.
    public var value: String
    /// Seconds that the browser keeps it, zero to remove it; nil until the browser closes.
    public var maxAge: Int?
    /// When the browser forgets it; for browsers too old for `maxAge`.
    public var expires: HTTPDate?
    /// The path under which it is sent; nil for that of the request.
    public var path: String?
    /// The domain to whose hosts it is sent; nil for the host of the request only.
    public var domain: String?
    /// Whether it is sent over TLS only.
    public var isSecure: Bool
    /// Whether scripts can't read it.
    public var isHTTPOnly: Bool
    /// Whether it is sent with requests that other sites cause.
    public var sameSite: SameSite?

    /// With which requests that other sites cause a cookie is sent.
    public enum SameSite: String, Hashable, Sendable, CaseIterable {
        /// When a link is followed.
        case lax
        /// With all; browsers ask for `isSecure` then.
        case none
        /// With none.
        case strict
    }

    /// A cookie with its attributes.
    public init(
        _ name: String, _ value: String, maxAge: Int? = nil, expires: HTTPDate? = nil,
        path: String? = "/", domain: String? = nil, isSecure: Bool = false,
        isHTTPOnly: Bool = false, sameSite: SameSite? = nil
    ) {
        self.name = name
        self.value = value
        self.maxAge = maxAge
        self.expires = expires
        self.path = path
        self.domain = domain
        self.isSecure = isSecure
        self.isHTTPOnly = isHTTPOnly
        self.sameSite = sameSite
    }

    /// The cookie that makes a browser forget one; path and domain must be those it was set with.
    public static func removing(
        _ name: String, path: String? = "/", domain: String? = nil, sameSite: SameSite? = nil
    ) -> Cookie {
        // Browsers ignore a removal without Secure where these names and SameSite ask for it.
        let isSecure =
            name.hasPrefix("__Secure-") || name.hasPrefix("__Host-") || sameSite == SameSite.none
        return Cookie(
            name, "", maxAge: 0, expires: HTTPDate(secondsSince1970: 0), path: path,
            domain: domain, isSecure: isSecure, sameSite: sameSite)
    }
}

/// A cookie that can't be sent.
public enum CookieError: Error, Hashable, Sendable {
    /// The name is empty, is that of an attribute, or holds what no name may hold.
    case invalidName(String)
    /// The path or the domain holds a semicolon or a control character.
    case invalidAttribute(String)
}

extension CookieError: CustomStringConvertible {
    /// What can't be sent.
    public var description: String {
        switch self {
        case .invalidName(let name):
            "'\(name)' can't be the name of a cookie: use letters, digits and "
                + "!#$%&'*+-.^_`|~:, and no name of an attribute."
        case .invalidAttribute(let text):
            "'\(text)' can't be the path or domain of a cookie: it holds a semicolon or a "
                + "control character."
        }
    }
}
