import ApusHTTP
import ApusORM
import ApusTemplates
import ApusValues

extension SiteCore {
    /// The answer to an error that nobody recovered from: in debug what a developer wants to know,
    /// else a page of the site or of the framework that gives nothing away.
    func errorResponse(_ error: any Error, _ request: Request) -> Response {
        request.state?.with { $0.record?.error = error }
        switch error {
        case is RouteNotFound:
            return settings.debug
                ? unknownRoutePage(request)
                : plainPage(.notFound, "", request)
        case let error as HTTPError:
            if error.status == .notFound, settings.debug {
                return notFoundPage(error.message, request)
            }
            return plainPage(error.status, error.message, request)
        case let error as CSRFFailure: return forgeryPage(error, request)
        case is DisallowedHost, is FormError:
            settings.reportError?(error, request)
            if settings.debug { return failurePage(error, request, status: .badRequest) }
            return plainPage(.badRequest, "", request)
        case _ where error.isInterruption && (request.abandonment != nil || Task.isCancelled):
            // Nobody reads it, and it is no failure of the view's.
            return .text("", status: .serviceUnavailable)
        default:
            settings.reportError?(error, request)
            if settings.debug { return failurePage(error, request) }
            return plainPage(.internalServerError, "", request)
        }
    }

    /// The site's own `404.html` and so on where it has one, else the framework's page.
    private func plainPage(_ status: Status, _ message: String, _ request: Request) -> Response {
        let context: [String: any DynamicValueConvertible] = [
            "request_path": request.path, "exception": message,
        ]
        if let own = ownPage("\(status.code).html", status, context, request) { return own }
        switch status {
        case .notFound:
            return page(
                status, "Not Found", ["The requested resource was not found on this server."])
        case .forbidden:
            return page(status, "403 Forbidden", settings.debug ? [message] : [])
        case .badRequest:
            return page(status, "Bad Request (400)", settings.debug ? [message] : [])
        case .internalServerError: return page(status, "Server Error (500)", [])
        default: return page(status, "\(status.reasonPhrase) (\(status.code))", [message])
        }
    }

    private func forgeryPage(_ error: CSRFFailure, _ request: Request) -> Response {
        let context = ["reason": error.description]
        if let own = ownPage("403_csrf.html", .forbidden, context, request) { return own }
        var lines = ["CSRF verification failed. Request aborted."]
        if error.description.hasSuffix("no Referer.") {
            lines.append(
                "You are seeing this message because this HTTPS site requires a “Referer header” to "
                    + "be sent by your web browser, but none was sent. This header is required for "
                    + "security reasons, to ensure that your browser is not being hijacked by third "
                    + "parties.")
        } else if error.description == "CSRF cookie not set." {
            lines.append(
                "You are seeing this message because this site requires a CSRF cookie when "
                    + "submitting forms. This cookie is required for security reasons, to ensure "
                    + "that your browser is not being hijacked by third parties.")
        }
        if settings.debug {
            lines.append("Reason given for failure: \(error)")
            lines.append(
                "The form needs {% csrf_token %}, the page that holds it must be rendered with "
                    + "request.render, and the browser must accept cookies. Only developers see "
                    + "these two lines: DEBUG is on.")
        }
        return page(.forbidden, "403 Forbidden", lines)
    }

    /// The site's template `name`; nil where there is none, or where it fails itself.
    private func ownPage(
        _ name: String, _ status: Status, _ context: [String: any DynamicValueConvertible],
        _ request: Request
    ) -> Response? {
        guard engine.exists(name) else { return nil }
        do {
            return try request.render(name, context, status: status)
        } catch {
            settings.reportError?(error, request)
            return nil
        }
    }

    private func page(_ status: Status, _ title: String, _ lines: [String]) -> Response {
        framework(
            "apus/error.html", status,
            ["title": title, "lines": lines.filter { !$0.isEmpty }])
    }

    /// A page of the framework. Its templates are tested; if one failed all the same, the text
    /// stands alone.
    func framework(
        _ name: String, _ status: Status, _ context: DynamicDictionary
    ) -> Response {
        do {
            let bytes = try SiteCore.pages.template(named: name).render(context)
            return Response(status: status, headers: Response.htmlHeaders, body: .bytes(bytes))
        } catch {
            return .text("\(status)\n\n\(error)", status: status)
        }
    }

    /// The framework's own templates alone, so that no template of a site stands in for one.
    private static let pages = Engine(loaders: [.memory(EmbeddedFiles.bytes)])
}

extension Error {
    /// Whether this says that work was stopped, not that it failed.
    fileprivate var isInterruption: Bool {
        self is CancellationError || (self as? DatabaseError)?.kind == .interrupted
    }
}
