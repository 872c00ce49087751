public import ApusHTTP
import ApusORM

/// Gives pages an entity tag, the digest of their bytes, and answers 304 to those who have the page.
/// It spares the network and not the view. Not in the default set.
public struct ConditionalGetMiddleware: Middleware {
    /// The middleware.
    public init() {}

    /// It looks at responses only.
    public var hooks: MiddlewareHooks { .after }

    /// Adds the tag; replaces the response where the client has it.
    public func after(_ response: inout Response, _ request: Request) throws {
        guard request.method == .get else { return }
        if !response.headers.contains("ETag"), let bytes = response.body.bytes, !bytes.isEmpty,
            !response.headers.contains("no-store", in: "Cache-Control")
        {
            response.headers.append("ETag", "\"\(MD5.hexadecimal(bytes))\"")
        }
        guard (200..<300).contains(response.status.code) else { return }
        let modified = response.headers["Last-Modified"].flatMap { HTTPDate($0, now: .now) }
        let conditions = Preconditions(
            request, tag: response.headers["ETag"], modified: modified)
        if conditions.isNotModified {
            response = response.kept(Self.kept, status: .notModified)
        } else if conditions.hasFailed {
            response = response.kept(["set-cookie"], status: .preconditionFailed)
            response.headers["Content-Type"] = "text/html; charset=utf-8"
        }
    }

    /// What a 304 repeats of the response (RFC 9110, section 15.4.5), and its cookies.
    private static let kept: Set<String> = [
        "cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary",
        "set-cookie",
    ]
}

extension Response {
    /// A response without a body, with those fields of this one.
    fileprivate func kept(_ names: Set<String>, status: Status) -> Response {
        var response = Response(status: status)
        for (name, value) in headers where names.contains(name.lowercased()) {
            response.headers.append(name, value)
        }
        return response
    }
}
