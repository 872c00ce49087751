/// Reads the extensions of a chunk, which mean nothing here (RFC 9112, section 7.1.1):
/// `*( BWS ";" BWS name [ BWS "=" BWS value ] )`, the value a token or a quoted string.
struct ChunkExtension: Sendable {
    private var phase = Phase.name

    private enum Phase {
        case name
        case restOfName
        case blanksAfterName
        case value
        case restOfValue
        case quoted
        case escaped
        case afterValue
        case blanksAfterValue
    }

    /// Begins with the byte after the first semicolon.
    init() {}

    /// Takes a byte that is neither CR nor LF.
    mutating func take(_ byte: UInt8) throws(ParseError) {
        guard let next = phase(after: byte) else { throw .invalidChunkExtension }
        phase = next
    }

    /// Whether the line may end here.
    var isWhole: Bool {
        switch phase {
        case .restOfName, .restOfValue, .afterValue: true
        case .name, .blanksAfterName, .value, .quoted, .escaped, .blanksAfterValue: false
        }
    }

    private func phase(after byte: UInt8) -> Phase? {
        switch phase {
        case .name: byte.isBlank ? .name : byte.isToken ? .restOfName : nil
        case .restOfName where byte.isToken: .restOfName
        case .restOfName, .blanksAfterName:
            byte == UInt8(ascii: "=") ? .value : separator(byte, blanks: .blanksAfterName)
        case .value:
            byte == UInt8(ascii: "\"")
                ? .quoted : byte.isBlank ? .value : byte.isToken ? .restOfValue : nil
        case .restOfValue where byte.isToken: .restOfValue
        case .restOfValue, .afterValue, .blanksAfterValue:
            separator(byte, blanks: .blanksAfterValue)
        case .quoted:
            switch byte {
            case UInt8(ascii: "\""): .afterValue
            case UInt8(ascii: "\\"): .escaped
            default: byte.isFieldValue ? .quoted : nil
            }
        case .escaped: byte.isFieldValue ? .quoted : nil
        }
    }

    private func separator(_ byte: UInt8, blanks: Phase) -> Phase? {
        byte == UInt8(ascii: ";") ? .name : byte.isBlank ? blanks : nil
    }
}
