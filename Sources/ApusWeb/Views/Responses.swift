public import ApusHTTP

extension Response {
    /// A response with `text` as its body: HTML unless `contentType` says otherwise.
    public init(
        _ text: String, status: Status = .ok, contentType: String = "text/html; charset=utf-8"
    ) {
        self.init(
            status: status, headers: Self.headers(contentType), body: .text(text))
    }

    /// A page.
    public static func html(_ text: String, status: Status = .ok) -> Response {
        Response(status: status, headers: htmlHeaders, body: .text(text))
    }

    /// Plain text.
    public static func text(_ text: String, status: Status = .ok) -> Response {
        Response(status: status, headers: textHeaders, body: .text(text))
    }

    /// 405 with the methods that would be answered (RFC 9110, section 15.5.6).
    public static func methodNotAllowed(_ allowed: [Method]) -> Response {
        var response = Response.html("", status: .methodNotAllowed)
        response.headers["Allow"] = allowed.map(\.name).joined(separator: ", ")
        return response
    }

    /// A redirect to `location`: 302, or 301 where it is for ever. What a URL can't hold is
    /// percent-encoded.
    public static func redirect(_ location: String, permanent: Bool = false) -> Response {
        var response = Response.html("", status: permanent ? .movedPermanently : .found)
        response.headers["Location"] = PercentEncoding.encode(
            location, keeping: "/#%[]=:;$&()+,!?*@'~")
        return response
    }

    /// Headers of a page, made once: a response takes them by a copy on write.
    static let htmlHeaders: Headers = ["Content-Type": "text/html; charset=utf-8"]
    private static let textHeaders: Headers = ["Content-Type": "text/plain; charset=utf-8"]
    private static let plainHeaders: Headers = ["Content-Type": "text/plain"]

    /// The headers that most responses begin with.
    static let commonHeaders = [htmlHeaders, jsonHeaders, textHeaders, plainHeaders]

    private static func headers(_ contentType: String) -> Headers {
        // Strings of other lengths aren't looked at: to compare two costs more than their counts.
        switch (contentType.utf8.count, contentType) {
        case (24, "text/html; charset=utf-8"): htmlHeaders
        case (25, "text/plain; charset=utf-8"): textHeaders
        case (10, "text/plain"): plainHeaders
        default: ["Content-Type": contentType]
        }
    }
}
