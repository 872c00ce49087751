/// The media types that a client asks for (RFC 9110, section 12.5.1).
public struct AcceptedTypes: Sendable {
    /// The types with a quality above zero, best first.
    public let types: [MediaType]
    private let byPrecedence: [MediaType]

    /// The types of an Accept field; all types where there is none.
    public init(_ field: String?) {
        types = Self.sort(
            FieldValue.members(of: field ?? "*/*").compactMap(MediaType.init)
                .filter { $0.quality != 0 },
            by: { ($0.quality, Double($0.specificity)) })
        byPrecedence = Self.sort(types, by: { (Double($0.specificity), $0.quality) })
    }

    /// Whether a response in `type` is accepted.
    public func accepts(_ type: String) -> Bool { bestMatch(type) != nil }

    /// Which of `types` the client prefers, nil if it accepts none; of two that it likes alike the
    /// first.
    public func preferred(of types: [String]) -> String? {
        var best: (rank: Int, type: String)?
        for type in types {
            guard let match = bestMatch(type), let rank = self.types.firstIndex(of: match) else {
                continue
            }
            if best.map({ rank < $0.rank }) ?? true { best = (rank, type) }
        }
        return best?.type
    }

    private func bestMatch(_ text: String) -> MediaType? {
        guard let type = MediaType(text) else { return nil }
        return byPrecedence.first { type.matches($0) }
    }

    /// Largest first; equal ones stay in order.
    private static func sort(
        _ types: [MediaType], by key: (MediaType) -> (Double, Double)
    ) -> [MediaType] {
        types.sorted { key($0) > key($1) }
    }
}

extension Request {
    /// The media types that the client asks for.
    public var acceptedTypes: AcceptedTypes { AcceptedTypes(headers.joined("Accept")) }

    /// Whether the client accepts a response in `type`.
    public func accepts(_ type: String) -> Bool { acceptedTypes.accepts(type) }

    /// The body's media type, without parameters, in small letters; empty where there is none.
    public var contentType: String {
        headers["Content-Type"].flatMap { try? FieldValue(parsing: $0) }?.value ?? ""
    }
}
