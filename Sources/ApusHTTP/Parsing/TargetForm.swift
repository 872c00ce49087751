/// The four forms of a request target (RFC 9112, section 3.2). The bytes are known to be visible
/// ASCII.
enum TargetForm: Sendable {
    /// A path and perhaps a query.
    case origin
    /// A whole URL, as a proxy is asked.
    case absolute(AbsoluteTarget)
    /// Host and port, of CONNECT only.
    case authority
    /// `*`, of OPTIONS only.
    case asterisk

    /// The form of `target`, nil if it has none that fits `method`.
    init?(_ target: UnsafeBufferPointer<UInt8>, method: Method) {
        guard let first = target.first else { return nil }
        if method == .connect {
            guard target.isAuthority, target.contains(UInt8(ascii: ":")) else { return nil }
            self = .authority
        } else if first == UInt8(ascii: "/") {
            self = .origin
        } else if target.count == 1, first == UInt8(ascii: "*") {
            guard method == .options else { return nil }
            self = .asterisk
        } else {
            guard let absolute = AbsoluteTarget(target) else { return nil }
            self = .absolute(absolute)
        }
    }
}

/// Where the parts of an absolute target are.
struct AbsoluteTarget: Sendable {
    let authority: Range<Int>
    /// From the first `/` or `?` after the authority.
    let pathAndQuery: Range<Int>

    init?(_ target: UnsafeBufferPointer<UInt8>) {
        let start: Int
        if target.count > 7, target.slice(0..<7).isEqualIgnoringCase(to: "http://") {
            start = 7
        } else if target.count > 8, target.slice(0..<8).isEqualIgnoringCase(to: "https://") {
            start = 8
        } else {
            return nil
        }
        var end = start
        while end < target.count, target[end] != UInt8(ascii: "/"),
            target[end] != UInt8(ascii: "?")
        {
            end += 1
        }
        guard target.slice(start..<end).isAuthority else { return nil }
        authority = start..<end
        pathAndQuery = end..<target.count
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Whether the bytes are `uri-host [ ":" port ]` (RFC 9110, section 7.2) with a host that is not
    /// empty: a name, an IPv4 address or a bracketed IP literal; no user information.
    var isAuthority: Bool {
        guard let first, first != UInt8(ascii: ":") else { return false }
        var here = 0
        if first == UInt8(ascii: "[") {
            here = 1
            while here < count, self[here].isInIPLiteral { here += 1 }
            guard here > 2, here < count, self[here] == UInt8(ascii: "]") else { return false }
            here += 1
        } else {
            while here < count {
                if self[here].isInRegisteredName {
                    here &+= 1
                } else if self[here] == UInt8(ascii: "%"), here + 2 < count,
                    self[here + 1].hexValue != nil, self[here + 2].hexValue != nil
                {
                    here += 3
                } else {
                    break
                }
            }
        }
        if here == count { return true }
        guard self[here] == UInt8(ascii: ":") else { return false }
        var port = 0
        for place in here + 1..<count {
            guard self[place].isDigit else { return false }
            port = port * 10 + Int(self[place] &- UInt8(ascii: "0"))
            guard port <= 65535 else { return false }
        }
        return true
    }
}

extension UInt8 {
    /// `unreserved` or `sub-delims` of RFC 3986.
    @inline(__always)
    fileprivate var isInRegisteredName: Bool {
        isIn(low: 0x2BFF_7FD2_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    }

    /// What an IPv6 address, its zone or an address of a future version holds: `unreserved`, `:`
    /// and `%`.
    @inline(__always)
    fileprivate var isInIPLiteral: Bool {
        isIn(low: 0x07FF_6020_0000_0000, high: 0x47FF_FFFE_87FF_FFFE)
    }
}
