/// Where a server listens, as `--bind` spells it.
public enum BindAddress: Hashable, Sendable, CustomStringConvertible {
    /// A TCP port on an address or host name; port 0 lets the system pick a free one.
    case tcp(host: String, port: UInt16)
    /// A unix socket at a path.
    case unix(path: String)
    /// A listening socket that this process inherited under this descriptor.
    case descriptor(Int32)

    /// Reads `HOST:PORT`, `[IPv6]:PORT`, `unix:PATH` or `fd://N`; nil when `text` is none of them.
    public init?(_ text: String) {
        if text.hasPrefix("unix:") {
            var path = text.dropFirst("unix:".count)
            if path.hasPrefix("//") { path = path.dropFirst(2) }
            guard !path.isEmpty, path.utf8.count < Self.longestPath, !path.utf8.contains(0) else {
                return nil
            }
            self = .unix(path: String(path))
        } else if text.hasPrefix("fd://") {
            guard let number = parseCount(text.dropFirst("fd://".count)),
                let descriptor = Int32(exactly: number)
            else { return nil }
            self = .descriptor(descriptor)
        } else {
            guard let colon = text.utf8.lastIndex(of: UInt8(ascii: ":")) else { return nil }
            guard let number = parseCount(text[text.index(after: colon)...]),
                let port = UInt16(exactly: number)
            else { return nil }
            var host = text[..<colon]
            if host.hasPrefix("[") {
                guard host.hasSuffix("]") else { return nil }
                host = host.dropFirst().dropLast()
                guard host.utf8.contains(UInt8(ascii: ":")) else { return nil }
            } else if host.utf8.contains(UInt8(ascii: ":")) {
                return nil
            }
            let isPlain = host.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != UInt8(ascii: "/") }
            guard isPlain else { return nil }
            self = .tcp(host: host.isEmpty ? "0.0.0.0" : String(host), port: port)
        }
    }

    /// The address as `--bind` takes it.
    public var description: String {
        switch self {
        case .tcp(let host, let port):
            host.utf8.contains(UInt8(ascii: ":")) ? "[\(host)]:\(port)" : "\(host):\(port)"
        case .unix(let path): "unix:\(path)"
        case .descriptor(let number): "fd://\(number)"
        }
    }

    /// `sun_path` has 108 bytes, one of them for the end.
    private static let longestPath = 108
}
