import ApusHTTP

/// What a request says about the version of the thing that it has (RFC 9110, section 13).
struct Preconditions {
    /// Whether the client has the present version: the answer is 304.
    private(set) var isNotModified = false
    /// Whether the client wants to change a version that is not the present one: 412.
    private(set) var hasFailed = false

    /// The conditions of `request` for something with this entity tag and time; nil for what it
    /// doesn't have.
    init(_ request: Request, tag: String?, modified: HTTPDate?) {
        let isRead = request.method == .get || request.method == .head
        if let list = request.headers.joined("If-Match") {
            guard Self.matches(list, tag, weakly: false) else {
                hasFailed = true
                return
            }
        } else if let modified, let since = Self.date(request, "If-Unmodified-Since"),
            modified > since
        {
            hasFailed = true
            return
        }
        if let list = request.headers.joined("If-None-Match") {
            guard Self.matches(list, tag, weakly: true) else { return }
            isNotModified = isRead
            hasFailed = !isRead
        } else if isRead, let modified, let since = Self.date(request, "If-Modified-Since"),
            modified <= since
        {
            isNotModified = true
        }
    }

    private static func date(_ request: Request, _ name: String) -> HTTPDate? {
        request.headers[name].flatMap { HTTPDate($0, now: .now) }
    }

    /// Whether `tag` is in the list; weakly, `W/"a"` is `"a"` (RFC 9110, section 8.8.3.2).
    private static func matches(_ list: String, _ tag: String?, weakly: Bool) -> Bool {
        guard let tag else { return false }
        if list.trimmed == "*" { return true }
        return tags(in: list).contains { candidate in
            if weakly { return strong(candidate) == strong(tag) }
            return candidate == tag && !candidate.hasPrefix("W/")
        }
    }

    private static func strong(_ tag: String) -> String {
        tag.hasPrefix("W/") ? String(tag.dropFirst(2)) : tag
    }

    /// The entity tags of a list; commas inside their quotes don't separate.
    private static func tags(in list: String) -> [String] {
        var tags: [String] = []
        var tag: [UInt8] = []
        var isQuoted = false
        for byte in list.utf8 {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if byte == UInt8(ascii: ","), !isQuoted {
                tags.append(String(decoding: tag, as: UTF8.self).trimmed)
                tag = []
            } else {
                tag.append(byte)
            }
        }
        tags.append(String(decoding: tag, as: UTF8.self).trimmed)
        return tags.filter { !$0.isEmpty }
    }
}
