import ApusHTTP

extension SiteCore {
    /// The page for an error that nobody recovered from.
    func errorResponse(_ error: any Error, _ request: Request) -> Response {
        request.state?.with { $0.record?.error = error }
        return switch error {
        case is RouteNotFound: .page(.notFound, "Not Found")
        case is FormError: .page(.badRequest, "Bad Request (400)")
        case is CSRFFailure: .page(.forbidden, "403 Forbidden")
        case is DisallowedHost: .page(.badRequest, "Bad Request (400)")
        case let error as HTTPError: .page(error.status, error.status.reasonPhrase)
        default: .page(.internalServerError, "Server Error (500)")
        }
    }
}

extension Response {
    fileprivate static func page(_ status: Status, _ title: String) -> Response {
        var response = Response.html("<!doctype html><title>\(title)</title><h1>\(title)</h1>")
        response.status = status
        return response
    }
}
