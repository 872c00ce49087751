public import ApusHTTP
public import FoundationEssentials

extension Request {
    /// The JSON of the body as a `Decodable` type: `let vote = try request.json(Vote.self)`. What
    /// can't be decoded is answered with 400; the error says which key was wrong.
    public func json<Value: Decodable>(
        _ type: Value.Type = Value.self, decoder: JSONDecoder = JSONDecoder()
    ) throws -> Value {
        do {
            return try decoder.decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw HTTPError.badRequest("The body is no JSON for \(type): \(Self.reason(error))")
        }
    }

    private static func reason(_ error: DecodingError) -> String {
        switch error {
        case .keyNotFound(let key, let context):
            "'\(path(context.codingPath + [key]))' is missing."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "'\(path(context.codingPath))': \(context.debugDescription)"
        case .dataCorrupted(let context):
            context.codingPath.isEmpty
                ? "it can't be read." : "'\(path(context.codingPath))': \(context.debugDescription)"
        @unknown default: "it can't be read."
        }
    }

    private static func path(_ keys: [any CodingKey]) -> String {
        keys.map { $0.intValue.map(String.init) ?? $0.stringValue }.joined(separator: ".")
    }
}
