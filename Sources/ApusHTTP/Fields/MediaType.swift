/// A media type or a range of them with `*` (RFC 9110, sections 8.3.1 and 12.5.1).
public struct MediaType: Hashable, Sendable {
    /// `text` of `text/html`.
    public var type: String
    /// `html` of `text/html`.
    public var subtype: String
    /// The parameters by name, with `q` where there is one.
    public var parameters: [String: String]

    /// Reads a type from a field; nil where its parameters can't be read.
    public init?(_ text: String) {
        guard let field = try? FieldValue(parsing: text) else { return nil }
        let parts = field.value.split(
            separator: "/", maxSplits: 1, omittingEmptySubsequences: false)
        type = parts.first.map(String.init) ?? ""
        subtype = parts.count > 1 ? String(parts[1]) : ""
        parameters = field.parameters
    }

    /// How much a client wants it, 0 to 1; 1 where it doesn't say or says nonsense.
    public var quality: Double {
        guard let text = parameters["q"] else { return 1 }
        guard let quality = Double(text.trimmingWhitespace), quality >= 0, quality <= 1 else {
            return 1
        }
        return Double(Int(quality * 1000 + 0.5)) / 1000
    }

    /// How exactly it says what is meant: 0 for `*/*`, 1 for `text/*`, 2 for `text/html`, 3 with
    /// parameters.
    public var specificity: Int {
        if type == "*" { return 0 }
        if subtype == "*" { return 1 }
        return rangeParameters.isEmpty ? 2 : 3
    }

    /// Whether this type is in the range `other`, or the other way round. Parameters must be the
    /// same, or missing in `other`.
    public func matches(_ other: MediaType) -> Bool {
        for (mine, its) in [(type, other.type), (subtype, other.subtype)] {
            if mine.isEmpty || its.isEmpty { return false }
            if mine != its, mine != "*", its != "*" { return false }
        }
        let mine = rangeParameters
        let its = other.rangeParameters
        if mine.isEmpty == its.isEmpty { return mine == its }
        return its.isEmpty
    }

    private var rangeParameters: [String: String] { parameters.filter { $0.key != "q" } }
}

extension MediaType: CustomStringConvertible {
    /// The type with its parameters, these in the order of their names.
    public var description: String {
        let parameters = parameters.sorted { $0.key < $1.key }.map { "; \($0.key)=\($0.value)" }
        return (subtype.isEmpty ? type : "\(type)/\(subtype)") + parameters.joined()
    }
}
