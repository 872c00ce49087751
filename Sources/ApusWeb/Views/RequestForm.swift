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
            Self.formTypes.contains { Self.begins(type, with: $0) }
        } ?? false
    }

    /// Whether `type`, in small letters or large, begins with `form`.
    private static func begins(_ type: UnsafeBufferPointer<UInt8>, with form: StaticString) -> Bool
    {
        guard type.count >= form.utf8CodeUnitCount else { return false }
        for place in 0..<form.utf8CodeUnitCount where type[place] | 32 != form.utf8Start[place] {
            return false
        }
        return true
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
