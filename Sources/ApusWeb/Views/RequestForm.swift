public import ApusHTTP

extension Request {
    /// The form that the request posts, urlencoded or multipart; empty for a request without one.
    /// A form that is larger than the settings allow, or that can't be read, never reaches a view:
    /// it is answered with 400.
    public var form: Form {
        if let form = state?.with({ $0.form }) { return form }
        return (try? form(limits: state?.core.settings.formLimits ?? FormLimits())) ?? Form()
    }

    /// Whether the body says that it is a form.
    var postsForm: Bool {
        if content.isEmpty { return false }
        return headers.withValue("Content-Type") { type in
            Self.formTypes.contains { form in
                type.count >= form.utf8CodeUnitCount
                    && zip(
                        type,
                        UnsafeBufferPointer(start: form.utf8Start, count: form.utf8CodeUnitCount)
                    )
                    .allSatisfy { $0 == $1 || ($0 | 32) == $1 }
            }
        } ?? false
    }

    private static let formTypes: [StaticString] = [
        "application/x-www-form-urlencoded", "multipart/form-data",
    ]
}

extension Form {
    /// The last value of the field `name`: `request.form["choice"]`.
    public subscript(name: String) -> String? { fields[name] }
}

extension Settings {
    /// How large a form may be.
    public var formLimits: FormLimits {
        FormLimits(fieldCount: formFieldLimit, fieldBytes: formMemoryLimit)
    }
}
