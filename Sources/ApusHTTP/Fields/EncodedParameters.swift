/// The parameters of a field value whose names carry a star (RFC 2231): `filename*=utf-8''%e2…`, or
/// in pieces `title*0*=…; title*1=…`.
struct EncodedParameters {
    private struct Piece {
        var number: Int?
        var text: String
        var isEncoded: Bool
    }

    private var names: [String] = []
    private var pieces: [String: [Piece]] = [:]

    /// Takes the parameter if its name is one with a star.
    mutating func take(name: String, value: String) -> Bool {
        guard let star = name.utf8.firstIndex(of: UInt8(ascii: "*")), star > name.startIndex else {
            return false
        }
        let plain = String(name[..<star])
        guard plain.utf8.allSatisfy({ $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") }) else {
            return false
        }
        var rest = name[name.index(after: star)...]
        let isEncoded = rest.isEmpty || rest.utf8.last == UInt8(ascii: "*")
        if !rest.isEmpty, isEncoded { rest = rest.dropLast() }
        var number: Int?
        if !rest.isEmpty {
            guard rest.utf8.allSatisfy(\.isDigit), let parsed = Int(rest) else { return false }
            number = parsed
        } else if name.utf8.count > plain.utf8.count + 1 {
            return false
        }
        if pieces[plain] == nil { names.append(plain) }
        pieces[plain, default: []].append(Piece(number: number, text: value, isEncoded: isEncoded))
        return true
    }

    /// Puts the pieces together, in the order of their numbers.
    func decode(into parameters: inout [String: String]) throws(FieldValueError) {
        for name in names {
            let sorted = (pieces[name] ?? []).sorted { ($0.number ?? -1) < ($1.number ?? -1) }
            let isEncoded = sorted.contains(where: \.isEncoded)
            var bytes: [UInt8] = []
            for piece in sorted {
                bytes += piece.text.withBytes { text in
                    piece.isEncoded ? [UInt8](percentDecoding: text) : Array(text)
                }
            }
            parameters[name] =
                isEncoded ? try Self.decode(bytes) : String(decoding: bytes, as: UTF8.self)
        }
    }

    /// The text of `charset'language'bytes`.
    private static func decode(_ bytes: [UInt8]) throws(FieldValueError) -> String {
        let parts = bytes.split(
            separator: UInt8(ascii: "'"), maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3 else { return String(decoding: bytes, as: Unicode.ASCII.self) }
        let charset = String(decoding: parts[0], as: UTF8.self)
        switch charset.lowercased() {
        case "utf-8", "utf8", "utf_8": return String(decoding: parts[2], as: UTF8.self)
        case "us-ascii", "ascii": return String(decoding: parts[2], as: Unicode.ASCII.self)
        case "", "iso-8859-1", "latin-1", "latin1", "iso8859-1", "iso_8859_1":
            return String(String.UnicodeScalarView(parts[2].map(Unicode.Scalar.init)))
        default: throw .unknownEncoding(charset)
        }
    }
}
