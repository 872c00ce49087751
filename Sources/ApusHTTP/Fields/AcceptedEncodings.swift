/// The content codings that a client understands (RFC 9110, section 12.5.3).
public struct AcceptedEncodings: Sendable {
    private var qualities: [(name: String, quality: Double)] = []

    /// The codings of an Accept-Encoding field; none where there is no field.
    public init(_ field: String?) {
        for member in FieldValue.members(of: field ?? "") {
            let parts = FieldValue.members(of: member, separator: ";")
            guard let name = parts.first?.lowercased() else { continue }
            var quality = 1.0
            for parameter in parts.dropFirst() {
                let lowered = parameter.lowercased()
                guard lowered.hasPrefix("q=") else { continue }
                quality = Double(lowered.dropFirst(2)).map { $0.isFinite ? $0 : 0 } ?? 0
            }
            qualities.append((name == "x-gzip" ? "gzip" : name, quality))
        }
    }

    /// Which of `codings` the client likes best, of those it likes alike the first; nil where it
    /// likes the bytes as they are better, or understands none of them.
    public func preferred(of codings: [String]) -> String? {
        var best: (name: String, quality: Double)?
        for coding in codings {
            let quality = quality(of: coding) ?? 0
            if quality > 0, quality > best?.quality ?? 0 { best = (coding, quality) }
        }
        guard let best else { return nil }
        let plain = qualities.first { $0.name == "identity" }?.quality ?? 0
        return plain > best.quality ? nil : best.name
    }

    private func quality(of coding: String) -> Double? {
        let found = qualities.first { $0.name == coding } ?? qualities.first { $0.name == "*" }
        return found?.quality
    }
}
