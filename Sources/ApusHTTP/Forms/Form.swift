/// What a client sent as a form: its fields and its files.
public struct Form: Sendable, Hashable {
    /// The fields in order.
    public var fields: QueryParameters
    /// The files in order.
    public var files: [UploadedFile]

    /// A form from its parts.
    public init(fields: QueryParameters = QueryParameters(), files: [UploadedFile] = []) {
        self.fields = fields
        self.files = files
    }

    /// The last file of the field `name`.
    public func file(_ name: String) -> UploadedFile? { files.last { $0.fieldName == name } }
}

/// How large a form may be.
public struct FormLimits: Hashable, Sendable {
    /// How many fields.
    public var fieldCount: Int
    /// How many files.
    public var fileCount: Int
    /// Bytes of all fields together, with their names; files don't count.
    public var fieldBytes: Int
    /// Bytes of the header of one part of a multipart body.
    public var partHeader: Int

    /// Limits in numbers and bytes.
    public init(
        fieldCount: Int = 1000, fileCount: Int = 100, fieldBytes: Int = 2_621_440,
        partHeader: Int = 1024
    ) {
        self.fieldCount = fieldCount
        self.fileCount = fileCount
        self.fieldBytes = fieldBytes
        self.partHeader = partHeader
    }
}

extension Request {
    /// The form in the body: urlencoded or multipart, as Content-Type says; empty for any other.
    public func form(limits: FormLimits = FormLimits()) throws(FormError) -> Form {
        guard let field = headers["Content-Type"], !content.isEmpty else { return Form() }
        switch contentType {
        case "multipart/form-data":
            return try MultipartParser(contentType: field, limits: limits).parse(content)
        case "application/x-www-form-urlencoded":
            guard content.count <= limits.fieldBytes else {
                throw .fieldsTooLarge(limit: limits.fieldBytes)
            }
            let bytes = try ContentWindow(content).bytes(0..<content.count)
            return Form(fields: try QueryParameters(form: bytes, limit: limits.fieldCount))
        default: return Form()
        }
    }
}
