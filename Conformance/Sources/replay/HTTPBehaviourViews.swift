import Apus

/// The views that the file of cases describes.
extension HTTPBehaviourCases {
    private struct ViewError: Error {}

    private static let hello: @Sendable (Request) -> Response = { _ in Response("hello") }

    static let routes: [Route] = plain + answers + guarded

    private static let plain: [Route] = [
        path("hello/", hello, name: "hello"),
        path("text/") { _ in Response("plain", contentType: "text/plain") },
        path("js/") { _ in Response("{\"a\": 1}", contentType: "application/json") },
        path("s204/") { _ in Response("", status: .noContent) },
        path("stream/") { _ in
            Response(
                headers: ["Content-Type": "text/html; charset=utf-8"],
                body: .stream { writer in
                    try await writer.write(Array("a".utf8))
                    try await writer.write(Array("b".utf8))
                })
        },
        path("big/") { _ in Response(String(repeating: "x", count: 500)) },
        path("a b/", hello),
        path("noslash", hello),
        path("n/<int:x>/") { (_: Request, x: Int) in Response("\(x)") },
    ]

    private static let answers: [Route] = [
        path("perm/") { _ -> Response in throw HTTPError.permissionDenied() },
        path("susp/") { _ -> Response in throw HTTPError.badRequest("suspicious") },
        path("badr/") { _ -> Response in throw HTTPError.badRequest("bad") },
        path("nf/") { _ -> Response in throw HTTPError.notFound("gone") },
        path("boom/") { _ -> Response in throw ViewError() },
        path("none/") { _ -> Response in throw ViewError() },
        path("gone/") { _ in Response("", status: .gone) },
        path("redir/") { _ in redirect(to: "/hello/") },
        path("redirp/") { _ in redirect(to: "/hello/", permanent: true) },
        path("redirk/") { _ in
            var response = redirect(to: "/hello/")
            response.status = .temporaryRedirect
            return response
        },
        path("rv/") { request in
            let query = request.queryString
            return redirect(to: "/hello/" + (query.isEmpty ? "" : "?" + query))
        },
        path("rvp/<int:x>/") { (_: Request, x: Int) in
            redirect(to: "/n/\(x)/", permanent: true)
        },
        path("rv410/") { _ in Response("", status: .gone) },
        path("cookies/") { _ in
            var response = Response("c")
            try response.setCookie(
                Cookie("a", "1", maxAge: 60, isHTTPOnly: true, sameSite: .strict),
                now: HTTPDate(secondsSince1970: 0))
            try response.removeCookie("b")
            return response
        },
        path("never/") { _ in
            var response = Response("n")
            response.headers["Cache-Control"] =
                "max-age=0, no-cache, no-store, must-revalidate, private"
            return response
        },
        path("cc/") { _ in
            var response = Response("c")
            response.headers["Cache-Control"] = "public, max-age=60"
            return response
        },
    ]

    private static let guarded: [Route] = [
        path("echo/", echo).csrfExempt(),
        path("echo-csrf/", echo),
        path("cbv/") { request in
            switch request.method {
            case .put: return Response("put", status: .created)
            case .options:
                var response = Response("")
                response.headers["Allow"] = "GET, PUT, HEAD, OPTIONS"
                return response
            default: return Response("got")
            }
        }.methods(.get, .put, .head, .options),
        path("post/") { _ in Response("p") }.methods(.post),
        path("safe/") { _ in Response("s") }.methods(.get, .head),
        path("xfe/", hello).frameOptions(.exempt),
        path("xfs/", hello).frameOptions(.sameOrigin),
        path("etag/") { _ in
            var response = Response("e")
            response.headers["ETag"] = "\"v1\""
            return response
        },
        path("lastmod/") { _ in
            var response = Response("l")
            response.headers["Last-Modified"] = "Sun, 06 Nov 1994 08:49:37 GMT"
            return response
        },
        path("cond/") { request in
            request.ifChanged(
                tag: "\"cond\"", modified: HTTPDate(secondsSince1970: 1_577_836_800)
            ) { Response("c") }
        },
    ]

    /// What the view got, as Python writes JSON.
    @Sendable private static func echo(_ request: Request) throws -> Response {
        let type = request.headers["Content-Type"]?.prefix { $0 != ";" } ?? ""
        let members = [
            ("method", quoted(request.method.name)), ("GET", lists(request.query)),
            ("POST", lists(request.form.fields)), ("body_len", "\(request.body.count)"),
            ("ct", quoted(String(type))), ("path", quoted(request.path)),
            ("full", quoted(request.fullPath)), ("scheme", quoted(request.scheme)),
            ("host", quoted(try request.allowedHost)), ("secure", "\(request.isSecure)"),
            ("abs", quoted(try request.absoluteURL())),
        ]
        let text = members.map { "\(quoted($0)): \($1)" }.joined(separator: ", ")
        return Response("{\(text)}", contentType: "application/json")
    }

    private static func lists(_ parameters: QueryParameters) -> String {
        let members = parameters.grouped.map { name, values in
            "\(quoted(name)): [\(values.map(quoted).joined(separator: ", "))]"
        }
        return "{\(members.joined(separator: ", "))}"
    }

    private static func quoted(_ text: String) -> String {
        var result = "\""
        for unit in text.utf16 {
            switch unit {
            case 34: result += "\\\""
            case 92: result += "\\\\"
            case 32..<127: result.unicodeScalars.append(Unicode.Scalar(UInt8(unit)))
            default:
                let digits = String(unit, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            }
        }
        return result + "\""
    }
}
