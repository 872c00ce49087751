public import ApusHTTP

extension TestClient {
    /// Sends a GET; `query` is appended to the path.
    public func get(
        _ path: String, query: QueryParameters = [:], headers: Headers = [:], follow: Bool = false
    ) throws -> TestResponse {
        try send(.get, target(path, query), headers: headers, follow: follow)
    }

    /// Sends a HEAD.
    public func head(_ path: String, headers: Headers = [:]) throws -> TestResponse {
        try send(.head, path, headers: headers)
    }

    /// Posts a form.
    public func post(
        _ path: String, form: QueryParameters = [:], headers: Headers = [:], follow: Bool = false
    ) throws -> TestResponse {
        var headers = headers
        headers.setDefault("Content-Type", "application/x-www-form-urlencoded")
        return try send(
            .post, path, headers: headers, body: Array(form.encoded.utf8), follow: follow)
    }

    /// Posts a body of another type.
    public func post(
        _ path: String, body: String, contentType: String, headers: Headers = [:],
        follow: Bool = false
    ) throws -> TestResponse {
        var headers = headers
        headers["Content-Type"] = contentType
        return try send(.post, path, headers: headers, body: Array(body.utf8), follow: follow)
    }

    private func target(_ path: String, _ query: QueryParameters) -> String {
        if query.isEmpty { return path }
        return path + (path.contains("?") ? "&" : "?") + query.encoded
    }
}
