public import ApusHTTP

extension Request {
    /// The fields of the form that the request posts; empty for a request without one. A form that
    /// is larger than the settings allow never reaches a view: it is answered with 400.
    public var form: QueryParameters {
        if let form = state?.with({ $0.form }) { return form }
        return (try? readForm(state?.core.settings)) ?? QueryParameters()
    }

    /// Whether the body is a form.
    var postsForm: Bool {
        if body.isEmpty { return false }
        return headers.withValue("Content-Type") { bytes in
            bytes.starts(with: "application/x-www-form-urlencoded".utf8) {
                $0 == $1 || ($0 | 32) == $1
            }
        } ?? false
    }

    /// The form's fields, read now. Throws a `FormError` where they are too many or too large.
    func readForm(_ settings: Settings?) throws -> QueryParameters {
        guard postsForm else { return QueryParameters() }
        let limit = settings?.formMemoryLimit ?? 2_621_440
        guard body.count <= limit else { throw FormError.fieldsTooLarge(limit: limit) }
        return try QueryParameters(form: body, limit: settings?.formFieldLimit ?? 1000)
    }
}
