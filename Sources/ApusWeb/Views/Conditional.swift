public import ApusHTTP

extension Request {
    /// The response of `make`, unless the client has the present version, by its entity tag (with
    /// its quotes) or its time: then 304 without a body, or 412 where the client wants to change
    /// another version than the present one (RFC 9110, section 13).
    public func ifChanged(
        tag: String? = nil, modified: HTTPDate? = nil, _ make: () throws -> Response
    ) rethrows -> Response {
        let preconditions = Preconditions(self, tag: tag, modified: modified)
        var response: Response
        if preconditions.hasFailed {
            response = .html("", status: .preconditionFailed)
        } else if preconditions.isNotModified {
            response = Response(status: .notModified)
        } else {
            response = try make()
        }
        if method == .get || method == .head {
            if let tag { response.headers.setDefault("ETag", tag) }
            if let modified { response.headers.setDefault("Last-Modified", "\(modified)") }
        }
        return response
    }
}
