/// Why bytes are no request. Nothing that follows on the connection can be trusted: answer with
/// ``status`` and close.
public enum ParseError: Error, Hashable, Sendable {
    /// The method is empty or holds a byte that no method may hold.
    case invalidMethod
    /// The method is none that is registered, or one that asks for a proxy's tunnel.
    case unknownMethod
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
    /// A field's name stands for one that frames the message, written with an underscore.
    case ambiguousFieldName
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
    /// Host is empty, or no host and port.
    case invalidHost
    /// More than one Content-Type.
    case repeatedContentType
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
    /// A chunk is not followed by CRLF.
    case invalidChunk
    /// A chunk extension isn't `;name` or `;name=value`.
    case invalidChunkExtension
    /// A trailer field is one that frames, routes or authenticates the message.
    case forbiddenTrailer
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
        case .unknownMethod, .unsupportedTransferEncoding: .notImplemented
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
        case .unknownMethod: "The method is not one that this server knows."
        case .invalidTarget: "The request target is malformed or doesn't fit its method."
        case .invalidVersion: "The request line doesn't end with an HTTP version."
        case .unsupportedVersion: "Only HTTP/1.0 and HTTP/1.1 are supported."
        case .bareLineFeed: "A line ends with LF instead of CRLF."
        case .bareCarriageReturn: "A CR is not followed by LF."
        case .invalidFieldName: "A header field has an empty or malformed name."
        case .ambiguousFieldName:
            "A header field has an underscore where the field it stands for has a dash."
        case .blankBeforeColon: "A header field has a blank before its colon."
        case .invalidFieldValue: "A header field's value holds a control character."
        case .foldedField: "A header field is folded over several lines."
        case .missingHost: "The Host header is missing."
        case .repeatedHost: "There is more than one Host header."
        case .invalidHost: "The Host header is not a host and an optional port."
        case .repeatedContentType: "There is more than one Content-Type header."
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
        case .invalidChunkExtension: "A chunk extension is malformed."
        case .forbiddenTrailer:
            "A trailer field is one that belongs into the head of the request."
        case .chunkExtensionsTooLong: "The chunk extensions are too long."
        case .requestLineTooLong: "The request line is too long."
        case .tooManyFields: "There are too many header fields."
        case .fieldTooLong: "A header field is too long."
        case .bodyTooLarge: "The request body is too large."
        }
    }
}
