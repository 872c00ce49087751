/// A field value of the form `value; name=parameter; …`, as in Content-Type and
/// Content-Disposition (RFC 9110, section 5.6.6; encoded parameters: RFC 2231).
public struct FieldValue: Hashable, Sendable {
    /// What stands before the first semicolon, in small letters.
    public var value: String
    /// The parameters, decoded, by their names in small letters; of one that stands twice the last.
    public var parameters: [String: String]

    /// A value with its parameters.
    public init(value: String, parameters: [String: String] = [:]) {
        self.value = value
        self.parameters = parameters
    }

    /// Reads `text`. Throws where it is longer than `maxLength` characters, or where a parameter is
    /// in an encoding that isn't UTF-8, ASCII or Latin-1.
    public init(parsing text: String, maxLength: Int = 10_000) throws(FieldValueError) {
        guard text.unicodeScalars.count <= maxLength else { throw .tooLong(limit: maxLength) }
        let parts = text.withBytes { FieldValue.split($0) }
        var value = parts.first ?? ""
        if text.utf8.contains(UInt8(ascii: ";")),
            let equals = value.utf8.firstIndex(of: UInt8(ascii: "="))
        {
            value = String(value[..<equals]).trimmingWhitespace
        }
        self.init(value: value.lowercased())
        var encoded = EncodedParameters()
        for part in parts.dropFirst() {
            let equals = part.utf8.firstIndex(of: UInt8(ascii: "="))
            let name = String(part[..<(equals ?? part.endIndex)]).trimmingWhitespace.lowercased()
            let text = equals.map { String(part[part.index(after: $0)...]) } ?? ""
            let parameter = FieldValue.unquote(text.trimmingWhitespace)
            if encoded.take(name: name, value: parameter) || name.isEmpty { continue }
            parameters[name] = parameter
        }
        try encoded.decode(into: &parameters)
    }

    /// The parts between semicolons that are not in quotes.
    private static func split(_ bytes: UnsafeBufferPointer<UInt8>) -> [String] {
        var parts: [String] = []
        var start = 0
        var quotes = 0
        for place in 0...bytes.count {
            if place == bytes.count
                || bytes[place] == UInt8(ascii: ";") && (quotes % 2 == 0 || place == start)
            {
                let part = String(decoding: bytes.slice(start..<place), as: UTF8.self)
                parts.append(part.trimmingWhitespace)
                start = place + 1
                quotes = 0
            } else if bytes[place] == UInt8(ascii: "\"") {
                let isEscaped = place > start && bytes[place - 1] == UInt8(ascii: "\\")
                if !isEscaped { quotes += 1 }
            }
        }
        return parts
    }

    /// The text without the quotes or angle brackets around it.
    static func unquote(_ text: String) -> String {
        guard text.utf8.count > 1, let first = text.utf8.first, let last = text.utf8.last else {
            return text
        }
        if first == UInt8(ascii: "<"), last == UInt8(ascii: ">") {
            return String(text.dropFirst().dropLast())
        }
        guard first == UInt8(ascii: "\""), last == UInt8(ascii: "\"") else { return text }
        let backslash = UInt8(ascii: "\\")
        let single = collapse(Array(text.utf8.dropFirst().dropLast()), to: backslash)
        return String(decoding: collapse(single, to: UInt8(ascii: "\"")), as: UTF8.self)
    }

    /// With every backslash before `byte` removed.
    private static func collapse(_ bytes: [UInt8], to byte: UInt8) -> [UInt8] {
        var collapsed: [UInt8] = []
        var here = 0
        while here < bytes.count {
            if bytes[here] == UInt8(ascii: "\\"), here + 1 < bytes.count, bytes[here + 1] == byte {
                here += 1
            }
            collapsed.append(bytes[here])
            here += 1
        }
        return collapsed
    }
}

/// Why a field value can't be read.
public enum FieldValueError: Error, Hashable, Sendable {
    /// More characters than allowed.
    case tooLong(limit: Int)
    /// A parameter is in this encoding.
    case unknownEncoding(String)
}

extension FieldValueError: CustomStringConvertible {
    /// What is wrong.
    public var description: String {
        switch self {
        case .tooLong: "Unable to parse header parameters (value too long)."
        case .unknownEncoding(let name): "Invalid encoding '\(name)' for RFC 2231 param."
        }
    }
}

// MARK: - Lists

extension FieldValue {
    /// The members of a list without quoted strings, as in Vary and Cache-Control, without the
    /// blanks around them; empty ones are left out.
    public static func members(
        of list: String, separator: Unicode.Scalar = ","
    ) -> [String] {
        list.unicodeScalars.split(separator: separator)
            .map { String($0).trimmingWhitespace }
            .filter { !$0.isEmpty }
    }

    /// The names of the directives in a list, in small letters, without their arguments:
    /// `private="Set-Cookie"` is `private`.
    public static func directiveNames(of list: String) -> [String] {
        members(of: list).map { member in
            let name = member.unicodeScalars.prefix { $0 != "=" }
            return String(name).trimmingWhitespace.lowercased()
        }
    }
}

extension String {
    /// Without the white space at both ends, in Unicode's sense and with the separators of ASCII.
    var trimmingWhitespace: String {
        let scalars = unicodeScalars
        guard let first = scalars.first, let last = scalars.last,
            first.isWhitespace || last.isWhitespace
        else { return self }
        guard let start = scalars.firstIndex(where: { !$0.isWhitespace }),
            let end = scalars.lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(scalars[start...end])
    }
}

extension Unicode.Scalar {
    fileprivate var isWhitespace: Bool {
        value == 0x20 || 0x09...0x0D ~= value || 0x1C...0x1F ~= value
            || value > 0x7F && properties.isWhitespace
    }
}
