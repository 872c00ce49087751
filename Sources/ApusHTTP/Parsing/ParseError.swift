/// Why bytes are no request. Nothing that follows on the connection can be trusted: answer with
/// ``status`` and close.
public enum ParseError: Error, Hashable, Sendable {
    /// The method is empty or holds a byte that no method may hold.
    case invalidMethod
    /// The target is empty, of no known form for its method, or holds a byte that no target may hold.
    case invalidTarget
    /// What follows the target is no `HTTP/d.d`.
    case invalidVersion
    /// The version is not HTTP/1.
    case unsupportedVersion
    /// A line ends with LF alone.
    case bareLineFeed
    /// A CR is not followed by LF.
    case bareCarriageReturn
    /// A field name is empty or holds a byte that no name may hold.
    case invalidFieldName
    /// There is a blank between field name and colon.
    case blankBeforeColon
    /// A field value holds a control character.
    case invalidFieldValue
    /// A field is continued on the next line (RFC 9112, section 5.2).
    case foldedField
    /// HTTP/1.1 without Host.
    case missingHost
    /// More than one Host.
    case repeatedHost
    /// Host is no host and port.
    case invalidHost
    /// Content-Length is not one number.
    case invalidContentLength
    /// More than one Content-Length.
    case repeatedContentLength
    /// Content-Length beside Transfer-Encoding (RFC 9112, section 6.1).
    case contentLengthWithTransferEncoding
    /// Transfer-Encoding is malformed, in HTTP/1.0, or doesn't end with `chunked`.
    case invalidTransferEncoding
    /// Transfer-Encoding names a coding that is not spoken here.
    case unsupportedTransferEncoding
    /// Expect asks for something else than `100-continue`.
    case unsupportedExpectation
    /// A chunk's size is no hexadecimal number, or too large a one.
    case invalidChunkSize
    /// A chunk is not followed by CRLF, or its extension holds a control character.
    case invalidChunk
    /// The chunk extensions pass ``RequestLimits/chunkExtensions``.
    case chunkExtensionsTooLong
    /// The request line passes ``RequestLimits/requestLine``.
    case requestLineTooLong
    /// There are more fields than ``RequestLimits/fieldCount``.
    case tooManyFields
    /// A field line passes ``RequestLimits/fieldSize``.
    case fieldTooLong
    /// The body passes ``RequestLimits/body``.
    case bodyTooLarge
}

extension ParseError {
    /// The status to answer with.
    public var status: Status {
        switch self {
        case .bodyTooLarge: .contentTooLarge
        case .requestLineTooLong: .uriTooLong
        case .unsupportedExpectation: .expectationFailed
        case .tooManyFields, .fieldTooLong: .requestHeaderFieldsTooLarge
        case .unsupportedTransferEncoding: .notImplemented
        case .unsupportedVersion: .httpVersionNotSupported
        default: .badRequest
        }
    }
}

extension ParseError: CustomStringConvertible {
    /// What is wrong, for the log and for the person who wrote the client.
    public var description: String {
        switch self {
        case .invalidMethod: "The request line doesn't begin with a method."
        case .invalidTarget: "The request target is malformed or doesn't fit its method."
        case .invalidVersion: "The request line doesn't end with an HTTP version."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are supported."
        case .bareLineFeed: "A line ends with LF instead of CRLF."
        case .bareCarriageReturn: "A CR is not followed by LF."
        case .invalidFieldName: "A header field has an empty or malformed name."
        case .blankBeforeColon: "A header field has a blank before its colon."
        case .invalidFieldValue: "A header field's value holds a control character."
        case .foldedField: "A header field is folded over several lines."
        case .missingHost: "The Host header is missing."
        case .repeatedHost: "There is more than one Host header."
        case .invalidHost: "The Host header is not a host and an optional port."
        case .invalidContentLength: "The Content-Length header is not a number."
        case .repeatedContentLength: "There is more than one Content-Length header."
        case .contentLengthWithTransferEncoding:
            "Content-Length and Transfer-Encoding exclude each other."
        case .invalidTransferEncoding:
            "Transfer-Encoding is malformed or doesn't end with chunked."
        case .unsupportedTransferEncoding: "The only supported transfer coding is chunked."
        case .unsupportedExpectation: "The only supported expectation is 100-continue."
        case .invalidChunkSize: "A chunk size is not a hexadecimal number or is too large."
        case .invalidChunk: "A chunk is malformed."
        case .chunkExtensionsTooLong: "The chunk extensions are too long."
        case .requestLineTooLong: "The request line is too long."
        case .tooManyFields: "There are too many header fields."
        case .fieldTooLong: "A header field is too long."
        case .bodyTooLarge: "The request body is too large."
        }
    }
}
