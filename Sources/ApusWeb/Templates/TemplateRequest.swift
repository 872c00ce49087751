import ApusHTTP
import ApusValues

/// The request as templates see it: `{{ request.path }}`, `{{ request.GET.q }}`.
struct TemplateRequest: DynamicObject {
    let request: Request

    init(_ request: Request) { self.request = request }

    var description: String { "\(request.method) \(request.target)" }

    func value(ofMember name: String) throws -> DynamicValue? {
        switch name {
        case "path": .string(request.path)
        case "method": .string(request.method.name)
        case "scheme": .string(request.scheme)
        case "is_secure", "isSecure": .bool(request.isSecure)
        case "get_full_path", "fullPath": .string(request.fullPath)
        case "build_absolute_uri", "absoluteURL": .string(try request.absoluteURL())
        case "get_host", "host": .string(try request.allowedHost)
        case "GET", "query": Self.value(of: request.query)
        case "POST", "form": Self.value(of: request.form.fields)
        case "COOKIES", "cookies":
            .dictionary(DynamicDictionary(request.cookies))
        case "headers": .object(TemplateHeaders(headers: request.headers))
        case "resolver_match", "match": request.match.map { .object(TemplateMatch(match: $0)) }
        default: nil
        }
    }

    private static func value(of parameters: QueryParameters) -> DynamicValue {
        var result = DynamicDictionary()
        for parameter in parameters.parameters {
            result[parameter.name] = .string(parameter.value)
        }
        return .dictionary(result)
    }
}

private struct TemplateHeaders: DynamicObject {
    let headers: Headers

    var description: String { headers.description }

    func value(ofMember name: String) -> DynamicValue? {
        headers[name.replacing("_", with: "-")].map { .string($0) }
    }
}

private struct TemplateMatch: DynamicObject {
    let match: RouteMatch

    var description: String { match.viewName }

    func value(ofMember name: String) -> DynamicValue? {
        switch name {
        case "url_name": .string(match.urlName ?? "")
        case "view_name": .string(match.viewName)
        case "route": .string(match.route)
        case "app_name": .string(match.appNames.joined(separator: ":"))
        case "namespace": .string(match.namespaces.joined(separator: ":"))
        case "kwargs":
            .dictionary(
                DynamicDictionary(
                    Dictionary(
                        match.parameters.map { ($0.name, $0.value.text) },
                        uniquingKeysWith: { $1 })))
        default: nil
        }
    }
}
