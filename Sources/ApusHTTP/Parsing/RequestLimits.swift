/// How large the parts of a request may be. The defaults are those of `manage serve`.
public struct RequestLimits: Hashable, Sendable {
    /// Bytes of the request line without its CRLF; a longer one is answered with 414.
    public var requestLine: Int
    /// Header fields, and as many trailer fields; more are answered with 431.
    public var fieldCount: Int
    /// Bytes of a field line with its CRLF, as gunicorn counts; a longer one is answered with 431.
    public var fieldSize: Int
    /// Bytes of the body after the transfer coding is undone; more are answered with 413.
    public var body: Int
    /// Bytes of all chunk extensions of one body together; more are answered with 400.
    public var chunkExtensions: Int

    /// Bytes of a field's name, as puma has it; a longer one is answered with 431.
    static var fieldName: Int { 256 }

    /// Bytes of all field lines together, as puma has it, unless one alone may be longer; more are
    /// answered with 431.
    var fields: Int { max(112 << 10, fieldSize) }

    /// Bytes of a field line without its CRLF.
    var fieldLength: Int { max(0, fieldSize &- 2) }

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
