public import ApusValues

extension HTMLText {
    /// `text` for use inside a JavaScript string literal.
    public static func escapeJS(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\", "'", "\"", ">", "<", "&", "=", "-", ";", "`", "\u{2028}", "\u{2029}":
                result.append(contentsOf: escape(scalar).unicodeScalars)
            case _ where scalar.value < 0x20 || (scalar.value >= 0x7F && scalar.value < 0xA0):
                result.append(contentsOf: escape(scalar).unicodeScalars)
            default: result.append(scalar)
            }
        }
        return String(result)
    }

    private static func escape(_ scalar: Unicode.Scalar) -> String {
        let digits = String(scalar.value, radix: 16, uppercase: true)
        return "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
    }

    /// `value` as JSON in a `<script>` element that can't be broken out of.
    public static func jsonScript(_ value: DynamicValue, id: String? = nil) throws -> String {
        try jsonScript(value, escapedID: id.map { self.escape($0) })
    }

    static func jsonScript(_ value: DynamicValue, escapedID: String?) throws -> String {
        var writer = JSONWriter(.spacedASCII)
        try writer.write(value)
        var safe = ""
        for scalar in String(decoding: writer.bytes, as: UTF8.self).unicodeScalars {
            switch scalar {
            case "<", ">", "&": safe += escape(scalar)
            default: safe.unicodeScalars.append(scalar)
            }
        }
        let attribute = escapedID.map { $0.isEmpty ? "" : " id=\"\($0)\"" } ?? ""
        return "<script\(attribute) type=\"application/json\">\(safe)</script>"
    }
}
