/// The Content-Disposition field (RFC 6266): what a browser does with a response.
public enum ContentDisposition: Hashable, Sendable {
    /// Shows it; saves it under the name if asked to.
    case inline(filename: String?)
    /// Saves it, under the name if there is one.
    case attachment(filename: String?)

    /// The field's value, nil where it would say nothing. A name that quotes can't hold is written
    /// as UTF-8 (RFC 8187).
    public var fieldValue: String? {
        switch self {
        case .inline(let filename):
            parameter(filename).map { "inline; \($0)" }
        case .attachment(let filename):
            parameter(filename).map { "attachment; \($0)" } ?? "attachment"
        }
    }

    private func parameter(_ filename: String?) -> String? {
        guard let filename, !filename.isEmpty else { return nil }
        guard filename.utf8.allSatisfy({ $0 < 0x7F && $0.isFieldValue }) else {
            return "filename*=utf-8''" + PercentEncoding.encode(filename)
        }
        var quoted: [UInt8] = []
        for byte in filename.utf8 {
            if byte == UInt8(ascii: "\\") || byte == UInt8(ascii: "\"") {
                quoted.append(UInt8(ascii: "\\"))
            }
            quoted.append(byte)
        }
        return "filename=\"\(String(decoding: quoted, as: UTF8.self))\""
    }
}
