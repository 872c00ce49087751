/// Reads a `multipart/form-data` body (RFC 7578) that is whole in memory.
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
    public func parse(_ body: [UInt8]) throws(FormError) -> Form {
        let result = body.withUnsafeBufferPointer { bytes in
            Result { () throws(FormError) in try parse(bytes) }
        }
        return try result.get()
    }

    private func parse(_ bytes: UnsafeBufferPointer<UInt8>) throws(FormError) -> Form {
        var reading = Reading()
        var start = 0
        while start < bytes.count {
            let found = separator.first(in: bytes, from: start)
            var end = found ?? bytes.count
            if found != nil {
                if end > start, bytes[end - 1] == .lineFeed { end -= 1 }
                if end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
            }
            let next = found.map { $0 + separator.count } ?? bytes.count
            try read(bytes.slice(start..<end), isWhole: next < bytes.count, into: &reading)
            start = next
        }
        return reading.form
    }

    private struct Reading {
        var form = Form()
        var fieldCount = 0
        var fileCount = 0
        var fieldBytes = 0
    }

    private func read(
        _ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool, into reading: inout Reading
    ) throws(FormError) {
        let part = try Part(bytes, headerLimit: limits.partHeader)
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
            try readField(name, part, into: &reading)
        } else {
            reading.fileCount += 1
            guard reading.fileCount <= limits.fileCount else {
                throw .tooManyFiles(limit: limits.fileCount)
            }
            guard let file = try file(name, filename, part), isWhole else { return }
            reading.form.files.append(file)
        }
    }

    private func readField(
        _ name: String, _ part: Part, into reading: inout Reading
    ) throws(FormError) {
        reading.fieldBytes += part.content.count + name.unicodeScalars.count + 2
        guard reading.fieldBytes <= limits.fieldBytes else {
            throw .fieldsTooLarge(limit: limits.fieldBytes)
        }
        let decoded = part.isBase64 ? Base64.decode(part.content, alphabet: .standard) : nil
        let value =
            decoded.map { String(decoding: $0, as: UTF8.self) }
            ?? String(decoding: part.content, as: UTF8.self)
        reading.form.fields.append(name, value)
    }

    private func file(
        _ name: String, _ filename: String, _ part: Part
    ) throws(FormError) -> UploadedFile? {
        guard let filename = UploadedFile.sanitize(filename: filename) else { return nil }
        var bytes = Array(part.content)
        if part.isBase64 {
            bytes.removeAll { $0 == .space || 0x09...0x0D ~= $0 }
            guard let decoded = Base64.decode(bytes, alphabet: .standard) else {
                throw .invalidBase64
            }
            bytes = decoded
        }
        let type = part.fields["content-type"]
        return UploadedFile(
            fieldName: name, filename: filename, contentType: type?.value ?? "",
            contentTypeParameters: type?.parameters ?? [:], bytes: bytes)
    }
}

/// One part of a multipart body: its header's fields by name, and its content.
private struct Part {
    var fields: [String: FieldValue] = [:]
    var content: UnsafeBufferPointer<UInt8>

    var disposition: FieldValue? { fields["content-disposition"] }
    var isBase64: Bool { fields["content-transfer-encoding"]?.value == "base64" }

    /// Lines of the header that can't be read are left out. A header must end within `headerLimit`
    /// bytes; a shorter part without one is all content.
    init(_ bytes: UnsafeBufferPointer<UInt8>, headerLimit: Int) throws(FormError) {
        let window = bytes.slice(0..<min(bytes.count, headerLimit))
        guard let end = window.firstBlankLine else {
            guard bytes.count < headerLimit else { throw .partHeaderTooLarge(limit: headerLimit) }
            content = bytes
            return
        }
        content = bytes.slice(end + 4..<bytes.count)
        var start = 0
        for place in 0...end {
            guard place == end || bytes[place] == .carriageReturn && bytes[place + 1] == .lineFeed
            else { continue }
            if place > start { readLine(bytes.slice(start..<place)) }
            start = place + 2
        }
    }

    private mutating func readLine(_ line: UnsafeBufferPointer<UInt8>) {
        guard let colon = line.firstIndex(of: UInt8(ascii: ":")),
            let value = String(validating: line.slice(colon + 1..<line.count), as: UTF8.self),
            let field = try? FieldValue(parsing: value)
        else { return }
        var nameEnd = colon
        while nameEnd > 0, line[nameEnd - 1] == .space { nameEnd -= 1 }
        fields[String(decoding: line.slice(0..<nameEnd), as: UTF8.self).lowercased()] = field
    }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where CRLF CRLF begins.
    fileprivate var firstBlankLine: Int? {
        var place = 0
        while place + 4 <= count {
            if self[place] == .carriageReturn, self[place + 1] == .lineFeed,
                self[place + 2] == .carriageReturn, self[place + 3] == .lineFeed
            {
                return place
            }
            place += 1
        }
        return nil
    }
}
