public import ApusHTTP

extension Response {
    /// A page.
    public static func html(_ text: String, status: Status = .ok) -> Response {
        Response(
            status: status, headers: Self.htmlHeaders, body: .bytes(Array(text.utf8)))
    }

    /// Plain text.
    public static func text(_ text: String, status: Status = .ok) -> Response {
        Response(
            status: status, headers: Self.textHeaders, body: .bytes(Array(text.utf8)))
    }

    /// 405 with the methods that would be answered (RFC 9110, section 15.5.6).
    public static func methodNotAllowed(_ allowed: [Method]) -> Response {
        var response = Response.html("", status: .methodNotAllowed)
        response.headers["Allow"] = allowed.map(\.name).joined(separator: ", ")
        return response
    }

    /// A redirect to `location`: 302, or 301 where it is for ever.
    public static func redirect(_ location: String, permanent: Bool = false) -> Response {
        var response = Response.html("", status: permanent ? .movedPermanently : .found)
        response.headers["Location"] = location
        return response
    }

    private static let htmlHeaders = headers("text/html; charset=utf-8")
    private static let textHeaders = headers("text/plain; charset=utf-8")

    private static func headers(_ contentType: String) -> Headers {
        var headers = Headers()
        headers["Content-Type"] = contentType
        return headers
    }
}
