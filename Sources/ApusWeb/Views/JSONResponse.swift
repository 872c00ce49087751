public import ApusHTTP
public import ApusValues
import FoundationEssentials

extension Response {
    /// A JSON object: `.json(["id": question.id, "text": question.text])`. Throws what reading the
    /// values throws, and a `JSONError` for what JSON can't hold.
    public static func json(_ object: DynamicDictionary, status: Status = .ok) throws -> Response {
        try json(value: .dictionary(object), status: status)
    }

    /// A JSON list of what templates can show too.
    public static func json(
        _ list: [some DynamicValueConvertible], status: Status = .ok
    ) throws -> Response {
        try json(value: list.dynamicValue, status: status)
    }

    /// Any `Encodable` as JSON, by FoundationEssentials' encoder.
    public static func json(
        encoding value: some Encodable, status: Status = .ok
    ) throws -> Response {
        Response(
            status: status, headers: jsonHeaders,
            body: .bytes([UInt8](try JSONEncoder().encode(value))))
    }

    private static func json(value: DynamicValue, status: Status) throws -> Response {
        var writer = JSONWriter()
        try writer.write(value)
        return Response(status: status, headers: jsonHeaders, body: .bytes(writer.bytes))
    }

    static let jsonHeaders: Headers = ["Content-Type": "application/json"]
}
