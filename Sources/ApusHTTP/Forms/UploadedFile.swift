/// A file that came with a form.
public struct UploadedFile: Hashable, Sendable {
    /// The name of the form's field.
    public var fieldName: String
    /// The name that the client gave it, without folders and what can't be printed, at most 255
    /// characters. It comes from outside: don't write to it as it is.
    public var filename: String
    /// What the client says it is, in small letters and without parameters; empty if it says nothing.
    public var contentType: String
    /// The parameters of the content type.
    public var contentTypeParameters: [String: String]
    /// What is in it: in memory, or in the file where the server has put the form while it came.
    public var content: Content

    /// A file from its parts.
    public init(
        fieldName: String, filename: String, contentType: String = "",
        contentTypeParameters: [String: String] = [:], content: Content
    ) {
        self.fieldName = fieldName
        self.filename = filename
        self.contentType = contentType
        self.contentTypeParameters = contentTypeParameters
        self.content = content
    }

    /// A file whose bytes are in memory.
    public init(
        fieldName: String, filename: String, contentType: String = "",
        contentTypeParameters: [String: String] = [:], bytes: [UInt8]
    ) {
        self.init(
            fieldName: fieldName, filename: filename, contentType: contentType,
            contentTypeParameters: contentTypeParameters, content: Content(bytes))
    }

    /// All that is in it, read into memory; `content` has it in pieces.
    public var bytes: [UInt8] { content.bytes }

    /// The encoding that the client says a text is in.
    public var charset: String? { contentTypeParameters["charset"] }

    /// How many bytes are in it.
    public var size: Int { content.count }
}

extension UploadedFile {
    /// A client's name for a file without folders and what can't be printed, nil where nothing is
    /// left or the rest would mean a folder.
    public static func sanitize(filename: String) -> String? {
        var name = filename.decodingCharacterReferences.unicodeScalars[...]
        if let separator = name.lastIndex(where: { $0 == "/" || $0 == "\\" }) {
            name = name[name.index(after: separator)...]
        }
        var kept = String(String.UnicodeScalarView(name.filter(\.isPrintable)))
        if kept.isEmpty || kept == "." || kept == ".." { return nil }
        if kept.unicodeScalars.count > 255 { kept = shorten(kept) }
        return kept
    }

    /// The first 255 characters, the extension kept.
    private static func shorten(_ name: String) -> String {
        let scalars = name.unicodeScalars
        let stem = scalars.drop { $0 == "." }
        guard let dot = stem.lastIndex(of: "."), dot > stem.startIndex else {
            return String(scalars.prefix(255))
        }
        let suffix = scalars[dot...].prefix(255)
        return String(scalars[..<dot].prefix(255 - suffix.count)) + String(suffix)
    }
}

extension Unicode.Scalar {
    fileprivate var isPrintable: Bool {
        if self == " " { return true }
        switch properties.generalCategory {
        case .spaceSeparator, .lineSeparator, .paragraphSeparator: return false
        default: return !isOther
        }
    }
}

extension String {
    /// With HTML's character references decoded, that browsers write into the names of files: the
    /// numeric ones, and of the named those for ASCII.
    fileprivate var decodingCharacterReferences: String {
        guard utf8.contains(UInt8(ascii: "&")) else { return self }
        var decoded = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let scalar = rest.first {
            if scalar == "&", let end = rest.prefix(12).firstIndex(of: ";") {
                let name = rest[rest.index(after: rest.startIndex)..<end]
                if let meant = Self.character(named: String(name)) {
                    decoded.append(meant)
                    rest = rest[rest.index(after: end)...]
                    continue
                }
            }
            decoded.append(scalar)
            rest = rest.dropFirst()
        }
        return String(decoded)
    }

    private static func character(named name: String) -> Unicode.Scalar? {
        if name.utf8.first == UInt8(ascii: "#") {
            let isHex = name.hasPrefix("#x") || name.hasPrefix("#X")
            return UInt32(name.dropFirst(isHex ? 2 : 1), radix: isHex ? 16 : 10)
                .flatMap(Unicode.Scalar.init)
        }
        return switch name {
        case "amp", "AMP": "&"
        case "lt", "LT": "<"
        case "gt", "GT": ">"
        case "quot", "QUOT": "\""
        case "apos": "'"
        case "sol": "/"
        case "bsol": "\\"
        case "period": "."
        case "colon": ":"
        case "semi": ";"
        case "num": "#"
        case "nbsp": "\u{A0}"
        case "Tab": "\t"
        case "NewLine": "\n"
        default: nil
        }
    }
}
