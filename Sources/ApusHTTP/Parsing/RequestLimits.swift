/// How large the parts of a request may be. The defaults are those of `manage serve`.
public struct RequestLimits: Hashable, Sendable {
    /// Bytes of the request line without its CRLF; a longer one is answered with 414.
    public var requestLine: Int
    /// Header fields, and as many trailer fields; more are answered with 431.
    public var fieldCount: Int
    /// Bytes of a field line without its CRLF; a longer one is answered with 431.
    public var fieldSize: Int
    /// Bytes of the body after the transfer coding is undone; more are answered with 413.
    public var body: Int
    /// Bytes of all chunk extensions of one body together; more are answered with 400.
    public var chunkExtensions: Int

    /// Limits in bytes, and a number of fields.
    public init(
        requestLine: Int = 4094, fieldCount: Int = 100, fieldSize: Int = 8190,
        body: Int = 10 << 20, chunkExtensions: Int = 16 << 10
    ) {
        self.requestLine = requestLine
        self.fieldCount = fieldCount
        self.fieldSize = fieldSize
        self.body = body
        self.chunkExtensions = chunkExtensions
    }
}
