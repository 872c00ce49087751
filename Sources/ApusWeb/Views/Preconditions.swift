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
        let tag = tag.flatMap { EntityTag(parsing: $0) }
        if let list = request.headers.joined("If-Match") {
            guard Self.matches(list, tag, { $0.stronglyMatches($1) }) else {
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
            guard Self.matches(list, tag, { $0.weaklyMatches($1) }) else { return }
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

    private static func matches(
        _ list: String, _ tag: EntityTag?, _ isMatch: (EntityTag, EntityTag) -> Bool
    ) -> Bool {
        guard let tag else { return false }
        switch EntityTag.Condition(parsing: list) {
        case .any: return true
        case .tags(let tags): return tags.contains { isMatch($0, tag) }
        }
    }
}
