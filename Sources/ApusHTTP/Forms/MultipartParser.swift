/// Reads a `multipart/form-data` body (RFC 7578) that has come whole.
public struct MultipartParser: Sendable {
    private let separator: BytePattern
    private let limits: FormLimits

    /// A parser for bodies with this Content-Type. Throws where it names no usable boundary.
    public init(contentType: String, limits: FormLimits = FormLimits()) throws(FormError) {
        guard contentType.utf8.allSatisfy({ $0 < 0x80 }),
            let field = try? FieldValue(parsing: contentType), field.value.hasPrefix("multipart/")
        else { throw .invalidContentType(contentType) }
        let boundary = field.parameters["boundary"] ?? ""
        guard 1...201 ~= boundary.utf8.count, boundary.utf8.last != .space,
            boundary.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
        else { throw .invalidBoundary(boundary) }
        separator = BytePattern(Array("--\(boundary)".utf8))
        self.limits = limits
    }

    /// The fields and files in `body`. What is before the first and after the last boundary is left
    /// out, as are parts without a name. A body that was cut off ends its last field; a file that was
    /// cut off is left out.
    public func parse(_ body: [UInt8]) throws(FormError) -> Form { try parse(Content(body)) }

    /// The fields and files in `body`, which may be kept elsewhere than in memory: then its files
    /// are parts of it, and nothing of them is read.
    public func parse(_ body: Content) throws(FormError) -> Form {
        var window = ContentWindow(body)
        var reading = Reading()
        var start = 0
        while start < window.count {
            let found = try window.first(separator, from: start)
            let end = try found.map { place throws(FormError) in
                try Self.withoutLineEnd(start..<place, in: window)
            }
            let next = found.map { $0 + separator.count } ?? window.count
            try read(
                start..<(end ?? window.count), of: window, isWhole: next < window.count,
                into: &reading)
            start = next
        }
        return reading.form
    }

    /// Where a part ends whose boundary stands at the end of `range`: before the line end.
    private static func withoutLineEnd(
        _ range: Range<Int>, in window: ContentWindow
    ) throws(FormError) -> Int {
        var last = try window.bytes(max(range.lowerBound, range.upperBound - 2)..<range.upperBound)
        if last.last == .lineFeed { last.removeLast() }
        if last.last == .carriageReturn { last.removeLast() }
        return range.upperBound - min(2, range.count) + last.count
    }

    private struct Reading {
        var form = Form()
        var fieldCount = 0
        var fileCount = 0
        var fieldBytes = 0
    }

    private func read(
        _ range: Range<Int>, of window: ContentWindow, isWhole: Bool, into reading: inout Reading
    ) throws(FormError) {
        let part = try PartHeader(range, of: window, limit: limits.partHeader)
        let filename = part.disposition?.parameters["filename"] ?? ""
        if filename.isEmpty || part.disposition == nil {
            // What is before the first and after the last boundary counts too.
            reading.fieldCount += 1
            guard reading.fieldCount <= limits.fieldCount + 2 else {
                throw .tooManyFields(limit: limits.fieldCount)
            }
        }
        guard let name = part.disposition?.parameters["name"]?.trimmingWhitespace else { return }
        if filename.isEmpty {
            try readField(name, part, of: window, into: &reading)
        } else {
            reading.fileCount += 1
            guard reading.fileCount <= limits.fileCount else {
                throw .tooManyFiles(limit: limits.fileCount)
            }
            guard let file = try file(name, filename, part, of: window), isWhole else { return }
            reading.form.files.append(file)
        }
    }

    private func readField(
        _ name: String, _ part: PartHeader, of window: ContentWindow, into reading: inout Reading
    ) throws(FormError) {
        reading.fieldBytes += part.content.count + name.unicodeScalars.count + 2
        guard reading.fieldBytes <= limits.fieldBytes else {
            throw .fieldsTooLarge(limit: limits.fieldBytes)
        }
        let bytes = try window.bytes(part.content)
        let decoded = part.isBase64 ? Base64.decode(bytes, alphabet: .standard) : nil
        reading.form.fields.append(name, String(decoding: decoded ?? bytes, as: UTF8.self))
    }

    private func file(
        _ name: String, _ filename: String, _ part: PartHeader, of window: ContentWindow
    ) throws(FormError) -> UploadedFile? {
        guard let filename = UploadedFile.sanitize(filename: filename) else { return nil }
        var content = window.content(part.content)
        if part.isBase64 {
            // Decoded it is in memory, which only fields have room in where the body isn't.
            guard content.place == nil || content.count <= limits.fieldBytes else {
                throw .fieldsTooLarge(limit: limits.fieldBytes)
            }
            var bytes = try window.bytes(part.content)
            bytes.removeAll { $0 == .space || 0x09...0x0D ~= $0 }
            guard let decoded = Base64.decode(bytes, alphabet: .standard) else {
                throw .invalidBase64
            }
            content = Content(decoded)
        }
        let type = part.fields["content-type"]
        return UploadedFile(
            fieldName: name, filename: filename, contentType: type?.value ?? "",
            contentTypeParameters: type?.parameters ?? [:], content: content)
    }
}
