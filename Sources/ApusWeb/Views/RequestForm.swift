public import ApusHTTP

extension Request {
    /// The fields of the form that the request posts; empty for a request without a form. Throws a
    /// `FormError`, which is answered with 400, where they are more than the settings allow.
    public var form: QueryParameters {
        get throws {
            guard let state else { return try readForm(Settings(projectFolder: "/")) }
            if let form = state.with({ $0.form }) { return form }
            let form = try readForm(state.core.settings)
            state.with { $0.form = form }
            return form
        }
    }

    private func readForm(_ settings: Settings) throws -> QueryParameters {
        guard !body.isEmpty, headers.contains("Content-Type"),
            let type = headers["Content-Type"]?.prefix(while: { $0 != ";" }).trimmed.lowercased()
        else { return QueryParameters() }
        guard type == "application/x-www-form-urlencoded" else { return QueryParameters() }
        guard body.count <= settings.formMemoryLimit else {
            throw FormError.fieldsTooLarge(limit: settings.formMemoryLimit)
        }
        return try QueryParameters(form: body, limit: settings.formFieldLimit)
    }
}
