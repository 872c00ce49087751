import ApusHTTP
import ApusValues

/// In debug: what was tried for a path that leads nowhere.
extension SiteCore {
    /// No route matches: the routes that were tried, or the welcome of a site without any.
    func unknownRoutePage(_ request: Request) -> Response {
        if table.leaves.isEmpty, request.path == "/" {
            return framework("apus/debug/welcome.html", .ok, ["site_file": siteFile])
        }
        return notFoundPage("", request)
    }

    /// A view found nothing, or no route matched.
    func notFoundPage(_ reason: String, _ request: Request) -> Response {
        let match = request.match
        let routes = table.leaves.map { leaf in
            DynamicValue.dictionary([
                "html": DynamicValue.html(Self.html(of: leaf.pattern)),
                "name": leaf.name.map { (leaf.namespaces + [$0]).joined(separator: ":") } ?? "",
                "source": leaf.source, "matched": leaf === match?.leaf,
            ])
        }
        return framework(
            "apus/debug/404.html", .notFound,
            [
                "reason": reason, "path": request.path, "method": request.method.name,
                "shown_path": String(request.path.drop { $0 == "/" }),
                "url": Self.shownURL(request), "view": match?.shownName ?? "",
                "view_source": match?.leaf.source ?? "", "routes": DynamicValue.list(routes),
            ])
    }

    /// The file that says where the site's routes begin, as far as the project's folder tells.
    private var siteFile: String {
        let name = settings.projectFolder.split(separator: "/").last.map(String.init) ?? "mysite"
        return "Sources/\(name)/Site.swift"
    }

    /// The request's URL for people: with host and scheme as the client gave them.
    static func shownURL(_ request: Request) -> String {
        "\(request.scheme)://\(request.host ?? "?")\(request.fullPath)"
    }

    /// A pattern with its parameters marked up.
    private static func html(of pattern: RoutePattern) -> String {
        if pattern.text.isEmpty { return "<span class=\"none\">(the root)</span>" }
        var result = ""
        for character in pattern.text {
            switch character {
            case "<": result += "<em>&lt;"
            case ">": result += "&gt;</em>"
            case "&": result += "&amp;"
            default: result.append(character)
            }
        }
        return result
    }
}
