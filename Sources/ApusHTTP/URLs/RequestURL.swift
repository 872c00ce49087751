/// What the request target says.
extension Request {
    /// The path as it came: percent-encoded, without query; `*` of a server-wide OPTIONS.
    public var rawPath: String {
        target.withBytes { bytes in
            let range = Self.pathRange(of: bytes)
            if range.isEmpty { return "/" }
            return range.count == bytes.count
                ? target : String(decoding: bytes.slice(range), as: UTF8.self)
        }
    }

    /// The path with its percent-encoding undone. Bytes that are no UTF-8 stay encoded.
    public var path: String {
        target.withBytes { bytes in
            bytes.slice(Self.pathRange(of: bytes)).contains(UInt8(ascii: "%"))
                ? Self.withDecodedPath(of: target) { String(decoding: $0, as: UTF8.self) }
                : rawPath
        }
    }

    /// Calls `body` with the UTF-8 bytes of the decoded path of a request target, without a copy
    /// where nothing is encoded.
    package static func withDecodedPath<Result>(
        of target: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result
    ) -> Result {
        target.withBytes { bytes in
            let range = pathRange(of: bytes)
            if range.isEmpty { return body(Self.root.bytes) }
            let path = bytes.slice(range)
            guard path.contains(UInt8(ascii: "%")) else { return body(path) }
            let decoded = [UInt8](percentDecoding: path)
            return String(percentEncodingBrokenUnicode: decoded).withBytes(body)
        }
    }

    /// What follows the `?`, percent-encoded; empty if there is none.
    public var queryString: String {
        target.withBytes { bytes in
            let query = bytes.slice(Self.pathRange(of: bytes).upperBound..<bytes.count)
            return String(decoding: query.dropFirst(), as: UTF8.self)
        }
    }

    /// The parameters of the query string.
    public var query: QueryParameters {
        target.withBytes { bytes in
            let query = bytes.slice(Self.pathRange(of: bytes).upperBound..<bytes.count)
            return query.count > 1
                ? QueryParameters(decoding: query.slice(1..<query.count)) : QueryParameters()
        }
    }

    /// The host that is asked for, with its port if the client named one: of the target where that
    /// is a whole URL (RFC 9112, section 3.2.2), else of the Host field. It comes from the client:
    /// check it against the hosts the site answers for before it goes into a page or an URL.
    public var host: String? {
        if target.utf8.first != UInt8(ascii: "/"),
            let authority = target.withBytes({ bytes in
                AbsoluteTarget(bytes).map {
                    String(decoding: bytes.slice($0.authority), as: UTF8.self)
                }
            })
        {
            return authority
        }
        return headers["Host"]
    }

    /// Whether the request came over TLS.
    public var isSecure: Bool { scheme == "https" }

    private static var root: StaticString { "/" }

    private static func pathRange(of target: UnsafeBufferPointer<UInt8>) -> Range<Int> {
        var start = 0
        if target.first != UInt8(ascii: "/"), let absolute = AbsoluteTarget(target) {
            start = absolute.pathAndQuery.lowerBound
        }
        var end = start
        while end < target.count, target[end] != UInt8(ascii: "?") { end &+= 1 }
        return start..<end
    }
}
