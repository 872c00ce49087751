/// The fields that a server must look at: of a response those that the serialiser decides, of a
/// request those that a proxy may have added. Everything else is copied as it is.
struct FramingFields: OptionSet, Sendable {
    let rawValue: UInt8

    static let contentLength = FramingFields(rawValue: 1)
    static let transferEncoding = FramingFields(rawValue: 2)
    static let connection = FramingFields(rawValue: 4)
    static let date = FramingFields(rawValue: 8)
    static let server = FramingFields(rawValue: 16)
    static let xPrefixed = FramingFields(rawValue: 32)
}

extension FramingFields {
    @inline(__always)
    init(name: UnsafeBufferPointer<UInt8>) {
        switch name.count {
        case 4 where name.isEqualIgnoringCase(to: "date"): self = .date
        case 6 where name.isEqualIgnoringCase(to: "server"): self = .server
        case 10 where name.isEqualIgnoringCase(to: "connection"): self = .connection
        case 14 where name.isEqualIgnoringCase(to: "content-length"): self = .contentLength
        case 17 where name.isEqualIgnoringCase(to: "transfer-encoding"): self = .transferEncoding
        case 2... where name[0] | 0x20 == UInt8(ascii: "x") && name[1] == UInt8(ascii: "-"):
            self = .xPrefixed
        default: self = []
        }
    }
}

extension Headers {
    /// Whether there are fields whose names begin with `X-`, as those do that proxies add.
    @inline(__always)
    package var hasXFields: Bool { framing.contains(.xPrefixed) }
}
