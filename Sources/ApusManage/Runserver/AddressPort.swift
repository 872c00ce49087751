/// What `runserver` is to listen on: `8080`, `0:8000`, `127.0.0.1:8080`, `[::1]:8000`,
/// `localhost:8000`.
struct AddressPort: Equatable {
    /// The host without brackets, as it was given.
    var host: String
    /// 0 picks a free one.
    var port: UInt16
    /// Whether the host is an IPv6 address.
    var isIPv6: Bool

    /// Django's default.
    static let standard = AddressPort(host: "127.0.0.1", port: 8000, isIPv6: false)

    init(host: String, port: UInt16, isIPv6: Bool) {
        self.host = host
        self.port = port
        self.isIPv6 = isIPv6
    }

    /// Reads an argument; throws `CommandError` with Django's text.
    init(_ text: String, preferIPv6: Bool = false) throws {
        let invalid = CommandError("\"\(text)\" is not a valid port number or address:port pair.")
        let host: String?
        let portText: Substring
        if let colon = text.lastIndex(of: ":") {
            host = String(text[..<colon])
            portText = text[text.index(after: colon)...]
        } else {
            host = nil
            portText = text[...]
        }
        guard !portText.isEmpty, portText.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }),
            let port = UInt16(portText)
        else { throw invalid }
        self.port = port
        guard let host else {
            self.host = preferIPv6 ? "::1" : "127.0.0.1"
            isIPv6 = preferIPv6
            return
        }
        if host.hasPrefix("[") && host.hasSuffix("]") {
            let address = host.dropFirst().dropLast()
            guard !address.isEmpty, address.utf8.allSatisfy(Self.isIPv6Byte) else { throw invalid }
            self.host = String(address)
            isIPv6 = true
            return
        }
        guard !preferIPv6 else { throw CommandError("'\(host)' is not a valid IPv6 address.") }
        let labels = host.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isNameByte) }) else {
            throw invalid
        }
        self.host = host == "0" ? "0.0.0.0" : host
        isIPv6 = false
    }

    /// As it stands in a URL.
    var description: String { isIPv6 ? "[\(host)]:\(port)" : "\(host):\(port)" }

    private static func isNameByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, UInt8(ascii: "-"): true
        default: false
        }
    }

    private static func isIPv6Byte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x46, 0x61...0x66, UInt8(ascii: ":"): true
        default: false
        }
    }
}
