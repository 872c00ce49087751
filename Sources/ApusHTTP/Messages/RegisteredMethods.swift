extension Method {
    /// Whether the method is registered (the HTTP Method Registry of RFC 9110, section 16.1), or of
    /// UPnP or a cache, and one that an origin server can answer: CONNECT asks for a proxy's tunnel,
    /// and PRI is the beginning of HTTP/2. Others are answered with 501 (RFC 9110, section 9.1).
    var isServable: Bool { Self.servable.contains(name) }

    private static let servable: Set<String> = [
        "ACL", "BASELINE-CONTROL", "BIND", "CHECKIN", "CHECKOUT", "COPY", "DELETE", "GET", "HEAD",
        "LABEL", "LINK", "LOCK", "MERGE", "MKACTIVITY", "MKCALENDAR", "MKCOL", "MKREDIRECTREF",
        "MKWORKSPACE", "MOVE", "OPTIONS", "ORDERPATCH", "PATCH", "POST", "PROPFIND", "PROPPATCH",
        "PUT", "QUERY", "REBIND", "REPORT", "SEARCH", "TRACE", "UNBIND", "UNCHECKOUT", "UNLINK",
        "UNLOCK", "UPDATE", "UPDATEREDIRECTREF", "VERSION-CONTROL",
        "M-SEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "PURGE",
    ]
}
