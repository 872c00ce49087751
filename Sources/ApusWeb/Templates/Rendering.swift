public import ApusHTTP
import ApusTemplates
public import ApusValues

extension Request {
    /// A page: the template `name`, from the site's `Templates/` or the framework's own, with what
    /// it may show. Besides `context`, templates have `request`, `csrf_token` and `debug`.
    ///
    /// Throws a `TemplateError` with the place that failed.
    public func render(
        _ name: String, _ context: [String: any DynamicValueConvertible] = [:],
        status: Status = .ok, contentType: String = "text/html; charset=utf-8"
    ) throws -> Response {
        guard let state else { throw NoSite() }
        let template = try state.core.engine.template(named: name)
        var values = DynamicDictionary(minimumCapacity: context.count + 3)
        for (key, value) in context { values[key] = value.dynamicValue }
        state.with { $0.record?.rendered.append((name, values)) }
        addDefaults(to: &values, state)
        let bytes = try template.render(values, environment: environment(state))
        var headers = Response.htmlHeaders
        if contentType != "text/html; charset=utf-8" { headers["Content-Type"] = contentType }
        return Response(status: status, headers: headers, body: .bytes(bytes))
    }

    /// What every template has, unless the view gave it.
    private func addDefaults(to values: inout DynamicDictionary, _ state: RequestState) {
        if values["request"] == nil { values["request"] = .object(TemplateRequest(self)) }
        if values["csrf_token"] == nil { values["csrf_token"] = .object(LazyToken(state: state)) }
        if state.core.settings.debug, values["debug"] == nil { values["debug"] = .bool(true) }
    }

    private func environment(_ state: RequestState) -> RenderEnvironment {
        let core = state.core
        return RenderEnvironment(
            reverseURL: { name, arguments, named in
                if !named.isEmpty {
                    guard arguments.isEmpty else {
                        throw TemplateError(
                            .rendering, "Don't mix arguments with and without names in a URL.")
                    }
                    let values = Dictionary(
                        named.map { ($0.name, $0.value as any CustomStringConvertible) },
                        uniquingKeysWith: { $1 })
                    return try core.reverser.reverse(
                        name, .names(values), currentApp: state.currentApp)
                }
                return try core.reverser.reverse(
                    name, .positions(arguments), currentApp: state.currentApp)
            },
            staticURL: core.staticURL, staticPrefix: core.settings.staticURL,
            csrfToken: { state.csrfToken() }, zone: core.zone)
    }
}

extension RequestState {
    /// The token for a page of this request, masked anew; the response will set the cookie.
    func csrfToken() -> String {
        let secret = with { values in
            let secret = values.csrfSecret ?? CSRFToken.newSecret()
            values.csrfSecret = secret
            values.csrfCookieIsDue = true
            return secret
        }
        return CSRFToken.mask(secret)
    }

    /// The namespaces that the request's own route lies in, for reversing.
    fileprivate var currentApp: String? {
        with { $0.match?.namespaces.joined(separator: ":") }
    }
}

extension Request {
    /// A token against forgery for a page that this request is answered with. The response sets
    /// the cookie that it belongs to.
    public var csrfToken: String { state?.csrfToken() ?? "" }
}

/// `{{ csrf_token }}`: made only where it is printed.
private struct LazyToken: DynamicObject {
    let state: RequestState

    var description: String { state.csrfToken() }

    func value(ofMember name: String) -> DynamicValue? { nil }
}
